"""What may have been on hand somewhere at some time (rule 4), by going through all rows again for each question."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from tests.oracle.rows import Row, key
from tests.oracle.times import Span, before, line_span, span
from tests.oracle.units import amount

if TYPE_CHECKING:
    from tests.oracle.plant import Plant


class Step(NamedTuple):
    """Stock that came (positive) or went (negative) somewhere; a `level` is stock that was counted, `moved` what went
    from one place to another and was nowhere gone."""

    amount: float
    place: str
    span: Span
    level: bool = False
    moved: bool = False


def may_be_there(plant: Plant, batch: str, place: str, when: Span) -> bool:
    """Whether the batch may have been at that place (empty: anywhere) at some moment of that time."""
    return all(_held(list(_steps(plant, batch, where)), where, when) for where in {"", place})


def _held(steps: list[Step], place: str, when: Span) -> bool:
    here = [step for step in steps if not place or step.place == place or (not step.place and step.amount > 0)]
    here = [step for step in here if not (step.level and place and step.place != place)]
    if not any(step.amount > 0 and not before(when, step.span) for step in here):
        return False
    return _by_then(here, place, when) > 1e-9 or _for_later(here, when) > 1e-9


def _by_then(here: list[Step], place: str, when: Span) -> float:
    """Who counts one place says nothing of the others."""
    counts = [step for step in here if step.level and step.place == place and before(step.span, when)]
    last = max(counts, key=lambda step: step.span.start, default=None)
    held = last.amount if last else 0.0
    for step in here:
        if step.level or step.moved:
            continue
        if step.amount > 0 and not before(when, step.span) and not (last and before(step.span, last.span)):
            held += step.amount
        if step.amount < 0 and before(step.span, when) and (last is None or before(last.span, step.span)):
            held += step.amount
    return held


def _for_later(here: list[Step], when: Span) -> float:
    """What was taken or counted afterwards, less what may have come in the meantime."""
    needed, rest = 0.0, 0.0
    for step in sorted(here, key=lambda step: (step.span.end, step.amount < 0 or step.level)):
        if step.level or step.amount < 0:
            if before(when, step.span):
                needed = max(needed, rest + abs(step.amount))
                rest += 0.0 if step.level or step.moved else abs(step.amount)
        elif not before(step.span, when):
            rest -= step.amount
    return needed


def _steps(plant: Plant, batch: str, place: str) -> Iterator[Step]:
    came = list(_inflows(plant, batch))
    yield from came
    if not came:
        yield from _opening(plant, batch)
    for row in _rows(plant, "consumed", batch):
        run = plant.runs.get(row["run"], {})
        yield Step(-_amount(plant, row, 0.0), _of_run(plant, row["run"]), line_span(row, run, plant.place(run)))
    for row in _rows(plant, "shipped", batch):
        shipment = plant.shipments.get(row["shipment"], {})
        when = span(shipment.get("shipped_at"), plant.place(shipment))
        yield Step(-_amount(plant, row, 0.0), shipment.get("from_location", ""), when)
    for row in _rows(plant, "returns", batch):
        if "supplier" in row:
            yield Step(
                -_amount(plant, row, 0.0), row.get("location", ""), span(row.get("returned_at"), plant.place(row))
            )
    for row in _rows(plant, "counts", batch):
        yield Step(
            _amount(plant, row, inf), row.get("location", ""), span(row.get("counted_at"), plant.place(row)), True
        )
    yield from _movements(plant, batch, place)


def _movements(plant: Plant, batch: str, place: str) -> Iterator[Step]:
    for row in _rows(plant, "movements", batch):
        when, source, target = span(row.get("at"), plant.place(row)), row.get("from_location"), row.get("to_location")
        kind = row.get("kind", "move")
        if kind == "adjust":
            yield Step(_amount(plant, row, inf), source or target or "", when)
        elif kind != "move":
            yield Step(-_amount(plant, row, 0.0), source or target or "", when)
        else:
            yield Step(-_amount(plant, row, 0.0), source or "", when, moved=not place)
            if place:
                yield Step(_amount(plant, row, inf), target or "", when)


def _inflows(plant: Plant, batch: str) -> Iterator[Step]:
    for row in _rows(plant, "produced", batch):
        run = plant.runs.get(row["run"], {})
        yield Step(_amount(plant, row, inf), _of_run(plant, row["run"]), line_span(row, run, plant.place(run)))
    for row in _rows(plant, "receipts", batch):
        yield Step(_amount(plant, row, inf), row.get("location", ""), span(row.get("received_at"), plant.place(row)))
    for row in _rows(plant, "returns", batch):
        if "supplier" not in row:
            yield Step(
                _amount(plant, row, inf), row.get("location", ""), span(row.get("returned_at"), plant.place(row))
            )


def _opening(plant: Plant, batch: str) -> Iterator[Step]:
    described: list[Row] = [*_rows(plant, "batches", batch), {}]
    row = described[0]
    made = span(row.get("produced_at"), plant.place(row))
    yield Step(_amount(plant, row, inf), "", made if "produced_at" in row else Span())


def _rows(plant: Plant, file: str, batch: str) -> Iterator[Row]:
    return (row for row in plant.files[file] if "lot" in row and key(row) == batch)


def _of_run(plant: Plant, run: str) -> str:
    places = plant.places_of(run)
    return places.pop() if len(places) == 1 else ""


def _amount(plant: Plant, row: Row, unknown: float) -> float:
    found = amount(plant, row)
    return unknown if found is None else found
