"""Kill steps (rule 23): the edges of a closure that lead out of a run that makes harmless, or into a tested batch.

What comes out of such a run has passed it, with the residue it took up there. What the run left on equipment may not
have been treated, and is followed. A test counts that no test of the same characteristic contradicts, and that
certainly came after all that is recorded to have come in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from genealogy.scope.edges import PART, RUN, STOOD_WITH, Edges, is_batch
from genealogy.scope.residue import Residue
from genealogy.scope.switches import KillStep
from genealogy.store import Reads

Note = tuple[str, tuple[str, ...]]  # code of a gap, its words


def killed(
    store: Reads, edges: Edges, starts: Collection[str], steps: Sequence[KillStep], residue: Residue
) -> tuple[dict[int, str], list[Note]]:
    """Why, by position of each edge that passes a kill step, and the gaps of tests that do not count. What is named as
    a seed (`starts`) is suspect whatever it was put through."""
    nodes, runs = _runs(store, edges, steps, residue)
    tested, notes = _tests(store, sorted({node for node in edges.targets if is_batch(node)} - set(starts)), steps)
    found = {number: runs[run] for number, run in residue.taken_in(runs) if RUN + run not in starts}
    for number, (source, kind, target) in enumerate(zip(edges.sources, edges.types, edges.targets, strict=True)):
        if source in nodes and source not in starts and kind.endswith("PRODUCED"):
            found[number] = nodes[source]
        elif target in tested and kind != STOOD_WITH:  # what it stood with may have come after the test
            found[number] = tested[target]
    return found, notes


def _runs(
    store: Reads, edges: Edges, steps: Sequence[KillStep], residue: Residue
) -> tuple[dict[str, str], dict[str, str]]:
    """Why a run is a kill step, by its nodes and by its name."""
    named = {step.run for step in steps if step.run}
    kinds = {step.run_kind for step in steps if step.run_kind}
    if not named | kinds:
        return {}, {}
    nodes = {*edges.sources}
    parts = sorted(node[2:] for node in nodes if node.startswith(PART))
    ids = {node[2:] for node in nodes if node.startswith(RUN)} | residue.runs()
    by_node: dict[str, str] = {}
    by_run: dict[str, str] = {}
    for node, run, kind in store.read("switches.kinds", runs=sorted(ids), parts=parts).rows:
        if run in named or kind in kinds:
            why = f"run {run} is a kill step" + ("" if run in named else f", being of kind {kind}")
            by_node[node] = by_run[run] = why
    return by_node, by_run


def _tests(store: Reads, keys: Sequence[str], steps: Sequence[KillStep]) -> tuple[dict[str, str], list[Note]]:
    wanted = sorted({step.characteristic for step in steps if step.characteristic})
    if not wanted or not keys:
        return {}, []
    rows = store.read("switches.tests", keys=list(keys), characteristics=wanted).dicts()
    failed = {(row["key"], row["characteristic"]) for row in rows if row["result"] != "pass"}
    passed = [row for row in rows if (row["key"], row["characteristic"]) not in failed]
    last = _last_in(store, sorted({row["key"] for row in passed}))
    found: dict[str, str] = {}
    late: dict[str, Note] = {}
    for row in passed:
        key, inspection = row["key"], row["inspection"]
        if _is_after(row["inspected"], last.get(key)):
            said = f"inspection {inspection} found {row['characteristic']} of {key} to pass, after all had come in"
            found.setdefault(key, f"{said}: a kill step")
        else:
            late[key] = ("test_not_after", (inspection, key))
    return found, [note for key, note in late.items() if key not in found]


def _last_in(store: Reads, keys: Sequence[str]) -> dict[str, int | None]:
    """The latest moment (ms) at which anything came into a batch; None where one of them is not known."""
    last: dict[str, int | None] = {}
    rows: Sequence[Sequence[Any]] = store.read("scope.ledger", keys=list(keys)).rows if keys else ()
    for key, _, inflow, _, _, _, latest in rows:
        if inflow:
            known = last.get(key, 0)
            last[key] = None if known is None or latest is None else max(known, latest)
    return last


def _is_after(inspected: int | None, last: int | None) -> bool:
    return inspected is not None and last is not None and inspected // 1000 > last
