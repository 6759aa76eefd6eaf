"""The records that a chain rests on: their lines, when they were, and the rows of the loads they came with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from genealogy.answers.parties import moment_text
from genealogy.explain.steps import Record, Step
from genealogy.record.reading import rows_of
from genealogy.stock.units import decimal_text
from genealogy.store import Reads

OPEN = 250_000_000_000_000_000  # the year 9892: records write an end that nobody knows as one after that
INWARD = {"used", "used_without_lot", "shipped"}  # what is taken of a batch
OUTWARD = {"made", "took_residue", "came_in", "came_back", "gave_back", "stood", "stood_beside"}


@dataclass(slots=True)
class Records:
    """`lines` by batch, kind and id of the record; `heads` by record; `rows` by number of the event: load and row."""

    lines: dict[tuple[str, str, str], list[Mapping[str, Any]]] = field(default_factory=dict)
    heads: dict[Record, Mapping[str, Any]] = field(default_factory=dict)
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)

    def of(self, step: Step) -> list[Mapping[str, Any]]:
        """The lines that show a step; none where the record speaks of the run alone."""
        said = self.lines.get((step.key or "", step.record.kind, step.record.record), [])
        if step.kind in INWARD:
            return [line for line in said if line["inward"] and line["lotless"] == (step.kind == "used_without_lot")]
        return [line for line in said if not line["inward"]] if step.kind in OUTWARD else []


def read_records(store: Reads, steps: Sequence[Step], more: Iterable[Record] = ()) -> Records:
    """Everything recorded of the steps, and of further records, by three queries."""
    found = Records()
    pairs = sorted({(step.key, step.record.kind, step.record.record) for step in steps if step.key is not None})
    wanted = [dict(zip(("key", "kind", "record"), pair, strict=True)) for pair in pairs]
    for line in store.read("explain.lines", pairs=wanted).dicts() if wanted else ():
        found.lines.setdefault((line["key"], line["kind"], line["record"]), []).append(line)
    records = dict.fromkeys((*(step.record for step in steps), *more))
    heads = store.read("explain.heads", records=[record._asdict() for record in records]).dicts() if records else []
    found.heads = {Record(head["kind"], head["record"], head["at"]): head for head in heads}
    lines = [line for said in found.lines.values() for line in said]
    found.rows = _rows(store, {row["seq"] for row in (*lines, *heads) if row["seq"] is not None})
    return found


def _rows(store: Reads, numbers: set[int]) -> dict[int, dict[str, Any]]:
    return {seq: said | {"event": seq} for seq, said in rows_of(store, numbers).items()}


def when(micros: int | None) -> str | None:
    """A moment (microseconds since 1970) as text; None where it is not known, or the records leave it open."""
    return moment_text(micros) if micros and micros < OPEN else None


def line_rows(records: Records, lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines of records as JSON values."""
    return [
        {
            "line": line["line"],
            "quantity": decimal_text(line["quantity"]),
            "uom": line["uom"],
            "from": when(line["earliest"]),
            "to": when(line["until"]),
            "row": records.rows.get(line["seq"]),
        }
        for line in lines
    ]


def documents_of(records: Records, steps: Sequence[Step], more: Iterable[Record] = ()) -> list[dict[str, Any]]:
    """The documents to pull, each once, in the order of the steps that they show; then `more` that show a cut."""
    found: dict[Record, dict[str, Any]] = {}
    for number, step in enumerate(steps, 1):
        said = found.setdefault(step.record, _document(records, step.record))
        said["steps"].append(number)
        for line in records.of(step):
            said["document"] = said["document"] or line["document"]
            said["from"] = said["from"] or when(line["earliest"])
            row = records.rows.get(line["seq"])
            if row and row not in said["rows"]:
                said["rows"].append(row)
    for record in more:
        if record.kind != "batch":
            found.setdefault(record, _document(records, record))
    return list(found.values())


def _document(records: Records, record: Record) -> dict[str, Any]:
    head = records.heads.get(record, {})
    row = records.rows.get(head.get("seq", -1))
    return {
        **record.as_dict(),
        "document": head.get("document"),
        "equipment": head.get("equipment"),
        "from": when(head.get("earliest")),
        "to": when(head.get("until")),
        "steps": [],
        "rows": [row] if row else [],
    }
