"""A recall or a trace as it would have been answered at a moment, and what came in, went out or changed since."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from genealogy.asof.shadow import Known, shadow
from genealogy.cases.difference import difference
from genealogy.cases.since import Later, recorded_since
from genealogy.errors import NotFoundError, UsageError
from genealogy.record.reading import texts_of
from genealogy.server.layout import Progress, quiet
from genealogy.settings import Settings
from genealogy.store import Store
from genealogy.times import BEGIN, END, Clock, parse_time

Ask = Callable[[Store], dict[str, Any]]
_PERSON = re.compile(r"person:[0-9a-f]{32}")
_LISTS = {
    "batches": ("key", "verdict"),
    **{f"{name}s": (name, None) for name in ("run", "receipt", "supplier", "shipment", "customer")},
}


def recall_as_of(store: Store, settings: Settings, time: str, ask: Ask, progress: Progress = quiet) -> dict[str, Any]:
    """The answer of `ask`, a recall, as it was known at `time` (ISO 8601; of a day or an interval its end), by the time
    of recording: with `as_of`, which says the last event that was known, and `since`, the difference to now as
    `case check` tells it. Raises what `ask` raises, UsageError and ServerError."""
    return _answer(store, settings, time, ask, progress, difference)


def trace_as_of(store: Store, settings: Settings, time: str, ask: Ask, progress: Progress = quiet) -> dict[str, Any]:
    """The same of a trace: `since` lists what came `in`, went `out` or `changed` in each list of the answer, with the
    numbers of the later records that name it."""
    return _answer(store, settings, time, ask, progress, _of_trace)


def _answer(
    store: Store, settings: Settings, time: str, ask: Ask, progress: Progress, compare: Callable[..., dict[str, Any]]
) -> dict[str, Any]:
    before = _moment(time, settings)
    with shadow(store, settings, before, progress) as (past, known):
        try:
            was = with_people(store, ask(past))
        except NotFoundError as error:
            text = f"as of {time} (event {known.last} was the last): {error}"
            raise type(error)(text) from error
    said = {"time": time, "sequence": known.last, "recorded_at": known.recorded_at}
    return was | {"as_of": said, "since": _since(store, ask, was, known, compare)}


def _moment(time: str, settings: Settings) -> dt.datetime:
    try:
        span = parse_time(time, Clock(settings.zone))
    except ValueError as error:
        raise UsageError(f"{time!r} is no time: {error}") from None
    if span.start == BEGIN or span.end == END:
        raise UsageError(f"{time!r} does not say when; write a time, a day, or an interval with an end")
    return span.end


def _since(
    store: Store, ask: Ask, was: Mapping[str, Any], known: Known, compare: Callable[..., dict[str, Any]]
) -> dict[str, Any]:
    (head,) = store.read("case.head").one()
    try:
        now, unanswered = ask(store), None
    except NotFoundError as error:  # what was known then and is not now: a correction took it back
        now, unanswered = {**was, **{name: [] for name, value in was.items() if isinstance(value, list)}}, str(error)
    return {"sequence": head, "unanswered": unanswered, **compare(was, now, recorded_since(store, known.last))}


def _of_trace(was: Mapping[str, Any], now: Mapping[str, Any], later: Iterable[Later]) -> dict[str, Any]:
    sides = {name: (_by(was[name], id_), _by(now[name], id_)) for name, (id_, _) in _LISTS.items()}
    moved = {name: _moved(*sides[name], looked_at) for name, (_, looked_at) in _LISTS.items()}
    names = {f"{_LISTS[part][0]} {name}" for part, some in moved.items() for name in some}
    touching = [one for one in later if one.keys & moved["batches"] or one.names & names]
    parts = {name: _compared(*sides[name], moved[name], *_LISTS[name], touching) for name in _LISTS}
    return {"changed": any(moved.values()), **parts, "records": [one.as_dict() for one in touching]}


Rows = Mapping[str, Mapping[str, Any]]


def _by(rows: Iterable[Mapping[str, Any]], id_: str) -> Rows:
    return {row[id_]: row for row in rows}


def _moved(was: Rows, now: Rows, looked_at: str | None) -> set[str]:
    """What is in one of the two alone, or says something else."""
    both = was.keys() & now.keys()
    return (was.keys() ^ now.keys()) | {n for n in both if looked_at and was[n][looked_at] != now[n][looked_at]}


def _compared(
    was: Rows, now: Rows, moved: set[str], id_: str, looked_at: str | None, touching: list[Later]
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {"in": [], "out": [], "changed": []}
    for name in sorted(moved):
        because = [one.sequence for one in touching if name in one.keys or f"{id_} {name}" in one.names]
        said = {**(now.get(name) or was[name]), "because": because}
        if name in was and name in now:
            found["changed"].append(said | {"was": {looked_at: was[name][looked_at or id_]}})
        else:
            found["in" if name in now else "out"].append(said)
    return found


def with_people(store: Store, answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with the texts about people, where they have not been erased, in the place of their references."""
    texts = texts_of(store, _references(answer))
    found: dict[str, Any] = _put_back(answer, texts)
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, str) and _PERSON.fullmatch(value):
        yield value
    elif isinstance(value, Mapping):
        yield from (id_ for said in value.values() for id_ in _references(said))
    elif isinstance(value, list):
        yield from (id_ for said in value for id_ in _references(said))


def _put_back(value: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _put_back(said, texts) for name, said in value.items()}
    if isinstance(value, list):
        return [_put_back(said, texts) for said in value]
    return texts.get(value, value) if isinstance(value, str) else value
