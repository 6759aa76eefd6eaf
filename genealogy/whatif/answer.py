"""A recall as it is, one as it would be under what is supposed, and the difference; the graph is only read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.answers.recall import MILLISECOND, TOLERANCE, How, answer_of
from genealogy.answers.seeds import Seed, starts_of
from genealogy.answers.steady import steady
from genealogy.calm import calm
from genealogy.errors import UsageError
from genealogy.keys import BatchKey
from genealogy.scope.switches import DEFAULT, KillStep, Switches
from genealogy.seeds import SeedQuery
from genealogy.store import Reads, Store
from genealogy.whatif.changes import Change
from genealogy.whatif.difference import difference
from genealogy.whatif.graph import Graph
from genealogy.whatif.records import supposed_of

UTC = ZoneInfo("UTC")
Seeds = Sequence[Seed | SeedQuery]


def what_if(
    store: Store,
    seeds: Seeds,
    changes: Sequence[Change],
    *,
    switches: Switches = DEFAULT,
    tolerance: dt.timedelta = TOLERANCE,
    zone: ZoneInfo = UTC,
) -> dict[str, Any]:
    """What would be in, and out of, the recall of these seeds, had something been otherwise, as JSON values.

    All changes hold together. The other parameters and the errors are those of `recall`; besides, UsageError for a
    change that cannot be supposed and NothingMatchesError for a clean that is not there. Nothing is stored.
    """
    with calm():
        how = How(switches, tolerance // MILLISECOND)
        return steady(store, lambda tx: _differing(tx, seeds, changes, how, zone), "what-if")


def _differing(store: Reads, seeds: Seeds, changes: Sequence[Change], how: How, zone: ZoneInfo) -> dict[str, Any]:
    if not changes:
        raise UsageError("say what is supposed: a clean, a segregation, a kill step or a seed more or less")
    before = answer_of(store, starts_of(store, seeds, zone), how)
    return difference(changes, before, supposing(store, seeds, changes, how, zone))


def supposing(store: Reads, seeds: Seeds, changes: Sequence[Change], how: How, zone: ZoneInfo) -> dict[str, Any]:
    """The whole recall as it would be."""
    graph = Graph(store, supposed_of(store, changes, zone))
    then = replace(how, switches=_switches(how.switches, changes), engine="frontier")
    return answer_of(graph, starts_of(graph, _seeds(seeds, changes), zone), then)


def _seeds(seeds: Seeds, changes: Sequence[Change]) -> list[Seed | SeedQuery]:
    left = list(seeds)
    for change in changes:
        if change.what != "seed" or change.key is None:
            continue
        key = str(BatchKey.parse(change.key))
        if change.adds:
            left.append(Seed(key, change.from_, change.to))
            continue
        fewer = [seed for seed in left if not (isinstance(seed, Seed) and str(BatchKey.parse(seed.key)) == key)]
        if len(fewer) == len(left):
            raise UsageError(f"{key} is none of the seeds that are named, and cannot be taken away")
        left = fewer
    if not left:
        raise UsageError("without any seed there is nothing to recall: leave one")
    return left


def _switches(switches: Switches, changes: Sequence[Change]) -> Switches:
    steps = list(switches.kill_steps)
    for change in changes:
        if change.what != "kill_step":
            continue
        step = KillStep(change.run, change.run_kind, change.characteristic)
        if change.adds:
            steps.append(step)
        elif step in steps:
            steps.remove(step)
        else:
            named = change.run or change.run_kind or change.characteristic
            raise UsageError(f"{named} is no kill step of this recall, and cannot be taken away")
    return replace(switches, kill_steps=tuple(steps))
