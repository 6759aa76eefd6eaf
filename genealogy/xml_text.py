"""Texts as XML can hold them: lots from strangers may have characters that it cannot."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


def xml_text(text: str) -> str:
    """The text, with U+FFFD for each character that XML has no way to write."""
    return _NOT_XML.sub("\ufffd", text)
