"""What the lines of a plant say of its batches, in the columns of the named queries that the calculation reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from genealogy.derive.lines import RunLine
from genealogy.scope.backflush import Backflush, may_have_taken, stock_of
from genealogy.scope.cover import Ledger, ledgers_of
from genealogy.scope.cover import Row as LedgerRow
from genealogy.scope.edges import INFERRED
from genealogy.stock.presence import Change, Window
from genealogy.stock.units import Units
from tests.oracle.plant import Plant, names
from tests.oracle.rows import Row, key
from tests.oracle.times import BEGIN, Span, line_span, span, timed
from tests.properties.drawn import Drawn, Reading, earliest, is_special, latest, number, record_of

AWAY = ("scrap", "sample")
Told = tuple[str, Row, bool, Span, str | None]  # batch, row, whether it came in, when, where


def first_moments(plant: Plant, keys: Iterable[str]) -> dict[str, int]:
    """When each batch may first have existed, as `scope.inflows` says; not there where that is open."""
    starts = {name: [when.start for when in plant.inflows.get(name, [])] for name in keys}
    return {name: earliest(Span(min(some))) for name, some in starts.items() if some and BEGIN not in some}


def ledgers(plant: Plant, keys: Sequence[str]) -> dict[str, Ledger]:
    """As `scope.ledger` tells them."""
    wanted = set(keys)
    return ledgers_of(keys, [row for row in _ledger(plant) if row[0] in wanted], units_of(plant))


def units_of(plant: Plant) -> Units:
    """The declared factors."""
    rows = plant.files["conversions"]
    return Units.of((row["material"], row["from_uom"], row["to_uom"], float(row["factor"])) for row in rows)


def _ledger(plant: Plant) -> Iterator[LedgerRow]:
    for name, row, came, when, _ in lines_of(plant):
        yield name, row["material"], came, number(row), unit(plant, row), *_moments(when)
    for row in plant.files["movements"]:
        if row.get("kind") in (*AWAY, "adjust"):
            when = span(row.get("at"), plant.place(row))
            came = row["kind"] == "adjust"
            yield key(row), row["material"], came, number(row), unit(plant, row), *_moments(when)


def _moments(when: Span) -> tuple[int | None, int | None]:
    return earliest(when) or None, latest(when) or None


def unit(plant: Plant, row: Row) -> str | None:
    """That of the line, else that of the batch."""
    described = (one for one in plant.files["batches"] if key(one) == key(row))
    return row.get("uom") or next(described, {}).get("uom")


def lines_of(plant: Plant) -> Iterator[Told]:
    """Every recorded line that brings a batch in or takes it out."""
    for file, came in (("produced", True), ("consumed", False)):
        for row in (row for row in plant.files[file] if "lot" in row):
            run = plant.runs.get(row["run"], {})
            stand = plant.places_of(row["run"])
            place = next(iter(stand)) if len(stand) == 1 else None
            yield key(row), row, came, line_span(row, run, plant.place(run)), place
    for row in plant.files["receipts"]:
        yield key(row), row, True, span(row.get("received_at"), plant.place(row)), row.get("location")
    for row in plant.files["returns"]:
        when = span(row.get("returned_at"), plant.place(row))
        yield key(row), row, "supplier" not in row, when, row.get("location")
    for row in plant.files["shipped"]:
        head = plant.shipments.get(row["shipment"], {})
        yield key(row), row, False, span(head.get("shipped_at"), plant.place(head)), head.get("from_location")


def readings_rows(plant: Plant, drawn: Drawn) -> Iterator[Reading]:
    """The lines of runs with readings, as `scope.readings` tells them."""
    yield from drawn.readings
    for run in sorted(run for run, row in plant.runs.items() if timed(row)):
        record = record_of(plant, run)
        plain = not is_special(plant, record)
        parts = [f"/p{part}" for part, said in drawn.parts.get(run, {}).items() if said.get("timed")]
        for node in [f"/r{run}"] if plain else parts:
            yield from (_reading(node, True, f"/m{line.key}", line) for line in record.backflushed)
            for line in record.inputs if plain else ():
                yield from (_reading(node, True, name, line) for name in (line.key, *line.candidates))
            yield from (_reading(node, False, line.key, line) for line in record.outputs if plain)


def _reading(node: str, inward: bool, name: str, line: RunLine) -> Reading:
    return node, inward, name, *_moments(Span(line.span.start, line.span.end))


def add_inferred(plant: Plant, drawn: Drawn) -> None:
    """The links of consumptions that name no lot, from every batch they may have taken (rule 4)."""
    stocks = _stocks(plant)
    materials = {name: parts[0] for name, parts in names(plant).items()}
    for flush in _flushes(plant, drawn):
        every = [stocks[name] for name, material in materials.items() if material == flush.material]
        for name in sorted(name for name, material in materials.items() if material == flush.material):
            if may_have_taken(flush, stocks[name], every):
                for node in flush.nodes:
                    if (name, node) not in drawn.cuts:
                        drawn.add(name, INFERRED, node, flush.window.last or 0)


def _flushes(plant: Plant, drawn: Drawn) -> Iterator[Backflush]:
    for line, when in sorted(plant.lotless.items()):
        row = plant.files["consumed"][line]
        record = record_of(plant, row["run"])
        nodes: tuple[str, ...] = (f"/r{record.run}",)
        if is_special(plant, record):
            parts = drawn.parts.get(record.run, {}).items()
            nodes = tuple(f"/p{part}" for part, said in parts if _takes(said, row["material"]))
        places = tuple(sorted(plant.places_of(record.run))) or (None,)
        yield Backflush(row["material"], record.run, places, Window(*_moments(when)), nodes)


def _takes(part: dict[str, object], material: str) -> bool:
    return part.get("role") is None or (part["role"] == "charge" and part.get("backflushed") == material)


def _stocks(plant: Plant) -> dict[str, list[Change]]:
    found: dict[str, list[tuple[str, str, Change]]] = {name: [_described(plant, name)] for name in names(plant)}
    for name, row, came, when, place in lines_of(plant):
        _add(plant, found[name], row, Change("in" if came else "out", number(row), place, None, *_moments(when)))
    for row in plant.files["movements"]:
        when, kind = span(row.get("at"), plant.place(row)), row.get("kind", "move")
        source, target = row.get("from_location"), row.get("to_location")
        what = "adjust" if kind == "adjust" else "out" if kind in AWAY else "move"
        place = source if kind == "move" else source or target
        _add(plant, found[key(row)], row, Change(what, number(row), place, target, *_moments(when)))
    for row in plant.files["counts"]:
        when = span(row.get("counted_at"), plant.place(row))
        _add(plant, found[key(row)], row, Change("count", number(row), row.get("location"), None, *_moments(when)))
    return {name: list(stock_of(lines, units_of(plant))) for name, lines in found.items()}


def _described(plant: Plant, name: str) -> tuple[str, str, Change]:
    row: Row = next((one for one in plant.files["batches"] if key(one) == name), {})
    made = span(row.get("produced_at"), plant.place(row)) if "produced_at" in row else Span()
    return row.get("material", ""), row.get("uom", ""), Change("described", number(row), None, None, _moments(made)[0])


def _add(plant: Plant, lines: list[tuple[str, str, Change]], row: Row, change: Change) -> None:
    lines.append((row["material"], unit(plant, row) or "", change))
