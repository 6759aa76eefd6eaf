"""Queries of the EPCIS 2.0 interface: which kept events are meant, a page at a time."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from genealogy.errors import UsageError
from genealogy.store import Store
from genealogy.store.moments import moment
from loaders.epcis import gs1, words
from loaders.epcis.document import SPACES
from loaders.epcis.export import CONTEXT, with_spaces
from loaders.epcis.sent import kept

MOST, USUAL = 1000, 30
_EPC, _PARENT = ("epcList", "childEPCs"), ("parentID",)
_CLASS = ("quantityList", "childQuantityList")
# The members in which a query looks for an identifier (EPCIS 2.0, 8.2.7.1).
MATCHES: Mapping[str, tuple[str, ...]] = {
    "MATCH_epc": _EPC,
    "MATCH_parentID": _PARENT,
    "MATCH_inputEPC": ("inputEPCList",),
    "MATCH_outputEPC": ("outputEPCList",),
    "MATCH_anyEPC": (*_EPC, *_PARENT, "inputEPCList", "outputEPCList"),
    "MATCH_epcClass": _CLASS,
    "MATCH_inputEPCClass": ("inputQuantityList",),
    "MATCH_outputEPCClass": ("outputQuantityList",),
    "MATCH_anyEPCClass": (*_CLASS, "inputQuantityList", "outputQuantityList"),
    "EQ_transformationID": ("transformationID",),
    "EQ_bizTransaction": ("bizTransaction",),
}
_LISTS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "eventType": ("types", str),
    "EQ_action": ("actions", str),
    "EQ_bizStep": ("steps", words.bare),
    "EQ_disposition": ("dispositions", words.bare),
    "EQ_readPoint": ("read_points", gs1.canonical),
    "EQ_bizLocation": ("locations", gs1.canonical),
}
_TIMES = {"GE_eventTime": "from", "LT_eventTime": "to"}
_TIMES |= {"GE_recordTime": "recorded_from", "LT_recordTime": "recorded_to"}
_PAGING = ("perPage", "nextPageToken", "orderBy", "orderDirection", "maxEventCount")
KNOWN = (*_LISTS, *_TIMES, *MATCHES, *_PAGING)
_FIRST, _LAST = dt.datetime(1, 1, 2, tzinfo=dt.UTC), dt.datetime(9999, 12, 30, tzinfo=dt.UTC)


class QueryError(UsageError):
    """A query that cannot be answered as it is asked."""

    code = "epcis_query"
    status = 400


@dataclass(slots=True)
class Asked:
    """A query: its conditions as parameters of the named queries, and how its answer is cut into pages."""

    params: dict[str, Any]
    named: list[dict[str, Any]] = field(default_factory=list)
    down: bool = True
    limit: int = USUAL
    after: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of events as they are answered, and what to send for the next one; empty on the last."""

    document: dict[str, Any]
    token: str


def parse(given: Iterable[tuple[str, str]]) -> Asked:
    """The parameters of a request; raises QueryError where one is unknown or wrong. Several values of one are
    alternatives, several parameters hold together."""
    blank: dict[str, Any] = dict.fromkeys((*(name for name, _ in _LISTS.values()), *_TIMES.values()))
    asked = Asked(blank | {"from": moment(_FIRST), "to": moment(_LAST)})
    values: dict[str, list[str]] = {}
    for name, value in given:
        if name not in KNOWN:
            raise QueryError(f"{name!r} is not asked for here; the conditions are {', '.join(KNOWN)}")
        values.setdefault(name, []).extend(part.strip() for part in value.split("|") if part.strip())
    for name, several in values.items():
        if several:
            _take(asked, name, several)
    return asked


def _take(asked: Asked, name: str, values: list[str]) -> None:
    if name in _LISTS:
        column, form = _LISTS[name]
        asked.params[column] = [form(value) for value in values]
    elif name in MATCHES:
        asked.named.append({"roles": list(MATCHES[name]), "epcs": [_whole(value, name) for value in values]})
    elif name in _TIMES:
        asked.params[_TIMES[name]] = moment(_moment(values[-1], name))
    else:
        _page_by(asked, name, values[-1])


def _whole(value: str, name: str) -> str:
    if "*" in value and not value.endswith(".*"):
        raise QueryError(f"{name}: {value!r} is a pattern, which is not answered; name an identifier")
    return gs1.canonical(value)


def _moment(value: str, name: str) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(value.replace(" ", "+"))  # a plus sign that was not encoded
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 1 < found.year < 9999:
        raise QueryError(f"{name}: {value!r} is no time with a zone; write it as 2026-03-04T08:15:00+08:00")
    return found


def _page_by(asked: Asked, name: str, value: str) -> None:
    if name == "orderBy" and value != "eventTime":
        raise QueryError(f"orderBy: {value!r} is not answered; the order is by eventTime")
    if name == "orderDirection":
        if value not in ("ASC", "DESC"):
            raise QueryError(f"orderDirection: {value!r} is neither ASC nor DESC")
        asked.down = value == "DESC"
    elif name in ("perPage", "maxEventCount"):
        if not (value.isascii() and value.isdigit() and 1 <= int(value) <= MOST):
            raise QueryError(f"{name}: {value!r} is no number from 1 to {MOST}")
        asked.limit = int(value)
    elif name == "nextPageToken":
        asked.after = _token(value)


def _token(text: str) -> tuple[str, str]:
    try:
        at, uid = orjson.loads(base64.urlsafe_b64decode(text.encode()))
        _moment(at, "nextPageToken")
    except (ValueError, TypeError, AttributeError, binascii.Error, QueryError):
        raise QueryError("nextPageToken is none of ours; take it from the Link header of the page before") from None
    return str(at), str(uid)


def ask(store: Store, asked: Asked) -> Page:
    """One page of the answer. It starts at the identifiers that are named, else at the index of event times."""
    cursor = _cursor(asked)
    way = "_down" if asked.down else ""
    if asked.named:
        first, *others = asked.named
        rows = store.read(f"epcis.by_name{way}", **asked.params, **first, named=others, **cursor).rows
    else:
        rows = store.read(f"epcis.by_time{way}", **asked.params, named=[], **cursor).rows
    token = ""
    if len(rows) > asked.limit:
        last = rows[asked.limit - 1]
        said = orjson.dumps([last[1].to_native().isoformat(), last[0]])
        token = base64.urlsafe_b64encode(said).decode()
    return Page(_document([_event(row) for row in rows[: asked.limit]]), token)


def _cursor(asked: Asked) -> dict[str, Any]:
    """Where the page begins; the period is cut there too, so that the index leads to it."""
    if not asked.after:
        return {"at": None, "uid": "", "limit": asked.limit + 1}
    at = dt.datetime.fromisoformat(asked.after[0])
    side, bound = ("to", at + dt.timedelta(microseconds=1)) if asked.down else ("from", at)
    asked.params[side] = moment(bound)
    return {"at": moment(at), "uid": asked.after[1], "limit": asked.limit + 1}


def one(store: Store, id_: str) -> list[dict[str, Any]]:
    """The events of an id or hash, each with the context that it needs."""
    return [_alone(*_event(row)) for row in store.read("epcis.one", id=id_).rows]


def _event(row: tuple[Any, ...]) -> tuple[dict[str, Any], Mapping[str, str]]:
    _, _, hash_, _, recorded, body, spaces = row
    sent = kept(body, spaces)
    said = {"eventID": hash_, "recordTime": recorded, **sent.event}
    return {name: value for name, value in said.items() if value is not None}, sent.spaces


def _alone(event: dict[str, Any], spaces: Mapping[str, str]) -> dict[str, Any]:
    own = {prefix: uri for prefix, uri in spaces.items() if SPACES.get(prefix) != uri}
    return {"@context": [CONTEXT, own] if own else [CONTEXT], **event}


def _document(found: list[tuple[dict[str, Any], Mapping[str, str]]]) -> dict[str, Any]:
    spaces, events = with_spaces(found)
    results = {"queryName": "SimpleEventQuery", "resultsBody": {"eventList": events}}
    return {
        "@context": [CONTEXT, spaces] if spaces else [CONTEXT],
        **{"type": "EPCISQueryDocument", "schemaVersion": "2.0"},
        "creationDate": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
        "epcisBody": {"queryResults": results},
    }
