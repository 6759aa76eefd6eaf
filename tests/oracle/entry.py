"""Suspect from a moment on (rules 18 to 22), by trying every link again until nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from tests.oracle.links import Link, Node
from tests.oracle.plant import Plant
from tests.oracle.rows import key
from tests.oracle.runs import ends_of, pair
from tests.oracle.shipments import left
from tests.oracle.times import BEGIN, Span, span, timed
from tests.oracle.units import amount

Seeds = dict[Node, datetime]


def in_time(plant: Plant, links: Iterable[Link], seeds: Seeds) -> tuple[list[Link], list[Link]]:
    """The links that may carry suspect material, and those that do so for certain."""
    every = list(links)
    since = _spread(plant, seeds, every, lambda link, since: not _excluded(plant, link, since))
    standing = [link for link in every if link.source in since and not _excluded(plant, link, since)]
    sure = _spread(plant, seeds, every, lambda link, since: link.certain and not _before(link, since))
    return standing, [link for link in every if link.source in sure and link.certain and not _before(link, sure)]


def _spread(plant: Plant, seeds: Seeds, links: list[Link], stands: Callable[[Link, Seeds], bool]) -> Seeds:
    since = dict(seeds)
    changed = True
    while changed:
        changed = False
        for link in links:
            if link.source not in since or not stands(link, since):
                continue
            came = link.span.start if link.target[0] == "batch" or _reads(plant, link.target) else BEGIN
            if link.target not in since or came < since[link.target]:
                since[link.target], changed = came, True
    return since


def _excluded(plant: Plant, link: Link, since: Seeds) -> bool:
    return _before(link, since, plant.tolerance) and covered(plant, link)


def _before(link: Link, since: Seeds, by: timedelta = timedelta(0)) -> bool:
    """Whether it certainly lies before suspect material came, by more than that: an instant ends after itself."""
    came = since[link.source]
    return came != BEGIN and link.span.end <= came - by


def _reads(plant: Plant, node: Node) -> bool:
    """The inside of a run whose line times are readings (rule 19)."""
    return node[0] == "inside" and timed(plant.runs.get(node[1], {}))


def covered(plant: Plant, link: Link) -> bool:
    """What came in by then makes up for all that had left by then; in a run with readings, anything that may be in that
    output had gone in."""
    if link.source[0] == "inside":
        _, run, output = link.source
        pairs = ends_of(plant, run)[2]
        spans = [line.span for line in plant.consumed if line.run == run and pair(pairs, line.key, output)[0]]
        # What named no lot went in, whatever it was, and also where nothing was on hand that it may have been.
        spans += [when for number, when in plant.lotless.items() if plant.files["consumed"][number]["run"] == run]
        return any(when.end <= link.span.end for when in spans)
    came, went = 0.0, 0.0
    for quantity, when in _inflows(plant, link.source[1]):
        if when.end <= link.span.end and quantity is not None:
            came += quantity
    for quantity, when in _withdrawals(plant, link.source[1]):
        if when.start < link.span.end:
            if quantity is None:
                return False
            went += quantity
    return came > 0 and came >= went


def _inflows(plant: Plant, name: str) -> Iterable[tuple[float | None, Span]]:
    for line in plant.produced:
        if line.key == name:
            yield amount(plant, plant.files["produced"][line.number]), line.span
    for file, column in (("receipts", "received_at"), ("returns", "returned_at")):
        for row in plant.files[file]:
            if key(row) == name and not (file == "returns" and "supplier" in row):
                yield amount(plant, row), span(row.get(column), plant.place(row))


def _withdrawals(plant: Plant, name: str) -> Iterable[tuple[float | None, Span]]:
    for line in plant.consumed:
        row = plant.files["consumed"][line.number]
        if line.key == name == key(row):
            yield amount(plant, row), line.span
    for row in plant.files["shipped"]:
        if key(row) == name:
            yield amount(plant, row), left(plant, row["shipment"])
    for row in plant.files["movements"]:
        if key(row) == name and row.get("kind") in ("scrap", "sample"):
            yield amount(plant, row), span(row.get("at"), plant.place(row))
