"""A production order out of papers: what was taken for it, given back, and made, each on a paper of its own.

The order is the document, for a correction replaces a whole run (rule 6): whichever paper changes, all are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from loaders.erp.model import Document, Seen, Shape, State

_NAMELESS = "names no production order, so nobody can say what went into what; record it by hand"


@dataclass(frozen=True, slots=True)
class Posting:
    """A line of a paper: taken (`in`) or made (`out`); negative where it takes that back. `quantity` names their field,
    `tracked` says whether the material is kept by lot."""

    side: Literal["in", "out"]
    shape: Shape
    seen: Seen
    quantity: str
    tracked: bool
    state: State

    @property
    def amount(self) -> Decimal:
        """The quantity."""
        return Decimal(str(self.seen[self.quantity]))

    @property
    def key(self) -> tuple[str, ...]:
        """Of what it is: what was given back can only have been taken from that."""
        values = self.shape.made(self.seen).values
        return self.side, *(values.get(name, "") for name in ("material", "lot", "uom"))


def of_paper(form: str, number: str) -> str:
    """The id under which a paper that names no order stands for itself."""
    return f"{form} {number}"


def paper_of(id_: str, forms: Collection[str]) -> tuple[str, str]:
    """Form and number of such a paper; empty where the id is that of an order."""
    form, _, number = id_.partition(" ")
    return (form, number) if form in forms and number else ("", "")


def refused(document: Document, field: str, done: bool) -> Document:
    """The document of a paper that names no order: nothing of it can be recorded."""
    document.state = "done" if done else "open"
    document.faults = [(field, "", _NAMELESS)] if done else []
    return document


def filled(document: Document, run: Shape, head: Seen, postings: Iterable[Posting]) -> Document:
    """The document of an order with its papers' lines. Open as long as one of its papers is (what was recorded stays
    until then) or none is done; cancelled where there were some, and all are."""
    found = list(postings)
    states = {posting.state for posting in found}
    document.state = "open" if "open" in states or not states else "done" if "done" in states else "cancelled"
    if document.state != "done":
        return document
    document.rows.append(run.made(head))
    for posting in _net(document, [posting for posting in found if posting.state == "done"]):
        row = posting.shape.made(posting.seen)
        if "lot" in row.values or posting.side == "in" or posting.tracked:
            document.rows.append(row)  # a lot that has to be there and is not is a reason to reject it
        else:
            document.without_lot += 1
    return document


def _net(document: Document, postings: list[Posting]) -> list[Posting]:
    """Lines less what was given back of the same lot; one of which nothing is left is none."""
    back: dict[tuple[str, ...], Decimal] = {}
    for posting in postings:
        if posting.amount < 0:
            back[posting.key] = back.get(posting.key, Decimal()) - posting.amount
    kept = []
    for posting in postings:
        if posting.amount < 0:
            continue
        less = min(posting.amount, back.get(posting.key, Decimal()))
        if less:
            back[posting.key] -= less
            posting = replace(posting, seen={**posting.seen, posting.quantity: f"{posting.amount - less:f}"})
        if posting.amount or not less:
            kept.append(posting)
    for key, rest in back.items():
        if rest:
            what = " ".join(filter(None, key[1:]))
            text = "more was given back than was posted for this order; record it by hand"
            document.faults.append(("quantity", f"{what} {rest:f}", text))
    return kept
