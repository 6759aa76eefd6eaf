"""What a seed by query means (rule 21), row by row: the states of material that are suspect, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tests.oracle.links import Link, Node, batch
from tests.oracle.plant import Plant
from tests.oracle.rows import Row, key
from tests.oracle.runs import ends_of
from tests.oracle.times import BEGIN, Place, Span, before, between, span
from tests.oracle.vessels import charge_node, content_cuts, cut_between, draw_node, is_charge, is_draw

Query = Mapping[str, Any]


def starts(plant: Plant, query: Query) -> dict[Node, datetime]:
    """The states that the query says are suspect."""
    if "receipt" in query or "supplier" in query:
        pairs = [(batch(name), since) for name, since in _received(plant, query)]
    elif "material" in query:
        pairs = [(batch(name), BEGIN) for name in _failed(plant, query)]
    else:
        pairs = [(node, BEGIN) for run in runs_meant(plant, query) for node in inside(plant, run)]
    found: dict[Node, datetime] = {}
    for node, since in pairs:
        found[node] = min(since, found.get(node, since))
    return found


def held(plant: Plant, query: Query) -> list[Link]:
    """What lay in the vessel in that time may be in each draw that is not certainly before it, unless a cut certainly
    lies between any two of the charge, the time and the draw. Only where the vessel itself is asked for."""
    period = _period(plant, query)
    if "equipment" not in query or query.keys() - {"equipment", "from", "to"} or period == Span():
        return []
    vessel, seeds = query["equipment"], starts(plant, query)
    cuts = content_cuts(plant, vessel)
    charges = [line.span for line in plant.consumed if is_charge(plant, line) and vessel in plant.vessels(line.run)]
    rows = enumerate(plant.files["consumed"])
    named = [row["run"] for number, row in rows if number in plant.lotless]
    charges += [
        plant.lotless[number]
        for number, run in zip(plant.lotless, named, strict=True)
        if plant.kind(run) == "charge" and vessel in plant.vessels(run)
    ]
    found = []
    for draw in (line for line in plant.produced if is_draw(plant, line) and vessel in plant.vessels(line.run)):
        ways = [
            charge
            for charge in charges
            if not before(period, charge)
            and not any(cut_between(one, other, cuts) for one, other in _pairs(charge, period, draw.span))
        ]
        if ways and not before(draw.span, period) and draw_node(draw) not in seeds:
            found.append(Link(("held", vessel), draw_node(draw), False))
    return found


def _pairs(*spans: Span) -> Iterator[tuple[Span, Span]]:
    return ((one, other) for one in spans for other in spans)


def inside(plant: Plant, run: str) -> Iterator[Node]:
    """Material while it is in the run: for each output, as a charge, as a draw. Its inputs are not suspect."""
    _, outputs, _ = ends_of(plant, run)
    yield from (("inside", run, output) for output in outputs or [""])
    yield from (charge_node(line) for line in plant.consumed if line.run == run and is_charge(plant, line))
    yield from (draw_node(line) for line in plant.produced if line.run == run and is_draw(plant, line))


def runs_meant(plant: Plant, query: Query) -> list[str]:
    """The runs for which all holds that is said."""
    files = ("runs", "used", "consumed", "produced", "mapped", "parameters")
    named = {row["run"] for file in files for row in plant.files[file]}
    return sorted(run for run in named if _is_meant(plant, run, query))


def _is_meant(plant: Plant, run: str, query: Query) -> bool:
    row, when = plant.runs.get(run, {}), _period(plant, query)
    said = (("run", run), ("run_kind", row.get("kind")), ("shift", row.get("shift")))
    if any(name in query and query[name] != value for name, value in said):
        return False
    tests = [_in_use(plant, run, name, query[name], when) for name in ("equipment", "operator") if name in query]
    if "parameter" in query:
        readings = [one for one in plant.files["parameters"] if one["run"] == run]
        tests.append(any(_out(plant, one, query) and meet(_taken(plant, one), when) for one in readings))
    return all(tests) if tests else meet(plant.span_of(run), when)


def _in_use(plant: Plant, run: str, column: str, name: str, when: Span) -> bool:
    whole = plant.span_of(run)
    spans = [whole] if plant.runs.get(run, {}).get(column) == name else []
    for row in plant.files["used"]:
        if row["run"] == run and row.get(column) == name:
            place = plant.place(row)
            first = span(row["from"], place) if "from" in row else Span(whole.start, whole.start)
            last = span(row["to"], place) if "to" in row else Span(whole.end, whole.end)
            spans.append(between(first, last))
    return any(meet(one, when) for one in spans)


def _out(plant: Plant, reading: Row, query: Query) -> bool:
    if reading["parameter"] != query["parameter"]:
        return False
    value = float(reading["value"])
    return bool(value < query.get("below", float("-inf")) or value > query.get("above", float("inf")))


def _taken(plant: Plant, reading: Row) -> Span:
    return span(reading["at"], plant.place(reading)) if "at" in reading else plant.span_of(reading["run"])


def _received(plant: Plant, query: Query) -> Iterator[tuple[str, datetime]]:
    for row in plant.files["receipts"]:
        came = span(row.get("received_at"), plant.place(row))
        lot = row.get("supplier_lot") or (row["lot"] if row.get("assigner") in (None, row.get("supplier")) else None)
        said = (("receipt", row["receipt"]), ("supplier", row.get("supplier")), ("supplier_lot", lot))
        if all(query.get(name, value) == value for name, value in said) and meet(came, _period(plant, query)):
            yield key(row), came.start


def _failed(plant: Plant, query: Query) -> Iterator[str]:
    for row in plant.files["inspections"]:
        said = (
            ("material", row["material"]),
            ("characteristic", row.get("characteristic")),
            ("defect", row.get("defect")),
        )
        when = span(row.get("inspected_at"), plant.place(row))
        meant = row["result"] == "fail" and all(query.get(name, value) == value for name, value in said)
        if meant and meet(when, _period(plant, query)):
            yield key(row)


def _period(plant: Plant, query: Query) -> Span:
    place = Place(plant.zone)
    return Span(span(query.get("from"), place).start, span(query.get("to"), place).end)


def meet(first: Span, second: Span) -> bool:
    """Whether the two may be at one time."""
    return not before(first, second) and not before(second, first)
