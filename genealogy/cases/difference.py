"""Two recall answers held against each other: what came in, went out or changed, and which later records did it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from genealogy.cases.chains import touching, way
from genealogy.cases.since import Later

Items = Mapping[str, Mapping[str, Any]]
Why = Callable[[str], list[int]]


@dataclass(frozen=True, slots=True)
class _Two:
    """Both answers, and what was recorded between them."""

    was: Mapping[str, Any]
    now: Mapping[str, Any]
    later: list[Later]

    def batches(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Batches by key, then and now."""
        was, now = ({one["key"]: one for one in answer["batches"]} for answer in (self.was, self.now))
        return was, now


def difference(was: Mapping[str, Any], now: Mapping[str, Any], later: Iterable[Later]) -> dict[str, Any]:
    """`batches`, `lines` (of shipments) and `customers` that came `in`, went `out` or `changed`, each with the sequence
    numbers of the `later` records that touch its way; `records` says what and where these are."""
    two = _Two(was, now, _relevant(was, now, later))
    batches = _compared(*two.batches(), ("verdict",), _of_batch(two))
    lines = _compared(_lines(was), _lines(now), ("verdict", "quantity"), _of_line(two, batches))
    customers = _compared(_customers(was), _customers(now), ("verdict",), _of_customer(two, lines))
    parts = {"batches": batches, "lines": lines, "customers": customers}
    cited = {number for part in parts.values() for some in part.values() for one in some for number in one["because"]}
    return {
        "changed": any(some for part in parts.values() for some in part.values()),
        **parts,
        "records": [one.as_dict() for one in two.later if one.sequence in cited],
    }


def _relevant(was: Mapping[str, Any], now: Mapping[str, Any], later: Iterable[Later]) -> list[Later]:
    """Of what was recorded in between, maybe years of it, what names anything of the two answers."""
    keys: set[str] = set()
    names: set[str] = set()
    for answer in (was, now):
        batches = {one["key"]: one for one in answer["batches"]}
        keys |= batches.keys()
        names.update(*(link.names for key in batches for link in islice(way(batches, key), 1)))
        for what, some in (("shipment", answer["shipments"]), ("customer", answer["customers"])):
            names |= {f"{what} {one[what]}" for one in some}
    return [one for one in later if one.keys & keys or one.names & names]


def _compared(was: Items, now: Items, looked_at: Iterable[str], why: Why) -> dict[str, list[dict[str, Any]]]:
    names = tuple(looked_at)
    changed = [id_ for id_ in was.keys() & now.keys() if any(was[id_][name] != now[id_][name] for name in names)]
    return {
        "in": [_item(now[id_], names, why(id_)) for id_ in sorted(now.keys() - was.keys())],
        "out": [_item(was[id_], names, why(id_)) for id_ in sorted(was.keys() - now.keys())],
        "changed": [
            _item(now[id_], names, why(id_)) | {"was": {name: was[id_][name] for name in names}}
            for id_ in sorted(changed)
        ],
    }


_IDS = ("key", "shipment", "customer", "name", "uom", "reasons")


def _item(said: Mapping[str, Any], names: Iterable[str], because: list[int]) -> dict[str, Any]:
    return {name: said[name] for name in (*_IDS, *names) if name in said} | {"because": because}


def _lines(answer: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The shipment lines of an answer, each under an id of its own."""
    return {
        "\x1f".join((shipment["shipment"], line["key"], line["uom"] or "")): line
        | {"shipment": shipment["shipment"], "customer": shipment["customer"]}
        for shipment in answer["shipments"]
        for line in shipment["lines"]
    }


def _customers(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {one["customer"]: one for one in answer["customers"]}


def _of_batch(two: _Two) -> Why:
    was, now = two.batches()

    def why(key: str) -> list[int]:
        if key in was and key in now:
            return touching([*way(was, key), *way(now, key)], two.later)
        answer, other = (now, was) if key in now else (was, now)
        return touching([link for link in way(answer, key) if link.target not in other], two.later)

    return why


def _of_line(two: _Two, batches: Mapping[str, list[dict[str, Any]]]) -> Why:
    of_batch = {one["key"]: one["because"] for some in batches.values() for one in some}

    def why(id_: str) -> list[int]:
        shipment, key, _ = id_.split("\x1f")
        own = [one for one in two.later if f"shipment {shipment}" in one.names and (not one.keys or key in one.keys)]
        return sorted({one.sequence for one in own} | set(of_batch.get(key, ())))

    return why


def _of_customer(two: _Two, lines: Mapping[str, list[dict[str, Any]]]) -> Why:
    def why(customer: str) -> list[int]:
        told = {one.sequence for one in two.later if one.kind == "return" and f"customer {customer}" in one.names}
        own = (one["because"] for some in lines.values() for one in some if one["customer"] == customer)
        return sorted(told.union(*own))

    return why
