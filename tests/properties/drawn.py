"""A whole plant as flow edges, without a database: the product's own derivation of parts, vessels, residue and
transfers, on lines that the oracle has read; the edges bear the moments that `cypher/scope/edges.part` gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from genealogy.derive.drawing import Drawing, Ref
from genealogy.derive.lines import RunLine, RunRecord
from genealogy.derive.parts import draw_parts
from genealogy.derive.residue import Use, draw_residue
from genealogy.derive.transfers import Came, Sent, draw_transfers
from genealogy.derive.vessel import Clean, draw_vessel
from genealogy.scope.edges import Edges
from genealogy.times import BEGIN, END, Interval
from tests.oracle.plant import Line, Plant, carries
from tests.oracle.rows import Row, key
from tests.oracle.times import Span, span, timed, truth

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
FLOW = frozenset({"CONSUMED", "PRODUCED", "CARRIED_OVER", "MAYBE_CONSUMED", "MAYBE_PRODUCED"})
Reading = tuple[str, bool, str, int | None, int | None]  # node, whether it went in, batch, earliest, latest moment
MARKS = {"Batch": "", "Run": "/r", "Part": "/p", "Content": "/c", "Transfer": "/t"}


@dataclass
class Drawn:
    """The edges, the parts by run with what is noted on each, which edges of a mapping are cut, and the lines of parts
    with readings, as `scope.readings` tells them."""

    edges: Edges = field(default_factory=Edges)
    parts: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    cuts: set[tuple[str, str]] = field(default_factory=set)
    readings: list[Reading] = field(default_factory=list)

    def add(self, source: str, kind: str, target: str, moment: int) -> None:
        """One edge."""
        self.edges.extend(Edges([source], [kind], [target], [-1.0], [""], [moment]))


def drawn(plant: Plant) -> Drawn:
    """Everything that flows in a plant, but for consumptions that name no lot."""
    found, drawing = Drawn(), Drawing()
    records = {run: record_of(plant, run) for run in sorted(every_run(plant))}
    for record in records.values():
        if not is_special(plant, record):
            _add_plain(record, found)
        elif record.mapping or (record.outputs and (record.inputs or record.backflushed)):
            draw_parts(record, drawing)
    for vessel in sorted({name for run in plant.uses for name in plant.vessels(run)}):
        some = [records[run] for run in sorted(plant.uses) if _moves(plant, run, vessel)]
        if some:
            draw_vessel(vessel, some, cleans_of(plant, vessel), drawing)
    _note_parts(drawing, found)
    for equipment in sorted(name for name in plant.equipment if carries(plant, name)):
        draw_residue(equipment, _uses(plant, equipment, records, found), cleans_of(plant, equipment), drawing)
    for shipment in sorted({row["shipment"] for row in plant.files["shipped"]}):
        _draw_transfers(plant, shipment, drawing)
    _add_drawing(drawing, found)
    return found


def every_run(plant: Plant) -> set[str]:
    """The runs that any row names."""
    return {row["run"] for file in ("runs", "used", "consumed", "produced", "mapped") for row in plant.files[file]}


def is_special(plant: Plant, run: RunRecord) -> bool:
    """Whether a mapping or a vessel takes the place of the run, as `record.forms` says."""
    return bool(run.mapping) or (run.kind in ("charge", "draw") and bool(plant.uses.get(run.run)))


def record_of(plant: Plant, run: str) -> RunRecord:
    """A run as derivation reads it back."""
    consumed, produced = plant.files["consumed"], plant.files["produced"]
    own = [line for line in plant.consumed if line.run == run and key_of(consumed[line.number]) == line.key]
    flushed = [(consumed[number], when) for number, when in plant.lotless.items() if consumed[number]["run"] == run]
    pairs = {(key(row, "in_"), key(row, "out_")) for row in plant.files["mapped"] if row["run"] == run}
    return RunRecord(
        run,
        plant.kind(run) or None,
        interval(plant.span_of(run)),
        timed(plant.runs.get(run, {})),
        tuple(_line(plant, line, consumed) for line in _ordered(own)),
        tuple(_line(plant, line, produced) for line in _ordered(line for line in plant.produced if line.run == run)),
        frozenset(pairs),
        tuple(RunLine(row["material"], interval(when), number(row), row.get("uom")) for row, when in flushed),
    )


def key_of(row: Row) -> str:
    """The batch a line names; nothing where it names no lot."""
    return key(row) if "lot" in row else ""


def number(row: Row) -> float | None:
    """A quantity, None where it is not told."""
    return float(row["quantity"]) if "quantity" in row else None


def interval(when: Span) -> Interval:
    """As the product has it; both mean the same by an open end."""
    return Interval(when.start, when.end)


def earliest(when: Span) -> int:
    """In ms since 1970; 0 where it is not known."""
    return 0 if when.start == BEGIN else (when.start - EPOCH) // timedelta(milliseconds=1)


def latest(when: Span) -> int:
    """In ms since 1970; 0 where it is not known."""
    return 0 if when.end == END else (when.end - INSTANT - EPOCH) // timedelta(milliseconds=1)


def cleans_of(plant: Plant, equipment: str) -> list[Clean]:
    """The cleans of equipment."""
    rows = [row for row in plant.files["cleanings"] if row["equipment"] == equipment]
    return [
        Clean(str(n), _when(plant, row, "cleaned_at"), truth(row, "validated") is True, truth(row, "empty") is True)
        for n, row in enumerate(rows)
    ]


def _when(plant: Plant, row: Row, column: str) -> Interval:
    return interval(span(row.get(column), plant.place(row)))


def _ordered(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.key, line.number))


def _line(plant: Plant, line: Line, rows: list[dict[str, str]]) -> RunLine:
    row = rows[line.number]
    meant = tuple(sorted(plant.candidates.get(line.key, ()))) if rows is plant.files["consumed"] else ()
    return RunLine(line.key, interval(line.span), number(row), row.get("uom"), meant)


def _add_plain(run: RunRecord, found: Drawn) -> None:
    node = f"/r{run.run}"
    if run.timed:
        found.edges.timed.append(node)
    for line in run.inputs:
        moment = latest(Span(line.span.start, line.span.end))
        found.add(line.key, "CONSUMED", node, moment)
        for other in line.candidates:
            found.add(other, "MAYBE_CONSUMED", node, moment)
    for line in run.outputs:
        found.add(node, "PRODUCED", line.key, earliest(Span(line.span.start, line.span.end)))


def _moves(plant: Plant, run: str, vessel: str) -> bool:
    return plant.kind(run) in ("charge", "draw") and vessel in plant.vessels(run)


def _note_parts(drawing: Drawing, found: Drawn) -> None:
    for (label, id_), said in drawing.nodes.items():
        if label == "Part":
            found.parts[said["run"]][id_] = said


def _uses(plant: Plant, equipment: str, records: Mapping[str, RunRecord], found: Drawn) -> list[Use]:
    uses = []
    for run in sorted(plant.uses):
        spans = _spans(plant, run, equipment)
        if spans:
            parts = tuple(_inside(id_, said, equipment) for id_, said in sorted(found.parts.get(run, {}).items()))
            uses.append(Use(records[run], tuple(spans), bool(records[run].mapping), parts))
    return uses


def _spans(plant: Plant, run: str, equipment: str) -> list[dict[str, int | None]]:
    """When the run says that it was there, as it is read back: microseconds since 1970."""
    own = [row for row in plant.files["runs"] if (row["run"], row.get("equipment")) == (run, equipment)]
    rows = [row for row in plant.files["used"] if (row["run"], row.get("equipment")) == (run, equipment)]
    found: list[dict[str, int | None]] = [dict.fromkeys(("from", "from_end", "to", "to_end")) for _ in own]
    for row in rows:
        said: dict[str, int | None] = {}
        for column in ("from", "to"):
            when = span(row.get(column), plant.place(row))
            said |= {column: _micros(when.start), f"{column}_end": _micros(when.end)}
        found.append(said)
    return found


def _micros(when: datetime) -> int | None:
    return None if when in (BEGIN, END) else (when - EPOCH) // INSTANT


def _inside(part: str, said: Mapping[str, Any], equipment: str) -> dict[str, Any]:
    times = {name: None if name not in said else _read(said[name], 10**6) for name in ("at", "at_end")}
    return {"part": part, "role": said.get("role"), "inside": said.get("equipment") == equipment, **times}


def _read(moment: Any, parts: int) -> int:
    """A point in time as it is sent to the database: seconds and nanoseconds since 1970; read in parts of a second."""
    seconds, nanos = moment.fields[:2]
    return int(seconds * parts + nanos * parts // 10**9)


def _draw_transfers(plant: Plant, shipment: str, drawing: Drawing) -> None:
    lines = {key(row) for row in plant.files["shipped"] if row["shipment"] == shipment}
    sent = {Sent(name, False) for name in lines}
    sent |= {Sent(other, True) for name in lines for other in plant.candidates.get(name, ())}
    came = [
        Came(row[kind], key(row), kind == "return", _when(plant, row, column))
        for file, kind, column in (("receipts", "receipt", "received_at"), ("returns", "return", "returned_at"))
        for row in plant.files[file]
        if row.get("shipment") == shipment and not (kind == "return" and "supplier" in row)
    ]
    left = _when(plant, plant.shipments.get(shipment, {}), "shipped_at")
    draw_transfers(shipment, left, sorted(sent, key=lambda line: (line.key, line.candidate)), came, drawing)


def _add_drawing(drawing: Drawing, found: Drawn) -> None:
    for source, kind, target, said in drawing.edges:
        if kind in FLOW:
            moment = _gone(said) if source[0] == "Batch" else _came(said) if target[0] == "Batch" else 0
            found.add(_node(source), kind, _node(target), moment)
            _add_reading(drawing, source, target, said, found)
        elif kind == "CUT" and source[0] == "Batch":
            found.cuts.add((_node(source), _node(target)))
    found.edges.timed += [_node(ref) for ref, said in drawing.nodes.items() if said.get("timed")]


def _add_reading(drawing: Drawing, source: Ref, target: Ref, said: Mapping[str, Any], found: Drawn) -> None:
    for part, other, inward in ((target, source, True), (source, target, False)):
        if other[0] == "Batch" and drawing.nodes.get(part, {}).get("timed"):
            found.readings.append((_node(part), inward, other[1], _came(said) or None, _gone(said) or None))


def _gone(said: Mapping[str, Any]) -> int:
    """The latest moment at which a batch was taken from; where that is open, far away."""
    if "at_end" not in said:
        return _read(said["at"], 1000) if "at" in said else 0
    return (_read(said["at_end"], 10**6) - 1) // 1000


def _came(said: Mapping[str, Any]) -> int:
    return _read(said["at"], 1000) if "at" in said else 0


def _node(ref: Ref) -> str:
    return MARKS[ref[0]] + ref[1]
