"""A scope or a period as an EPCIS 2.0 document: events that came as such go as they came, all other records as the
events they stand for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from genealogy.answers.trace import trace
from genealogy.events import BY_KIND, Event
from genealogy.events.care import Correction
from genealogy.events.epcis import EpcisEvent
from genealogy.keys import BatchKey
from genealogy.ledger.pages import pages
from genealogy.rebuild import kept_of
from genealogy.record.past import document_of
from genealogy.record.reading import lookup, restored
from genealogy.record.rows import batches_named, record_id
from genealogy.store import Store
from genealogy.times import Clock
from loaders.epcis import gs1
from loaders.epcis.derive import derive
from loaders.epcis.document import SPACES
from loaders.epcis.hash import event_hash
from loaders.epcis.own import MASTER, PREFIX, RECORDS, id_uri, uri_of
from loaders.epcis.relatives import relatives_in
from loaders.epcis.sent import Sent, kept
from loaders.epcis.things import OWN, Line
from loaders.epcis.writer import MASTER_KINDS, Said, said_of, write

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
_VOCABULARY = {"material": "EPCClass", "location": "BusinessLocation", "supplier": "Party", "customer": "Party"}


@dataclass(frozen=True, slots=True)
class Exported:
    """The document, and how many records could not be written, by reason."""

    document: dict[str, Any]
    left: Mapping[str, int]


def export_scope(store: Store, key: str, zone: ZoneInfo, *, plain: bool = False) -> Exported:
    """What concerns one batch, up and down its whole trace; `plain` as `bare` has it. Raises UnknownBatchError."""
    keys = {batch["key"] for batch in trace(store, key, "both")["batches"]} | {key}
    numbers = [seq for (seq,) in store.read("epcis.around", keys=sorted(keys)).rows]
    found = [found.kept for _, found in sorted(lookup(store, numbers).items())]
    sent = _naming(store, keys)
    records = [event for event in restored(store, found) if {str(key) for key in batches_named(event)} <= keys]
    return bare(_exported(records, sent, zone)) if plain else _exported(records, sent, zone)


def export_period(
    store: Store, since: dt.datetime | None, until: dt.datetime | None, zone: ZoneInfo, *, plain: bool = False
) -> Exported:
    """What happened from `since` up to, but not at, `until`; None leaves that side open; reads all of the ledger."""
    start = since or dt.datetime(1, 1, 2, tzinfo=dt.UTC)
    end = until or dt.datetime(9999, 12, 30, tzinfo=dt.UTC)
    rows = store.read("epcis.between", **{"from": start, "to": end}).rows
    sent = [kept(body, spaces) for _, _, body, spaces in rows]
    records = (event for page in pages(store) for event in restored(store, kept_of(page)))
    exported = _exported(records, [*sent, *relatives_in(store)(sent)], zone)
    events = exported.document["epcisBody"]["eventList"]
    inside = [event for event in events if start <= dt.datetime.fromisoformat(event["eventTime"]) < end]
    exported.document["epcisBody"]["eventList"] = inside
    return bare(exported) if plain else exported


def bare(exported: Exported) -> Exported:
    """The same without our own records: only what the standard has a member for, as it goes to others."""
    document = exported.document
    for event in document["epcisBody"]["eventList"]:
        if event.pop(RECORDS, None) is not None:
            event["eventID"] = event_hash({name: said for name, said in event.items() if name != "@context"}, SPACES)
    for vocabulary in document.get("epcisHeader", {}).get("epcisMasterData", {}).get("vocabularyList", []):
        for element in vocabulary["vocabularyElementList"]:
            element["attributes"] = [each for each in element["attributes"] if each["id"] != MASTER]
    document["@context"][1].pop(PREFIX)
    document["@context"] = [each for each in document["@context"] if each]
    return exported


def _naming(store: Store, keys: Iterable[str]) -> list[Sent]:
    """The events that name these batches, and those of the containers they went in."""
    uris = {uri for key in keys for uri in _uris(BatchKey.parse(key))}
    rows = store.read("epcis.relatives", epcs=sorted(uris), hashes=[]).rows
    sent = [kept(body, spaces) for _, _, body, spaces in rows]
    return [*sent, *relatives_in(store)(sent)]


def _uris(key: BatchKey) -> Iterator[str]:
    """Every identifier that means this batch."""
    yield gs1.canonical(uri_of(Line(key.material, key.lot, key.assigner, key.serial)))
    if not key.assigner and not key.serial:
        yield from (f"{key.material}{sign}{key.lot}" for sign in "./:")


def _exported(records: Iterable[Event], sent: list[Sent], zone: ZoneInfo) -> Exported:
    once = {(each.hash, bool(each.declared)): each for each in sent}
    own = list(_own(records, once.values()))
    written = write(((event.kind_of_event, said_of(event)) for event in own), Clock(zone))
    first = ({"type": "", "eventID": ""}, {PREFIX: OWN})  # our own prefix is ours, whatever others call so
    spaces, [_, *as_sent] = with_spaces(
        [first, *(({"eventID": each.hash, **each.event}, each.spaces) for each in once.values())]
    )
    events = sorted([*as_sent, *written.events], key=lambda event: (_moment(event), event["eventID"]))
    master = [(event.kind_of_event, said_of(event)) for event in own if event.kind_of_event in MASTER_KINDS]
    document: dict[str, Any] = {
        "@context": [CONTEXT, spaces],
        **{"type": "EPCISDocument", "schemaVersion": "2.0"},
        "creationDate": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
    }
    if master:
        document["epcisHeader"] = {"epcisMasterData": {"vocabularyList": list(_vocabularies(master))}}
    return Exported(document | {"epcisBody": {"eventList": events}}, Counter(written.left))


def _moment(event: Mapping[str, Any]) -> dt.datetime:
    return dt.datetime.fromisoformat(event["eventTime"])


def _own(records: Iterable[Event], sent: Iterable[Sent]) -> Iterator[Event]:
    """The records in force that do not follow from events that are there as they were sent."""
    drawn = {
        (kind, BY_KIND[kind].model_construct(**_fields(kind, said)).line_id) for _, kind, said in derive(sent).records
    }
    found = [event for event in records if event.kind_of_event in BY_KIND and not isinstance(event, EpcisEvent)]
    void = {record_id(event.record_kind, event.record) for event in found if isinstance(event, Correction)}
    for event in found:
        if isinstance(event, Correction) or document_of(event) in void:
            continue
        if (event.kind_of_event, event.line_id) not in drawn:
            yield event


def _fields(kind: str, said: Mapping[str, str]) -> dict[str, Any]:
    named = {spec.alias or name: name for name, spec in BY_KIND[kind].model_fields.items()}
    blank: dict[str, Any] = dict.fromkeys(named.values())
    return blank | {named[column]: value for column, value in said.items() if column in named}


def with_spaces(
    found: Iterable[tuple[Mapping[str, Any], Mapping[str, str]]],
) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Events with one set of prefixes for all; one that uses a prefix otherwise brings its own context."""
    common: dict[str, str] = {}
    events = []
    for event, spaces in found:
        own = {prefix: uri for prefix, uri in spaces.items() if SPACES.get(prefix) != uri}
        odd = {prefix: uri for prefix, uri in own.items() if common.setdefault(prefix, uri) != uri}
        events.append({"@context": [CONTEXT, odd], **event} if odd else dict(event))
    return common, events


def _vocabularies(master: list[tuple[str, Said]]) -> Iterator[dict[str, Any]]:
    for vocabulary in dict.fromkeys(_VOCABULARY.values()):
        elements = [_element(kind, said) for kind, said in master if _VOCABULARY[kind] == vocabulary]
        if elements:
            yield {"type": f"urn:epcglobal:epcis:vtype:{vocabulary}", "vocabularyElementList": elements}


def _element(kind: str, said: Said) -> dict[str, Any]:
    named = {"name": "descriptionShort" if kind == "material" else "name"}
    attributes = [{"id": f"urn:epcglobal:cbv:mda#{named[n]}", "attribute": said[n]} for n in named if n in said]
    record = orjson.dumps({"event": kind, **said}, option=orjson.OPT_SORT_KEYS).decode()
    uri = (
        uri_of(Line(said[kind]))
        if kind == "material"
        else id_uri("location" if kind == "location" else "party", said[kind])
    )
    return {"id": uri, "attributes": [*attributes, {"id": MASTER, "attribute": record}]}
