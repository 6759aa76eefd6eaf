"""One event on its way in: hashed, with what it is looked for by, as the record that keeps it whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from loaders.epcis import gs1, words
from loaders.epcis.document import SPACES
from loaders.epcis.hash import event_hash, instant
from loaders.epcis.things import named
from loaders.epcis.validate import TYPES


@dataclass(frozen=True)
class Sent:
    """A valid event with its namespaces. `number` is its place in the document, from 1; 0 where it was kept before."""

    event: Mapping[str, Any]
    spaces: Mapping[str, str]
    number: int = 0

    @cached_property
    def hash(self) -> str:
        """Its CBV event hash, which is its identity."""
        return event_hash(self.event, self.spaces)

    @property
    def record(self) -> str:
        """The id of the record that is drawn from it."""
        return "epcis:" + self.hash.removeprefix("ni:///sha-256;")[:24]

    @cached_property
    def at(self) -> str:
        """When it happened, in the zone it names; to the millisecond, as the hash takes it."""
        moment = dt.datetime.fromisoformat(instant(str(self.event["eventTime"])))
        offset = dt.datetime.strptime(str(self.event["eventTimeZoneOffset"]), "%z").tzinfo
        return moment.astimezone(offset).isoformat()

    @property
    def kind(self) -> str:
        """The type of the event."""
        return str(self.event["type"])

    @property
    def action(self) -> str:
        """ADD, OBSERVE, DELETE, or empty."""
        return str(self.event.get("action", ""))

    @property
    def step(self) -> str:
        """The bare word of its business step; empty where there is none."""
        return words.bare(str(self.event.get("bizStep", "")))

    @property
    def disposition(self) -> str:
        """The bare word of its disposition; empty where there is none."""
        return words.bare(str(self.event.get("disposition", "")))

    @property
    def declared(self) -> Mapping[str, Any] | None:
        """The declaration that it is an error."""
        return self.event.get("errorDeclaration")

    def row(self, now: str) -> dict[str, str]:
        """The columns of the record that keeps it; `now` is when it is captured, where it does not say so itself."""
        event = self.event
        said = {
            "hash": self.hash,
            "declared_at": instant(self.declared["declarationTime"]) if self.declared else "",
            **{"type": self.kind, "action": self.action, "event_time": self.at},
            "record_time": str(event.get("recordTime", now)),
            "event_id": str(event.get("eventID", "")),
            **{"biz_step": self.step, "disposition": self.disposition},
            "read_point": _place(event, "readPoint") if self.kind in TYPES else "",
            "biz_location": _place(event, "bizLocation") if self.kind in TYPES else "",
            "names": "\n".join(sorted({f"{role},{uri}" for role, uri in self._names()})),
            "spaces": orjson.dumps(self._own_spaces(), option=orjson.OPT_SORT_KEYS).decode(),
            "body": orjson.dumps(event, option=orjson.OPT_SORT_KEYS).decode(),
        }
        return {name: value for name, value in said.items() if value and value != "{}"}

    def _names(self) -> Iterator[tuple[str, str]]:
        if self.kind not in TYPES:
            return
        for each in named(self.event):
            yield each.role, gs1.canonical(each.uri)
        for role in ("parentID", "transformationID"):
            if role in self.event:
                yield role, gs1.canonical(str(self.event[role]))
        for each in self.event.get("bizTransactionList", ()):
            yield "bizTransaction", gs1.canonical(each["bizTransaction"])

    def _own_spaces(self) -> dict[str, str]:
        """The namespaces that its body uses, beyond those of the standard."""
        used = _prefixes(self.event)
        return {name: uri for name, uri in self.spaces.items() if name in used and SPACES.get(name) != uri}


def _place(event: Mapping[str, Any], name: str) -> str:
    return gs1.canonical(str(event[name]["id"])) if name in event else ""


def _prefixes(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        own = {name.partition(":")[0] for name in value if ":" in name}
        return own.union(*(_prefixes(each) for each in value.values()))
    if isinstance(value, list):
        return set[str]().union(*map(_prefixes, value))
    return {value.partition(":")[0]} if isinstance(value, str) and ":" in value else set()


def kept(body: str, spaces: str | None) -> Sent:
    """The event of a record."""
    return Sent(orjson.loads(body), dict(SPACES) | orjson.loads(spaces or "{}"))
