"""A simulated plant with lost records, recalled: what the answer covers of what was truly contaminated."""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.answers import Seed, recall, trace
from genealogy.finder import find_gaps
from genealogy.store import Store
from loaders.load import load
from loaders.simulate import simulate
from tests.simulate import walk
from tests.simulate.reading import Bundle, Row, key, read, when

EVERY = 10_000


@dataclass(frozen=True, slots=True)
class Tally:
    """Batches of one plant, or of many added up.

    `cut` are truly contaminated ones to which lost lines cut every path, `named` those of them whose cut a gap names.
    """

    true: int = 0
    structural: int = 0
    structural_true: int = 0
    recalled: int = 0
    recalled_true: int = 0
    cut: int = 0
    named: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))

    def text(self) -> str:
        """The totals in one line."""
        return (
            f"{self.true} truly contaminated, {self.cut} cut off by lost lines ({self.named} named by a gap); "
            f"precision: structural {self.structural_true / self.structural:.4f} of {self.structural}, "
            f"recall {self.recalled_true / self.recalled:.4f} of {self.recalled}"
        )


def recalled(
    store: Store, out: Path, plant: str, batches: int, seed: int, lost: float, *, late: bool = False
) -> tuple[Tally, set[str]]:
    """The tally of one plant in an empty database, and the contaminated batches it misses without an excuse.

    With `late` the seed turns bad while it is used, and is recalled from that moment on.
    """
    torn = simulate(out / "torn", plant, batches, seed, lost, late=late)
    whole = read(simulate(out / "whole", plant, batches, seed, late=late).bundle)
    assert bool(torn.since) == late
    if late:
        whole = since_then(whole, torn.seed, torn.since)
    truth = json.loads(torn.truth.read_text(encoding="utf-8"))
    report = load(store, torn.bundle, ZoneInfo("UTC"))
    assert report.clean
    answer = recall(store, [Seed(torn.seed, torn.since or None)], exposure=False)
    listed, linked = (_keys(found) for found in (answer, trace(store, torn.seed)))
    true = _keys(truth)
    lines = lost_lines(truth["deleted"])
    missed = true - listed
    cut = missed - still_reached(whole, torn.seed, lines)
    gaps = [*answer["gaps"], *find_gaps(store, EVERY)["gaps"]] if cut else []
    named = cut & behind(whole, torn.seed, lines, {record for gap in gaps for record in gap["records"]})
    tally = Tally(len(true), len(linked), len(true & linked), len(listed), len(true & listed), len(cut), len(named))
    return tally, missed - cut


def _keys(said: Mapping[str, Any]) -> set[str]:
    return {row["key"] for row in said["batches"]}


def lost_lines(deleted: Collection[Mapping[str, str]]) -> list[Row]:
    """The lines of use that were lost whole. All other losses leave the link, if only as a possible one."""
    return [
        {name.removeprefix("was."): text for name, text in entry.items() if name.startswith("was.")}
        for entry in deleted
        if (entry["file"], entry["lost"]) == ("consumed", "row")
    ]


def since_then(whole: Bundle, seed: str, since: str) -> Bundle:
    """Without what was taken of the seed before it turned bad."""
    turned = when(since)
    used = [row for row in whole["consumed"] if walk.written(key(row)) != seed or when(row["at"]) >= turned]
    return whole | {"consumed": used}


def still_reached(whole: Bundle, seed: str, lines: Collection[Row]) -> set[str]:
    """The batches that the seed may have reached on paths without a lost line."""
    gone = {_cells(line) for line in lines}
    left = whole | {"consumed": [row for row in whole["consumed"] if _cells(row) not in gone]}
    return walk.batches_in(walk.reached(walk.graph(left), _start(whole, seed)), whole)


def behind(whole: Bundle, seed: str, lines: Collection[Row], records: Collection[str]) -> set[str]:
    """The batches that were reached through a lost line of a run that is among `records`."""
    arrows = walk.graph(whole)
    reached = walk.reached(arrows, _start(whole, seed))
    runs: set[Hashable] = {line["run"] for line in lines if line["run"] in records and _batch(line) in reached}
    return walk.batches_in(walk.reached(arrows, runs), whole)


def _start(whole: Bundle, seed: str) -> list[Hashable]:
    return [batch for row in whole["batches"] if walk.written(batch := key(row)) == seed]


def _batch(line: Row) -> Hashable:
    return line["material"], line.get("lot", ""), line.get("assigner", ""), line.get("serial", "")


def _cells(row: Row) -> frozenset[tuple[str, str]]:
    return frozenset((name, text) for name, text in row.items() if text)
