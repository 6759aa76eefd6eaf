"""Records -> events of EPCIS. One event for each document and moment; its records travel with it (`own`)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from genealogy.events import Event
from genealogy.times import BEGIN, Clock, parse_time
from loaders.epcis.document import SPACES
from loaders.epcis.hash import event_hash
from loaders.epcis.own import PREFIX, RECORDS, element_of, id_uri
from loaders.epcis.things import OWN, Line, own_uri

# Which documents become which events; the kinds beside them have no event, and say so.
WRITTEN: Mapping[str, str] = {
    "receipt": "ObjectEvent receiving",
    "return": "ObjectEvent receiving, returned (from a customer); shipping, returned (to a supplier)",
    "shipment": "ObjectEvent shipping",
    "run": "TransformationEvent with a transformationID",
    "movement": "ObjectEvent storing, destroying or sampling; an adjustment has none",
    "inspection": "ObjectEvent inspecting",
    "status": "ObjectEvent holding, or with the disposition",
    "pack": "AggregationEvent",
}
OF_RUN = frozenset({"run", "consumed", "produced", "used", "parameter", "mapped"})
OF_SHIPMENT = frozenset({"shipment", "shipped"})
MASTER_KINDS = ("material", "supplier", "customer", "location")
Said = dict[str, str]
_TIMES = ("received_at", "returned_at", "shipped_at", "at", "inspected_at", "packed_at", "unpacked_at")
_STATUS = {"available": "available", "rejected": "non_conformant", "expired": "expired", "recalled": "recalled"}


@dataclass(slots=True)
class Written:
    """Events, and what could not be written, by reason."""

    events: list[dict[str, Any]] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


def said_of(event: Event) -> Said:
    """The columns of a record, as its file would have them."""
    names = {name: spec.alias or name for name, spec in type(event).model_fields.items()}
    own = {names[name]: _cell(value) for name, value in event.__dict__.items() if name in names and value is not None}
    return {name: text for name, text in (own | {k: _cell(v) for k, v in event.attributes.items()}).items() if text}


def _cell(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def write(records: Iterable[tuple[str, Said]], clock: Clock) -> Written:
    """The events that records stand for; descriptions of batches go with the first event that names the batch."""
    written = Written()
    groups: dict[tuple[str, str], list[tuple[str, Said]]] = defaultdict(list)
    described: dict[tuple[str, ...], Said] = {}
    for kind, said in records:
        if kind == "batch":
            described[_line(said).key] = said
        elif document := _document(kind, said):
            groups[document].append((kind, said))
        elif kind not in MASTER_KINDS:
            written.left[f"{kind}: EPCIS has no event for it"] += 1
    for (kind, _), members in groups.items():
        for event in _MAKE[kind](members, clock, written):
            _finish(event, described)
            written.events.append(event)
    if described:
        written.left["batch: described, and named by no event"] += len(described)
    written.events.sort(key=lambda event: (event["eventTime"], event["eventID"]))
    return written


def _document(kind: str, said: Said) -> tuple[str, str] | None:
    if kind in OF_RUN:
        return "run", said["run"]
    if kind in OF_SHIPMENT:
        return "shipment", said["shipment"]
    if kind == "status":
        return kind, "\x1f".join(said.get(name, "") for name in ("at", "location", "status"))
    return (kind, said[kind]) if kind in WRITTEN else None


def _finish(event: dict[str, Any], described: dict[tuple[str, ...], Said]) -> None:
    """Its records, descriptions of the batches it is first to name, and the hash as its id."""
    for _, said in list(event[RECORDS]):
        if "material" in said and (batch := described.pop(_line(said).key, None)):
            event[RECORDS].append(("batch", batch))
    event[RECORDS] = [{"event": kind, **said} for kind, said in event[RECORDS]]
    event["eventID"] = event_hash(event, {**SPACES, PREFIX: OWN})


def _line(said: Said) -> Line:
    return Line(*(said.get(name, "") for name in ("material", "lot", "assigner", "serial", "quantity", "uom")))


def _event(kind: str, when: str, clock: Clock, records: list[tuple[str, Said]], **more: Any) -> dict[str, Any] | None:
    """An event at the first moment that a time leaves open; None where no time is known."""
    start = parse_time(when, clock).start if when else BEGIN
    if start == BEGIN:
        return None
    local = start.astimezone(_zone(when, clock))
    offset = f"{local:%z}"[:5]
    head = {"type": kind, "eventTime": local.isoformat(timespec="milliseconds")}
    head["eventTimeZoneOffset"] = f"{offset[:3]}:{offset[3:]}"
    return {**head, **{name: value for name, value in more.items() if value}, RECORDS: records}


def _zone(when: str, clock: Clock) -> dt.tzinfo:
    try:
        return dt.datetime.fromisoformat(when.partition("/")[0]).tzinfo or clock.zone
    except ValueError:
        return clock.zone


def _place(id_: str | None) -> dict[str, str] | None:
    return {"id": id_uri("location", id_)} if id_ else None


def _party(side: str, id_: str | None, kind: str = "owning_party") -> list[dict[str, str]]:
    return [{"type": kind, side: id_uri("location" if kind == "location" else "party", id_)}] if id_ else []


def _by_time(members: list[tuple[str, Said]]) -> Iterator[tuple[str, list[tuple[str, Said]]]]:
    groups: dict[str, list[tuple[str, Said]]] = defaultdict(list)
    for kind, said in members:
        groups[next((said[name] for name in _TIMES if name in said), "")].append((kind, said))
    yield from groups.items()


def _kept(event: dict[str, Any] | None, records: list[tuple[str, Said]], written: Written) -> Iterator[dict[str, Any]]:
    if event is None:
        written.left[f"{records[0][0]}: its time is not known, and an event needs one"] += len(records)
    else:
        yield event


def _elements(records: list[tuple[str, Said]], kinds: Iterable[str] = ()) -> list[dict[str, Any]]:
    wanted = set(kinds)
    return [element_of(_line(said)) for kind, said in records if "material" in said and (not wanted or kind in wanted)]


def _objects(step: str, **more: Any) -> Callable[[str, Clock, list[tuple[str, Said]]], dict[str, Any] | None]:
    def make(when: str, clock: Clock, records: list[tuple[str, Said]]) -> dict[str, Any] | None:
        about = {"quantityList": _elements(records), "action": "OBSERVE", "bizStep": step}
        return _event("ObjectEvent", when, clock, records, **about, **more)

    return make


def _receipts(members: list[tuple[str, Said]], clock: Clock, written: Written) -> Iterator[dict[str, Any]]:
    for when, records in _by_time(members):
        said = records[0][1]
        where = {"bizLocation": _place(said.get("location")), "sourceList": _party("source", said.get("supplier"))}
        yield from _kept(_objects("receiving", **where)(when, clock, records), records, written)


def _returns(members: list[tuple[str, Said]], clock: Clock, written: Written) -> Iterator[dict[str, Any]]:
    for when, records in _by_time(members):
        said = records[0][1]
        side, step = ("destination", "shipping") if "supplier" in said else ("source", "receiving")
        parties = {f"{side}List": _party(side, said.get("supplier") or said.get("customer"))}
        more = {"disposition": "returned", "bizLocation": _place(said.get("location")), **parties}
        yield from _kept(_objects(step, **more)(when, clock, records), records, written)


def _shipments(members: list[tuple[str, Said]], clock: Clock, written: Written) -> Iterator[dict[str, Any]]:
    head = next((said for kind, said in members if kind == "shipment"), {})
    parties = _party("destination", head.get("customer"))
    parties += _party("destination", head.get("to_location"), "location")
    more = {"disposition": "in_transit", "bizLocation": _place(head.get("from_location")), "destinationList": parties}
    if not _elements(members):
        written.left["shipment: nothing is recorded to be on it"] += len(members)
        return
    yield from _kept(_objects("shipping", **more)(head.get("shipped_at", ""), clock, members), members, written)


def _runs(members: list[tuple[str, Said]], clock: Clock, written: Written) -> Iterator[dict[str, Any]]:
    head = next((said for kind, said in members if kind == "run"), {})
    otherwise = head.get("ended_at") or head.get("started_at") or ""
    groups: dict[str, list[tuple[str, Said]]] = defaultdict(list)
    beside = [(kind, said) for kind, said in members if kind not in ("consumed", "produced")]
    for kind, said in members:
        if kind in ("consumed", "produced"):
            groups[said.get("at") or otherwise].append((kind, said))
    for when, lines in groups.items():
        about = {
            "transformationID": own_uri("run", members[0][1]["run"]),
            "inputQuantityList": _elements(lines, ("consumed",)),
            "outputQuantityList": _elements(lines, ("produced",)),
            "bizLocation": _place(head.get("location")),
        }
        event = _event("TransformationEvent", when, clock, [*beside, *lines], **about)
        beside = [] if event else beside
        yield from _kept(event, lines, written)
    if beside:
        written.left["run: nothing is recorded to go in or come out"] += len(beside)


def _movements(members: list[tuple[str, Said]], clock: Clock, written: Written) -> Iterator[dict[str, Any]]:
    for when, records in _by_time(members):
        said = records[0][1]
        step = {"move": "storing", "scrap": "destroying", "sample": "sampling"}.get(said.get("kind", ""))
        if step is None:
            written.left["movement: EPCIS has no event for an adjustment"] += len(records)
            continue
        source = _party("source", said.get("from_location"), "location")
        more = {"bizLocation": _place(said.get("to_location")), "sourceList": source}
        yield from _kept(_objects(step, **more)(when, clock, records), records, written)


def _inspections(members: list[tuple[str, Said]], clock: Clock, written: Written) -> Iterator[dict[str, Any]]:
    for when, records in _by_time(members):
        passed = all(said["result"] == "pass" for _, said in records)
        once = {_line(said).key: (kind, said) for kind, said in records}
        event = _objects("inspecting", disposition="conformant" if passed else "non_conformant")(when, clock, records)
        if event:
            event["quantityList"] = [{"epcClass": each["epcClass"]} for each in _elements([*once.values()])]
        yield from _kept(event, records, written)


def _statuses(members: list[tuple[str, Said]], clock: Clock, written: Written) -> Iterator[dict[str, Any]]:
    said = members[0][1]
    more = {"disposition": _STATUS.get(said["status"]), "bizLocation": _place(said.get("location"))}
    step = "holding" if said["status"] in ("hold", "quarantine") else "other"
    yield from _kept(_objects(step, **more)(said.get("at", ""), clock, members), members, written)


def _packs(members: list[tuple[str, Said]], clock: Clock, written: Written) -> Iterator[dict[str, Any]]:
    for when, records in _by_time(members):
        into = "packed_at" in records[0][1]
        about = {
            "parentID": id_uri("pack", records[0][1]["pack"]),
            "childEPCs": sorted({id_uri("pack", said["child_pack"]) for _, said in records if "child_pack" in said}),
            "childQuantityList": _elements(records),
            "action": "ADD" if into else "DELETE",
            "bizStep": "packing" if into else "unpacking",
        }
        yield from _kept(_event("AggregationEvent", when, clock, records, **about), records, written)


_MAKE = {
    **{"receipt": _receipts, "return": _returns, "shipment": _shipments, "run": _runs, "movement": _movements},
    **{"inspection": _inspections, "status": _statuses, "pack": _packs},
}
