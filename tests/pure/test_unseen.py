"""Characters that nobody can see: part of a key as they are written, but two keys that differ in them look alike."""

from __future__ import annotations

import unicodedata

import pytest

from genealogy.keys import BatchKey, seen

UNSEEN = ("\u200b", "\ufeff", "\u202e", "\u200f", "\u2060", "\u00ad", "\u3164", "\u2800", "\U000e0041")


@pytest.mark.parametrize("char", UNSEEN)
def test_kept_and_alike(char: str) -> None:
    plain, odd = BatchKey.of("料", "批1"), BatchKey.of("料", f"{char}批{char}1{char}")
    assert odd != plain and BatchKey.parse(str(odd)) == odd
    assert odd.alike == plain.alike
    assert not seen(char + "\u00a0" + char)


def test_what_is_seen_stays() -> None:
    shown = "批号-1 é\u0301 ゛😀 ا"
    assert seen(shown) == shown
    assert all(not seen(chr(code)) for code in range(0x10FFFF) if unicodedata.category(chr(code)) in ("Zs", "Zl", "Zp"))
