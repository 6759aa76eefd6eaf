"""What a verification must say of a change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from genealogy.ledger.differences import Difference


@dataclass(frozen=True, slots=True)
class Expected:
    """One of these kinds must be told, with this number where one is given, and this in a text."""

    kinds: frozenset[str]
    sequence: int | None = None
    text: str = ""

    def among(self, told: Iterable[Difference]) -> bool:
        """Whether it was told."""
        return any(
            one.kind in self.kinds
            and (self.sequence is None or one.sequence == self.sequence)
            and self.text in one.text
            for one in told
        )


def expect(*kinds: str, sequence: int | None = None, text: str = "") -> Expected:
    """As it is written in the table below."""
    return Expected(frozenset(kinds), sequence, text)
