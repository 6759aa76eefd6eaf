"""What stood in which container when: aggregations and associations in the order in which they happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from loaders.epcis.sent import Sent
from loaders.epcis.things import Line, id_of, is_container, named

PACKING = ("AggregationEvent", "AssociationEvent")


@dataclass(frozen=True, slots=True)
class Put:
    """Something put into a container by one event: a quantity of a batch, or another container."""

    by: str
    line: Line | None = None
    container: str = ""


@dataclass(slots=True)
class Containers:
    """The contents of every container, as of the event looked at last."""

    holds: dict[str, list[Put]] = field(default_factory=dict)
    ever: set[str] = field(default_factory=set)  # every container that held something once

    def take(self, sent: Sent) -> tuple[list[Put], list[Put]]:
        """Follow one event; what it put in, and what it took out."""
        container = id_of(str(sent.event.get("parentID", "")))
        if not container:
            return [], []
        puts = [self._put(sent, each.uri, each.line()) for each in named(sent.event)]
        inside = self.holds.setdefault(container, [])
        self.ever.add(container)
        if sent.action == "DELETE":
            return [], self._take_out(container, puts)
        fresh = [put for put in puts if sent.action == "ADD" or not any(_same(put, each) for each in inside)]
        inside += fresh
        return fresh, []

    def _put(self, sent: Sent, uri: str, line: Line) -> Put:
        if is_container(uri) or id_of(uri) in self.ever:
            return Put(sent.record, container=id_of(uri))
        return Put(sent.record, line)

    def _take_out(self, container: str, puts: list[Put]) -> list[Put]:
        """Without children a DELETE empties the container; a child without quantity leaves it whole."""
        inside = self.holds[container]
        if not puts:
            self.holds[container] = []
            return inside
        for put in puts:
            self.holds[container] = list(_without(self.holds[container], put))
        return puts

    def lines(self, container: str, seen: frozenset[str] = frozenset()) -> Iterator[Line]:
        """All batches in a container and in those within, each line marked by what put it there."""
        for put in self.holds.get(container, ()):
            if put.line:
                mark = f"{container}:{put.by.removeprefix('epcis:')[:12]}"
                yield replace(put.line, line=f"{mark}:{put.line.line}" if put.line.line else mark)
            elif put.container not in seen | {container}:
                yield from self.lines(put.container, seen | {container})


def _same(one: Put, other: Put) -> bool:
    if one.line and other.line:
        return one.line.key == other.line.key
    return bool(one.container) and one.container == other.container


def _without(inside: list[Put], gone: Put) -> Iterator[Put]:
    left = Decimal(gone.line.quantity) if gone.line and gone.line.quantity else None
    for put in inside:
        if not _same(put, gone):
            yield put
        elif left is not None and put.line and put.line.quantity and put.line.uom == (gone.line and gone.line.uom):
            there = Decimal(put.line.quantity)
            if there > left:
                yield replace(put, line=replace(put.line, quantity=format((there - left).normalize(), "f")))
            left = max(Decimal(0), left - there)
