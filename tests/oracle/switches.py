"""What switches take out of the links, or add to them, written from their definitions: link by link, draw by draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tests.oracle.contact import contact_links
from tests.oracle.links import Link, Node
from tests.oracle.plant import Plant
from tests.oracle.policies import spared_draws
from tests.oracle.reach import Answer, all_links, deliveries_from, recall_from, spread
from tests.oracle.rows import Row, key
from tests.oracle.times import BEGIN, before, span

Said = Mapping[str, Any]  # as in the answer's `switches`
Seeds = Mapping[Node, datetime]


@dataclass(frozen=True)
class Switched:
    """The recall under switches, what is mitigated, and who is called."""

    answer: Answer
    mitigated: frozenset[str]
    shipments: dict[str, str]
    customers: dict[str, str]


def switched(plant: Plant, starts: Seeds, said: Said, held: Iterable[Link] = ()) -> Switched:
    """What the rules say under these switches; `held` are further links, from what vessels held."""
    links = [*_standing(plant, starts, said), *held]
    starts = {**starts, **{link.source: BEGIN for link in held}}
    kills = [link for link in links if _is_killed(plant, link, starts, said)]
    gone: set[Node] = set()
    while True:
        left = [link for link in links if link not in kills and not _is_spared(link, gone)]
        reached, _ = spread(plant, starts, left)
        more = spared_draws(plant, set(reached), said.get("vessels", {}))
        if more <= gone:
            break
        gone |= more
    soft, _ = spread(plant, starts, [link for link in links if not _is_spared(link, gone)])
    answer = recall_from(plant, starts, left)
    mitigated = {node[1] for node in soft if node[0] == "batch"} - set(answer.batches)
    return Switched(answer, frozenset(mitigated), *deliveries_from(plant, starts, left))


def _standing(plant: Plant, starts: Seeds, said: Said) -> list[Link]:
    """Without residue that is not to be followed, without what utilities went into, and with contact where asked."""
    carry = said.get("carry_over", {})
    off = {name for name in plant.equipment if not carry.get(name, carry.get("*", True))}
    equipment: dict[str, Row] = {
        name: {**row, **({"carry_over": "false"} if name in off else {})} for name, row in plant.equipment.items()
    }
    utilities = {row["material"] for row in plant.files["materials"] if row.get("kind") == "utility"}
    stopped = {node for node in _batches(plant, utilities) if said.get("stop_at_utilities") and node not in starts}
    links = [*all_links(replace(plant, equipment=equipment)), *(contact_links(plant) if said.get("contact") else ())]
    return [link for link in links if not _stops(link, stopped)]


def _batches(plant: Plant, materials: set[str]) -> set[Node]:
    rows = [row for rows in plant.files.values() for row in rows if row.get("material") in materials and "lot" in row]
    return {("batch", key(row)) for row in rows}


def _stops(link: Link, stopped: set[Node]) -> bool:
    """A shipment of a utility is a shipment still; it only goes into nothing."""
    return link.source in stopped and link.target[0] != "shipment"


def _is_killed(plant: Plant, link: Link, starts: Seeds, said: Said) -> bool:
    for step in said.get("kill_steps", ()):
        if "characteristic" in step:
            if (
                link.target[0] == "batch"
                and link.source[0] != "beside"
                and link.target not in starts
                and _passed(plant, link.target[1], step["characteristic"])
            ):
                return True
            continue
        made = link.source[0] in ("inside", "charge", "draw", "taken") and link.target[0] in ("batch", "draw")
        if made and link.source not in starts and _is_step(plant, link.source[1], step):
            return True
    return False


def _is_step(plant: Plant, run: str, step: Said) -> bool:
    return bool(run == step["run"] if "run" in step else plant.kind(run) == step["run_kind"])


def _passed(plant: Plant, name: str, characteristic: str) -> bool:
    """It passed, never failed, and was tested when all that ever came in was in."""
    rows = [
        row for row in plant.files["inspections"] if key(row) == name and row.get("characteristic") == characteristic
    ]
    came = [line.span for line in plant.produced if line.key == name]
    for file, column in (("receipts", "received_at"), ("returns", "returned_at")):
        found = [row for row in plant.files[file] if key(row) == name and not (file == "returns" and "supplier" in row)]
        came += [span(row.get(column), plant.place(row)) for row in found]
    if not came or any(row["result"] != "pass" for row in rows):
        return False
    whens = [span(row.get("inspected_at"), plant.place(row)) for row in rows]
    return any(all(before(one, when) for one in came) for when in whens)


def _is_spared(link: Link, gone: set[Node]) -> bool:
    return link.source[0] == "charge" and link.target in gone
