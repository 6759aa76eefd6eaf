"""The least set that holds the seeds and is closed under the links left standing (rules 23 and 24)."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tests.oracle.entry import in_time
from tests.oracle.links import Link, Node, batch
from tests.oracle.plant import Plant, read
from tests.oracle.residue import residue_links
from tests.oracle.rows import Bundle
from tests.oracle.runs import run_links
from tests.oracle.shipments import shipped_links
from tests.oracle.vessels import vessel_links

Direction = Literal["downstream", "upstream"]
Steps = dict[Node, set[Node]]


@dataclass(frozen=True)
class Answer:
    """What a trace finds: batches with hops and verdict, and the records on the way."""

    batches: dict[str, tuple[int, str]]
    runs: frozenset[str]
    shipments: frozenset[str]
    customers: frozenset[str]
    receipts: frozenset[str]
    suppliers: frozenset[str]


def reach(bundle: Bundle | Plant, seeds: Iterable[str], direction: Direction) -> Answer:
    """Everything upstream or downstream of the seeds."""
    plant = bundle if isinstance(bundle, Plant) else read(bundle)
    links, starts = all_links(plant), [batch(seed) for seed in seeds]
    hops = _hops(_steps(links, direction), starts)
    certain = _hops(_steps([link for link in links if link.certain], direction), starts)
    found = {node[1]: (far, _verdict(node in certain)) for node, far in hops.items() if node[0] == "batch"}
    return Answer(found, *_records(plant, set(hops), direction == "downstream"))


def recall(plant: Plant, seeds: Mapping[str, datetime]) -> Answer:
    """What is suspect downstream of the seeds, each suspect from a moment on, and what time does not rule out."""
    return recall_from(plant, {batch(seed): since for seed, since in seeds.items()}, all_links(plant))


def recall_from(plant: Plant, starts: Mapping[Node, datetime], links: Iterable[Link]) -> Answer:
    """The same over these links, from these states of material."""
    hops, sure = spread(plant, starts, links)
    found = {node[1]: (far, _verdict(node in sure)) for node, far in hops.items() if node[0] == "batch"}
    return Answer(found, *_records(plant, set(hops), True))


def spread(plant: Plant, starts: Mapping[Node, datetime], links: Iterable[Link]) -> tuple[dict[Node, int], set[Node]]:
    """The states that are suspect, over how many batches, and which of them for certain."""
    standing, certain = in_time(plant, links, dict(starts))
    sure = _hops(_steps(certain, "downstream"), list(starts))
    return _hops(_steps(standing, "downstream"), list(starts)), set(sure)


def connected(plant: Plant, starts: Iterable[Node], more: Iterable[Link] = (), beside: Iterable[Link] = ()) -> set[str]:
    """The batches that any link leads to, whatever the time; `more` start from what is suspect too."""
    links = [*all_links(plant), *more, *beside]
    found = _hops(_steps(links, "downstream"), [*starts, *(link.source for link in more)])
    return {node[1] for node in found if node[0] == "batch"}


def deliveries(plant: Plant, seeds: Mapping[str, datetime]) -> tuple[dict[str, str], dict[str, str]]:
    """Shipments and customers downstream of the seeds, each with the strongest verdict of what it got."""
    return deliveries_from(plant, {batch(seed): since for seed, since in seeds.items()}, all_links(plant))


def deliveries_from(
    plant: Plant, starts: Mapping[Node, datetime], links: Iterable[Link]
) -> tuple[dict[str, str], dict[str, str]]:
    """The same over these links, from these states of material."""
    reached, certain = spread(plant, starts, links)
    shipments = {node[1]: _verdict(node in certain) for node in reached if node[0] == "shipment"}
    customers: dict[str, str] = {}
    for name, verdict in shipments.items():
        if customer := plant.shipments.get(name, {}).get("customer"):
            customers[customer] = min(verdict, customers.get(customer, verdict))  # "certain" before "potential"
    return shipments, customers


def all_links(plant: Plant) -> list[Link]:
    """Every link the rules leave standing."""
    return [*run_links(plant), *vessel_links(plant), *residue_links(plant), *shipped_links(plant)]


def _verdict(certain: bool) -> str:
    return "certain" if certain else "potential"


def _steps(links: Iterable[Link], direction: Direction) -> Steps:
    steps: Steps = defaultdict(set)
    for link in links:
        source, target = (link.source, link.target) if direction == "downstream" else (link.target, link.source)
        steps[source].add(target)
    return steps


def _hops(steps: Steps, starts: list[Node]) -> dict[Node, int]:
    """How many batches lie on the shortest way to each state, the seeds not counted."""
    hops = dict.fromkeys(starts, 0)
    queue = deque(starts)
    while queue:
        node = queue.popleft()
        for other in steps.get(node, ()):
            far = hops[node] + (other[0] == "batch")
            if far < hops.get(other, far + 1):
                hops[other] = far
                queue.append(other)
    return hops


def _records(plant: Plant, reached: set[Node], downstream: bool) -> Iterable[frozenset[str]]:
    runs = {node[1] for node in reached if node[0] in ("inside", "charge", "draw", "taken")}
    transfers = [node for node in reached if node[0] == "transfer"]
    shipments = {node[1] for node in reached if node[0] == "shipment"} | {node[1] for node in transfers}
    receipts = {node[1] for node in reached if node[0] == "receipt"}
    receipts |= {node[3] for node in transfers if node[2] == "receipt"}
    sent = [plant.shipments.get(name, {}) for name in shipments] if downstream else []
    came = [] if downstream else [row for row in plant.files["receipts"] if row["receipt"] in receipts]
    yield frozenset(runs)
    yield frozenset(shipments)
    yield frozenset(row["customer"] for row in sent if "customer" in row)
    yield frozenset(receipts)
    yield frozenset(row["supplier"] for row in came if "supplier" in row)
