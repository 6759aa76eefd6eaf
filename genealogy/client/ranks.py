"""Rows of what is ranked: causes, and worst cases."""

from __future__ import annotations

from typing import Any, TypedDict

from genealogy.client.rows import Named, Quantity, Text


class Share(TypedDict):
    """How many of the batches carry a factor."""

    carriers: int
    of: int
    share: float | None


class Factor(TypedDict):
    """What bad batches have in common: one rank, with all that cannot be told apart from it."""

    rank: int
    factors: list[dict[str, Any]]
    bad: Share
    good: Share
    odds_ratio: float | None
    odds_ratio_corrected: bool
    test: Text
    p: float | None
    p_adjusted: float | None
    given_first: dict[str, Any] | None


class Number(TypedDict):
    """How many, and whether that is exact or an estimate."""

    number: int
    exact: bool


class Hits(TypedDict):
    """What a recall of a batch would hit."""

    batches: Number
    shipments: Number
    customers: Number


class Worst(Named):
    """A batch on hand or open, and what its recall would hit."""

    uom: Text
    on_hand: Quantity
    in_transit: Quantity
    orders: list[str]
    runs: list[str]
    hits: Hits
