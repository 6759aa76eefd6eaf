"""Make again what the events since the last time touched: times, candidates, parts, vessels, residue, transfers.

Each thing is erased and drawn anew from its recorded lines in one transaction, so that any order of events, and a
kill at any moment, ends in the same graph.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from genealogy.derive import every
from genealogy.derive.clocks import find_hanging, read_again
from genealogy.derive.drawing import Drawing, draw
from genealogy.derive.lines import span_of
from genealogy.derive.read import draw_lines, draw_runs, draw_vessels
from genealogy.derive.transfers import Came, Sent, draw_transfers
from genealogy.progress import Progress, quiet
from genealogy.record.stale import mark, of_runs
from genealogy.store import Store, Tx

AT_ONCE = 500
EQUIPMENT_AT_ONCE = 10  # each with its whole history


def settle(store: Store, progress: Progress = quiet) -> int:
    """Make everything that is marked as stale again; gives back how much that was. Nothing marked costs one read."""
    made = 0
    total = 0
    while ids := [id_ for (id_,) in store.read("stale.list").rows]:
        if any(id_.startswith(every.KIND + ":") for id_ in ids):
            look_at_every(store)
            continue
        total = max(total, made + len(ids))
        kind = min((id_.partition(":")[0] for id_ in ids), key=list(_STEPS).index)
        step, at_once = _STEPS[kind]
        chosen = [id_ for id_ in ids if id_.startswith(kind + ":")]
        for first in range(0, len(chosen), at_once):
            some = chosen[first : first + at_once]
            store.writing(_working(step, kind, some), name=f"settle {kind}")
            made += len(some)
            progress("derive", made, max(total, made))
    return made


def look_at_every(store: Store) -> None:
    """Turn marks that stand for all keys into those of what has to be made. First, and apart from the other kinds: many
    steps leave many marks, which are not to be listed each time."""
    while ids := [id_ for (id_,) in store.read("every.open").rows]:
        for id_ in ids:
            store.writing(_working(every.mark_every, every.KIND, [id_]), name="settle every")


def _working(step: Callable[[Tx, list[str]], None], kind: str, ids: Sequence[str]) -> Callable[[Tx, str], None]:
    def work(tx: Tx, _: str) -> None:
        tx.run("ledger.open")  # writers take turns: nothing is recorded between reading and drawing
        step(tx, [id_[len(kind) + 1 :] for id_ in ids])
        tx.run("stale.clear", ids=list(ids))

    return work


def _alike(tx: Tx, values: list[str]) -> None:
    tx.run("derive.alike", values=values)


def _bare(tx: Tx, keys: list[str]) -> None:
    rows = tx.run("derive.bare", keys=keys).dicts()
    tx.run("derive.erase_candidates", keys=keys)
    meant = [(row, candidate) for row in rows if row["unknown"] for candidate in row["candidates"]]
    runs = sorted({run for row in rows for run in row["runs"]})
    special = {run for run, is_special in tx.run("record.forms", runs=runs).rows if is_special}
    tx.run("derive.candidates", rows=[{"key": row["key"], "candidate": candidate} for row, candidate in meant])
    plain = [
        {"key": row["key"], "candidate": candidate, "run": run}
        for row, candidate in meant
        for run in row["runs"]
        if run not in special
    ]
    tx.run("derive.maybe_consumed", rows=plain)
    mark(tx, of_runs(tx, special))
    mark(tx, {f"shipment:{shipment}" for row in rows for shipment in row["shipments"]})


def _run(tx: Tx, runs: list[str]) -> None:
    special = [run for run, is_special in tx.run("record.forms", runs=runs).rows if is_special]
    tx.run("derive.inputs_apart", runs=special)
    tx.run("derive.outputs_apart", runs=special)
    tx.run("derive.erase_parts", runs=special)
    drawing = Drawing()
    draw_runs(tx, special, drawing)
    draw(tx, drawing)


def _vessel(tx: Tx, vessels: list[str]) -> None:
    tx.run("derive.erase_vessel", equipment=vessels)
    drawing = Drawing()
    runs = draw_vessels(tx, vessels, drawing)
    draw(tx, drawing)
    # Their parts are new ones, and may leave residue on other equipment of the same runs.
    mark(tx, {id_ for id_ in of_runs(tx, runs) if id_.startswith("line:")})


def _line(tx: Tx, lines: list[str]) -> None:
    tx.run("derive.erase_line", equipment=lines)
    drawing = Drawing()
    draw_lines(tx, lines, drawing)
    draw(tx, drawing)


def _shipment(tx: Tx, shipments: list[str]) -> None:
    tx.run("derive.erase_transfers", ids=shipments)
    drawing = Drawing()
    for shipment, head, sent, came in tx.run("derive.shipments", ids=shipments).rows:
        lines = {Sent(line["key"], False) for line in sent}
        lines |= {Sent(key, True) for line in sent for key in line["candidates"]}
        answers = [Came(line["document"], line["key"], line["returned"], span_of(line, "at")) for line in came]
        left = span_of(head, "shipped_at")
        draw_transfers(shipment, left, sorted(lines, key=lambda line: (line.key, line.candidate)), answers, drawing)
    draw(tx, drawing)


# In this order: what comes first may mark what comes after.
_STEPS: dict[str, tuple[Callable[[Tx, list[str]], None], int]] = {
    "alike": (_alike, AT_ONCE),
    "place": (find_hanging, EQUIPMENT_AT_ONCE),
    "times": (read_again, AT_ONCE),
    "bare": (_bare, AT_ONCE),
    "run": (_run, AT_ONCE),
    "vessel": (_vessel, EQUIPMENT_AT_ONCE),
    "line": (_line, EQUIPMENT_AT_ONCE),
    "shipment": (_shipment, AT_ONCE),
}
