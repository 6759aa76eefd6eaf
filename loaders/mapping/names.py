"""Names as they are compared: full-width letters, blanks, capitals and marks of required columns make no difference."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=10_000)
def normal(name: str) -> str:
    """The form in which names of columns and tabs are compared."""
    plain = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    return plain.strip("*:：\ufeff").replace("_", "")
