"""The plain truth by walking: what a seed may have reached, and how much of it, from rows alone."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from genealogy.keys import BatchKey
from tests.simulate.reading import Bundle, Key, Row, base_amount, by, key, when

Graph = dict[Hashable, set[Hashable]]


def written(batch: Key) -> str:
    """The key in its written form."""
    return str(BatchKey.of(*batch))


def graph(bundle: Bundle) -> Graph:
    """Arrows the way material moves; vessels and lines with carry-over as chains in time, cut by validated cleans."""
    arrows: Graph = defaultdict(set)
    consumed, produced, mapped = (by(bundle[name], "run") for name in ("consumed", "produced", "mapped"))
    chains: dict[str, list[tuple[datetime, str, Row]]] = defaultdict(list)
    carries = {row["equipment"] for row in bundle["equipment"] if row["carry_over"] == "true"}
    for run in bundle["runs"]:
        name = run["run"]
        if run["kind"] in ("charge", "draw") or run["equipment"] in carries:
            chains[run["equipment"]].append((when(run["started_at"]), "run", run))
        for row in mapped.get(name, ()):
            arrows[key(row, "in_")].add((name, key(row, "out_")))
            arrows[name, key(row, "out_")].add(key(row, "out_"))
        if name not in mapped:
            for row in consumed.get(name, ()):
                arrows[key(row)].add(name)
            for row in produced.get(name, ()):
                arrows[name].add(key(row))
    for row in bundle["cleanings"]:
        if row["validated"] == "true":
            chains[row["equipment"]].append((when(row["cleaned_at"]), "cut", row))
    for steps in chains.values():
        _chain(arrows, steps)
    return arrows


def _chain(arrows: Graph, steps: list[tuple[datetime, str, Row]]) -> None:
    """What one run left behind is in the next, until a cut."""
    before: str | None = None
    for _, what, row in sorted(steps, key=lambda step: step[0]):
        if what == "cut":
            before = None
            continue
        if before is not None:
            arrows[before].add(row["run"])
        before = row["run"]


def reached(arrows: Graph, start: Iterable[Hashable]) -> set[Hashable]:
    """Everything that can be reached, the start included."""
    seen = set(start)
    todo = deque(seen)
    while todo:
        for step in arrows.get(todo.popleft(), ()):
            if step not in seen:
                seen.add(step)
                todo.append(step)
    return seen


def batches_in(found: set[Hashable], bundle: Bundle) -> set[str]:
    """The written keys of the batches among what was reached."""
    return {written(batch) for row in bundle["batches"] if (batch := key(row)) in found}


def shares(bundle: Bundle, seed: str) -> dict[str, float]:
    """The well-mixed suspect share of every batch, from the records in time order; lines without carry-over only."""
    factors = base_amount(bundle)
    consumed, produced, mapped = (by(bundle[name], "run") for name in ("consumed", "produced", "mapped"))
    share: dict[Key, float] = {key(row): 1.0 for row in bundle["batches"] if written(key(row)) == seed}
    vessels: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])

    def amount(row: Row) -> tuple[str, float]:
        unit, factor = factors.get((row["material"], row["uom"]), (row["uom"], Decimal(1)))
        return unit, float(Decimal(row["quantity"]) * factor)

    def mix(rows: Iterable[tuple[Key, str, float]]) -> float:
        groups: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for batch, unit, size in rows:
            groups[unit][0] += share.get(batch, 0.0) * size
            groups[unit][1] += size
        return max(suspect / total for suspect, total in groups.values())

    for _, _, step in sorted(_steps(bundle), key=lambda step: step[:2]):
        name = step.get("run", "")
        inputs = [(key(row), *amount(row)) for row in consumed.get(name, ())]
        content = vessels[step["equipment"]]
        if not name:
            vessels[step["equipment"]] = [0.0, 0.0]
        elif step["kind"] == "charge":
            content[0] += sum(share.get(batch, 0.0) * size for batch, _, size in inputs)
            content[1] += sum(size for _, _, size in inputs)
        elif step["kind"] == "draw":
            part = content[0] / content[1]
            for row in produced[name]:
                share[key(row)] = part
                content[0], content[1] = content[0] - part * amount(row)[1], content[1] - amount(row)[1]
        elif name in mapped:
            units = {batch: unit for batch, unit, _ in inputs}
            for row in produced[name]:
                pairs = [pair for pair in mapped[name] if key(pair, "out_") == key(row)]
                share[key(row)] = mix((b := key(p, "in_"), units[b], _mapped_size(factors, b, p)) for p in pairs)
        else:
            part = mix(inputs)
            share |= {key(row): part for row in produced[name]}
    return {written(batch): part for batch, part in share.items() if part > 0}


def _mapped_size(factors: dict[tuple[str, str], tuple[str, Decimal]], batch: Key, pair: Row) -> float:
    factor = next((factor for (material, _), (_, factor) in factors.items() if material == batch[0]), Decimal(1))
    return float(Decimal(pair["quantity"]) * factor)


def _steps(bundle: Bundle) -> Iterable[tuple[datetime, int, Row]]:
    """Runs and cutting cleans with their times."""
    for row in bundle["runs"]:
        yield when(row["started_at"]), 1, row
    for row in bundle["cleanings"]:
        if "true" in (row["validated"], row["empty"]):
            yield when(row["cleaned_at"]), 0, row


def consignees(bundle: Bundle, keys: set[str]) -> tuple[set[str], set[str]]:
    """The shipments that bear one of the batches, and their customers."""
    shipments = {row["shipment"] for row in bundle["shipped"] if written(key(row)) in keys}
    heads: list[Any] = [row for row in bundle["shipments"] if row["shipment"] in shipments]
    return shipments, {row["customer"] for row in heads if row["customer"]}
