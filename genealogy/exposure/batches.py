"""Batches as pools: what made them, what was received, what came from elsewhere, what left before it was suspect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from genealogy.exposure.flows import Choice, Flows, Inflow, Line, Making, Output, Pool
from genealogy.exposure.links import Links
from genealogy.exposure.runs import add_output
from genealogy.keys import material_of
from genealogy.scope.edges import TRANSFER
from genealogy.stock.lines import BatchStock

TransferRow = tuple[str, bool, str, str, float | None, str | None]
ROUNDING = 1e-9


@dataclass(slots=True)
class Own:
    """Of one batch: what was received that had left with a shipment of ours, what had certainly left before anything
    suspect came in, and whether it is a seed."""

    came_back: float | None = 0.0
    left: float = 0.0
    seed: bool = False


def add_transfers(flows: Flows, links: Links, rows: Iterable[TransferRow]) -> None:
    """Add what came in under another lot number: what was shipped is one mix, and something of it came in."""
    sent: dict[str, list[TransferRow]] = {}
    for row in rows:
        node = TRANSFER + row[0]
        if node not in links.into:
            continue
        if row[1]:
            sent.setdefault(node, []).append(row)
        else:
            making = flows.makings.setdefault(node, Making())
            add_output(making.outputs, row[2], Output(*row[3:]))
    for node, making in flows.makings.items():
        for output in making.outputs.values() if node in sent else ():
            load = f"/a{node}"
            flows.pools[load] = _load(flows, links[node], sent[node], output)
            making.inputs = [Line(load, output.material, output.quantity, output.uom)]


def _load(flows: Flows, sources: dict[str, bool], rows: list[TransferRow], output: Output) -> Pool:
    pool = Pool(output.material, output.uom)
    for _, _, key, material, quantity, uom in rows:
        factor = flows.units.factor(material, uom, output.uom)
        amount = None if quantity is None or factor is None else quantity * factor
        pool.inflows.append(Inflow(key if key in sources else None, amount, sources.get(key, True)))
    return pool


def add_batch(flows: Flows, links: Links, key: str, stock: BatchStock, own: Own) -> None:
    """Add one batch that stuff was put into. What comes back of a batch is its own mix, and changes nothing."""
    pool = flows.pools[key] = Pool(material_of(key), stock.uom, left=own.left, stated=stock.opening, seed=own.seed)
    produced = stock.total("produced")
    received = _less(stock.total("received"), own.came_back)
    if not own.seed:
        for maker, group in _makers(flows, links, key).items():
            amount = _made(flows, links, maker, group, pool, key)
            pool.inflows.append(Inflow(_one_of(flows, key, maker, group), amount, any(group.values())))
            if not maker.startswith(TRANSFER):
                produced = _less(produced, amount)
            elif maker not in links.returned:
                received = _less(received, amount)
        pool.inflows += [Inflow(source, None, False, residue=True) for source in _residue(flows, links, key)]
    pool.inflows += [Inflow(None, rest) for rest in (produced, received) if rest is None or rest > ROUNDING]


def _less(total: float | None, amount: float | None) -> float | None:
    return None if total is None or amount is None else total - amount


def _makers(flows: Flows, links: Links, key: str) -> dict[str, dict[str, bool]]:
    """The suspect makers of a batch, those of one run together: they tell of the same line."""
    found: dict[str, dict[str, bool]] = {}
    for source, certain in links[key].items():
        if source in flows.makings and (source, key) not in links.carried:
            found.setdefault(links.runs.get(source, source), {})[source] = certain
    return found


def _residue(flows: Flows, links: Links, key: str) -> list[str]:
    """Where the batch took residue; what only its own makers left is of the same mix, and nothing new."""
    carried = [source for source in links[key] if (source, key) in links.carried]
    left = {source: flows.choices[source].options if source in flows.choices else {source: False} for source in carried}
    return [source for source in carried if not left[source].keys() <= links[key].keys()]


def _made(flows: Flows, links: Links, maker: str, group: dict[str, bool], pool: Pool, key: str) -> float | None:
    """What a maker put in, in the unit of the pool; where several tell of it, what its run recorded."""
    made = flows.makings[next(iter(group))].outputs if len(group) == 1 else links.made.get(maker, {})
    output = made.get(key)
    if output is None or output.quantity is None:
        return None
    factor = flows.units.factor(output.material, output.uom, pool.uom)
    return None if factor is None else output.quantity * factor


def _one_of(flows: Flows, key: str, maker: str, group: dict[str, bool]) -> str:
    """The node that tells of a line; of several, the worst."""
    if len(group) == 1:
        return next(iter(group))
    choice = f"/a{maker} {key}"
    flows.choices[choice] = Choice(dict.fromkeys(sorted(group), False))
    return choice
