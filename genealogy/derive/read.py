"""Runs, vessels and lines drawn from their records, read from wherever these can be: nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from genealogy.derive.drawing import Drawing
from genealogy.derive.lines import RunRecord, run_record, span_of
from genealogy.derive.parts import draw_parts
from genealogy.derive.residue import Use, draw_residue
from genealogy.derive.vessel import Clean, draw_vessel
from genealogy.store import Reads


def draw_runs(store: Reads, runs: Sequence[str], drawing: Drawing) -> None:
    """Draw the parts of runs that are drawn apart."""
    for record in _records(store, runs).values():
        if record.mapping or (record.outputs and (record.inputs or record.backflushed)):
            draw_parts(record, drawing)


def draw_vessels(store: Reads, vessels: Sequence[str], drawing: Drawing) -> set[str]:
    """Draw what these vessels held, each from its whole history; gives back the runs that charged or drew."""
    runs: dict[str, list[str]] = {}
    for vessel, run in store.read("derive.vessel_runs", equipment=list(vessels)).rows:
        runs.setdefault(vessel, []).append(run)
    records = _records(store, (run for some in runs.values() for run in some))
    cleans = cleans_of(store, sorted(runs))
    for vessel, some in runs.items():
        draw_vessel(vessel, [records[run] for run in some], cleans[vessel], drawing)
    return set(records)


def draw_lines(store: Reads, lines: Sequence[str], drawing: Drawing) -> None:
    """Draw the residue on such of this equipment as carries over, each from its whole history."""
    rows = store.read("derive.line_runs", equipment=list(lines)).dicts()
    records = _records(store, (row["run"] for row in rows))
    uses: dict[str, list[Use]] = {}
    for row in rows:
        record, apart = records[row["run"]], row.get("apart", False)
        use = Use(record, tuple(row["uses"]), row["mapped"], tuple(row["parts"]), apart)
        uses.setdefault(row["equipment"], []).append(use)
    cleans = cleans_of(store, sorted(uses))
    for equipment, some in uses.items():
        draw_residue(equipment, some, cleans[equipment], drawing)


def cleans_of(store: Reads, equipment: Sequence[str]) -> dict[str, list[Clean]]:
    """Every recorded clean of this equipment."""
    found: dict[str, list[Clean]] = {id_: [] for id_ in equipment}
    for id_, uid, props in store.read("derive.cleans", equipment=list(equipment)).rows if equipment else ():
        flags = bool(props.get("validated")), bool(props.get("empty"))
        found[id_].append(Clean(uid, span_of(props, "cleaned_at"), *flags))
    return found


def _records(store: Reads, runs: Iterable[str]) -> dict[str, RunRecord]:
    wanted = sorted(set(runs))
    rows = store.read("derive.runs", runs=wanted).dicts() if wanted else ()
    return {row["head"]["run"]: run_record(row) for row in rows}
