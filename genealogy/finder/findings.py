"""Findings: where the whole graph lacks a record or contradicts itself, page by page, each with where it begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from genealogy.answers.gaps import Gaps
from genealogy.answers.yields import Band, yields_of
from genealogy.finder.lines import amount_text, ledgers, shortfalls
from genealogy.scope.edges import PART, RUN
from genealogy.stock.units import Units
from genealogy.store import Store

PAGE = 2_000  # batches or runs at once
VESSEL = ("charge", "draw")


@dataclass(frozen=True, slots=True)
class Finding:
    """One gap of `genealogy.answers.gaps`; `nodes` are where what it hides would join the flow, `upstream` says that
    recalls from upstream of there are short, not those downstream."""

    code: str
    words: tuple[str, ...]
    nodes: tuple[str, ...]
    upstream: bool = False


def findings(store: Store, band: Band) -> Iterator[Finding]:
    """All of them, in constant memory; each may come more than once."""
    yield from _of_batches(store)
    yield from _of_runs(store, band)
    for shipment, keys, loose in store.stream("finder.shipments"):
        yield Finding("no_consignee" if loose else "shipment_without_lines", (shipment,), tuple(keys), True)
    for part, run, equipment in store.stream("finder.draws"):
        yield Finding("draw_without_charge", (equipment or "a vessel", run), (PART + part,))
    for equipment, cleans, runs in store.stream("finder.cleans"):
        yield Finding("clean_unset", (equipment, str(cleans)), tuple(RUN + run for run in runs))
    for kind, id_, nodes in store.stream("finder.stubs"):
        yield Finding(f"undescribed_{kind}", (id_,), tuple(nodes))
    for (record,) in store.stream("finder.corrections"):
        yield Finding("correction_of_nothing", (record,), ())
    for load, report in store.stream("finder.conflicts"):
        for conflict in orjson.loads(report or "{}").get("conflicts", []):
            yield Finding("conflict", (conflict["identity"], f"{load}, {conflict['file']} row {conflict['row']}"), ())


def _of_batches(store: Store) -> Iterator[Finding]:
    after = ""
    while rows := store.read("finder.batches", after=after, limit=PAGE).rows:
        after = rows[-1][0]
        described = {key: (quantity, uom) for key, quantity, uom in rows}
        yield from _named(store, list(described))
        yield from _early(store, list(described))
        yield from _balanced(store, described)


def _named(store: Store, keys: list[str]) -> Iterator[Finding]:
    gaps = Gaps()
    gaps.of_batches(store, keys)
    for gap in gaps.listed():
        # Of a pair that looks alike each half may be the other, so both have what is downstream of both.
        pair = gap["code"] == "look_alike"
        words = sorted(gap["records"]) if pair else gap["records"]
        yield Finding(gap["code"], tuple(words), tuple(words if pair else words[:1]))


def _early(store: Store, keys: list[str]) -> Iterator[Finding]:
    inflows = store.read("scope.inflows", keys=keys).rows
    earliest = {key: moment for key, recorded, moment in inflows if recorded and moment is not None}
    recorded = {key for key, recorded, _ in inflows if recorded}
    for key, shipped, record, latest in store.read("finder.early", keys=keys).rows:
        if latest < earliest.get(key, latest):
            code = "shipped_before_it_existed" if shipped else "consumed_before_it_existed"
            yield Finding(code, (key, record), (key,))
        if shipped and key not in recorded:
            yield Finding("shipped_without_origin", (key, record), (key,))


def _balanced(store: Store, described: dict[str, tuple[float | None, str | None]]) -> Iterator[Finding]:
    rows = store.read("scope.ledger", keys=list(described)).rows
    units = _units(store, {row[1] for row in rows})
    for key, ledger in ledgers(rows, described, units).items():
        if ledger.unknown:
            yield Finding("quantity_missing", (key,), (key,))
        for code, amount in shortfalls(ledger):
            yield Finding(code, (key, amount) if code == "negative_for_a_time" else (key,), (key,))


def _units(store: Store, materials: set[str]) -> Units:
    return Units.of(store.read("answer.conversions", materials=sorted(materials)).rows) if materials else Units()


def _of_runs(store: Store, band: Band) -> Iterator[Finding]:
    after = ""
    while rows := store.read("finder.runs", after=after, limit=PAGE).rows:
        after = rows[-1][0]
        gaps = Gaps()
        gaps.of_runs(store, [row[0] for row in rows])
        for gap in gaps.listed():
            yield Finding(gap["code"], tuple(gap["records"]), (RUN + gap["records"][-1],))
        yield from _one_sided(rows)
        plain = [row[0] for row in rows if row[1] not in VESSEL]
        for found in yields_of(store, plain):
            if side := band.verdict(found.share):
                sums = (amount_text(amount, found.uom) for amount in (found.output, found.input))
                yield Finding(f"yield_{side}", (found.run, *sums), (RUN + found.run,))


def _one_sided(rows: list[Any]) -> Iterator[Finding]:
    """A charge has no output and a draw no input: the vessel lies between."""
    for run, kind, inputs, outputs in rows:
        if outputs and not inputs and kind != "draw":
            yield Finding("run_without_inputs", (run,), (RUN + run,))
        if inputs and not outputs and kind != "charge":
            yield Finding("run_without_outputs", (run,), (RUN + run,), True)
