"""The tools: each asks the service by its client, and tells the answer in a bounded form with the words of the records.

How people are reached is left out: what an assistant is told may leave the house.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from api.assistant.bounded import cut, fitting, part, picked, within
from genealogy.client import Client
from genealogy.client.asking import Direction

COUNTED = 1000  # batches that a search counts
NAMED = ("key", "material", "lot", "assigner", "serial")
SUSPECT = (*NAMED, "verdict", "hops", "uom", "on_hand", "in_transit", "shipped", "unaccounted", "where", "reasons")
SHIPMENT = ("shipment", "customer", "verdict", "shipped_at", "delivered_at", "lines")
_LISTS = ("runs", "receipts", "suppliers", "shipments", "customers")


def find(client: Client, material: str | None, lot: str | None, text: str | None, limit: int, offset: int) -> str:
    """Batches by material, lot, or a part of the key, of the lot or of the material's name."""
    found = client.find(material=material, lot=lot, q=text, limit=COUNTED).batches
    more = {"at_least": len(found) == COUNTED}  # then `total` is where the count ended
    return fitting(lambda most: {"batches": part([dict(row) for row in found], most, offset) | more}, limit)


def card(client: Client, key: str, limit: int) -> str:
    """What is known of one batch."""
    said = client.batch(key).json

    def build(most: int) -> dict[str, Any]:
        return {name: part(value, most) if isinstance(value, list) else value for name, value in said.items()}

    return fitting(build, limit)


def trace(client: Client, key: str, direction: Direction, limit: int, offset: int) -> str:
    """All recorded links of a batch."""
    said = client.trace(key, direction).json

    def build(most: int) -> dict[str, Any]:
        return {
            "batch": said["batch"],
            "direction": said["direction"],
            "complete": said["complete"],
            "gaps": part(said["gaps"], most),
            "batches": part(said["batches"], most, offset),
            **{name: part(said[name], most) for name in _LISTS},
            "of_record": {"command": f"genealogy trace {shlex.quote(key)} --direction {direction} --json"},
        }

    return fitting(build, limit)


def recall(client: Client, keys: Sequence[str], limit: int, offset: int) -> str:
    """The scope of a recall; nothing is stored."""
    said = client.recall(keys).json

    def build(most: int) -> dict[str, Any]:
        return {
            **{name: said[name] for name in ("seeds", "complete", "computed_at", "set_hash")},
            "projected": said.get("projected"),
            "totals": {name: total for name, total in said["totals"].items() if isinstance(total, int)},
            "gaps": part(said["gaps"], most),
            "customers": part(picked(said["customers"], "customer", "name", "verdict", "shipments"), most),
            "batches": part(picked(said["batches"], *SUSPECT), most, offset),
            "shipments": part(picked(said["shipments"], *SHIPMENT), most),
            "vessels": part(said["vessels"], most),
            "excluded": part(said["excluded"], most),
            "mitigated": part(said["mitigated"], most),
            "of_record": {"command": f"genealogy recall {' '.join(map(shlex.quote, keys))} --json"},
        }

    return fitting(build, limit)


def explain(client: Client, keys: Sequence[str], target: Mapping[str, str], limit: int) -> str:
    """Why something is in the scope of a recall, or is not."""
    said = client.explain(keys, target).json

    def build(most: int) -> dict[str, Any]:
        return {
            **{name: said[name] for name in ("seeds", "target", "complete", "verdict", "text")},
            "chains": part([_chain(chain) for chain in said["chains"]], most),
            "cut": within(said["cut"], most),
            "reasons": part([cut(reason) for reason in said["reasons"]], most),
            "documents": part(picked(said["documents"], "kind", "record", "document", "equipment"), most),
            "gaps": part(said["gaps"], most),
        }

    return fitting(build, limit)


def _chain(chain: Mapping[str, Any]) -> dict[str, Any]:
    steps = picked(chain["steps"], "from", "to", "verdict", "record", "text")
    return {"verdict": chain["verdict"], "hops": chain["hops"], "steps": steps}
