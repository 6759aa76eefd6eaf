"""What is noted on batches beside their flow, by key: once for the whole answer, mostly with the traversal itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from genealogy.scope.edges import RUN, UNRECORDED, Edges
from genealogy.store import Reads

_MARKS = frozenset({"COUNTED", "MARKED", "RESERVES"})


class Line(NamedTuple):
    """A recorded line of a batch: what it is in the words of `stock.lines.ITEM`, how much, and with whom."""

    key: str
    kind: str
    quantity: float | None
    uom: str | None
    other: str | None = None  # the shipment, the customer who returned it


@dataclass(slots=True)
class Facts:
    """`moved` are the lines that change stock; `shipped` those of shipments. The sets hold keys: `odd`, a record of the
    batch may be missing; `marked`, it was counted, given a status or reserved; `cut`, a mapping keeps something from
    it; `meant`, its number was named without its assigner."""

    uoms: dict[str, str | None] = field(default_factory=dict)
    producers: dict[str, int] = field(default_factory=dict)
    moved: list[Line] = field(default_factory=list)
    shipped: list[Line] = field(default_factory=list)
    odd: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    meant: set[str] = field(default_factory=set)

    def returners(self) -> Iterable[tuple[str, str]]:
        """Batches and the customers who gave them back."""
        return ((line.key, line.other) for line in self.moved if line.kind == "RETURNED" and line.other)


def facts_of(store: Reads, keys: Sequence[str], edges: Edges | None = None) -> Facts:
    """The facts of these batches: from the columns of a recall's traversal, and read where that does not hold them.

    The lines of plain runs come from the edges, where they are all of a batch's; else they are read.
    """
    facts = Facts()
    wanted = set(keys)
    if edges is not None:
        _take(facts, wanted, edges.described, edges.lines)
    if missing := sorted(wanted - facts.uoms.keys()):
        _take(facts, set(missing), *store.read("answer.facts", keys=missing).one())
    _of_runs(store, facts, wanted, edges or Edges())
    return facts


def facts_apart(store: Reads, keys: Sequence[str]) -> Facts:
    """The facts of batches that no scope was found for: with what plain runs used of them."""
    facts = facts_of(store, keys)
    facts.moved += [Line(*row) for row in store.read("answer.consumed", keys=list(keys)).rows]
    return facts


def _take(facts: Facts, wanted: set[str], described: Iterable[Any], lines: Iterable[Any]) -> None:
    for key, uom, odd, producers in described:
        if key in wanted:
            facts.uoms[key] = uom
            facts.producers[key] = producers
            if odd or "@" in key:
                facts.odd.add(key)
    for key, kind, quantity, uom, other in lines:
        if key not in wanted:
            continue
        if kind == "SHIPPED":
            facts.shipped.append(Line(key, kind, quantity, uom, other))
        elif kind == "MOVED":
            facts.moved.append(Line(key, other or "move", quantity, uom))
        elif kind in _MARKS:
            facts.marked.add(key)
        elif kind == "CUT":
            facts.cut.add(key)
        elif kind == "CANDIDATE_FOR":
            facts.odd.add(key)
            facts.meant.add(key)
        else:
            facts.moved.append(Line(key, kind, quantity, uom, other))


def _of_runs(store: Reads, facts: Facts, wanted: set[str], edges: Edges) -> None:
    """What plain runs made of the batches, and then what they used."""
    made: dict[str, list[Line]] = {}
    used: list[Line] = []
    rows = zip(edges.sources, edges.types, edges.targets, edges.quantities, edges.uoms, strict=True)
    for source, kind, target, quantity, uom in rows:
        amount = None if quantity == UNRECORDED else quantity
        if kind == "CONSUMED":
            if source in wanted and target[:2] == RUN:
                used.append(Line(source, kind, amount, uom or None))
        elif kind == "PRODUCED" and target in wanted and source[:2] == RUN:
            made.setdefault(target, []).append(Line(target, kind, amount, uom or None))
    more = sorted(key for key, number in facts.producers.items() if number > len(made.get(key, ())))
    for key, quantity, uom in store.read("answer.made", keys=more).rows if more else ():
        facts.moved.append(Line(key, "PRODUCED", quantity, uom))
    known = set(more)
    facts.moved += [line for key, lines in made.items() if key not in known for line in lines]
    facts.moved += used
