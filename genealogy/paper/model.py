"""What a paper holds, before it is written in any format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from genealogy.errors import UsageError

LANGUAGES = ("en", "zh", "both")


def language(text: str) -> str:
    """One of LANGUAGES; raises UsageError."""
    if text not in LANGUAGES:
        raise UsageError(f"{text!r} is not a language of papers; use one of {', '.join(LANGUAGES)}")
    return text


@dataclass(frozen=True, slots=True)
class Words:
    """Fixed texts by name, each in English and Chinese, said in one language or in both."""

    texts: Mapping[str, tuple[str, str]]
    lang: str = "both"

    def __call__(self, name: str, **values: object) -> str:
        """The text, with values filled in."""
        english, chinese = (text.format(**values) for text in self.texts[name])
        return {"en": english, "zh": chinese}.get(self.lang) or f"{english} / {chinese}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: heads and rows of text; None is "not known". `wide` gives each column its share of the width."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    wide: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """`facts` are label and value; `texts` paragraphs; `blanks` labels of lines to be filled in by hand."""

    title: str
    facts: tuple[tuple[str, str | None], ...] = ()
    texts: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    form: str = ""
    blanks: tuple[str, ...] = field(default=())
