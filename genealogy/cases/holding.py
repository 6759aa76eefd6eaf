"""Hold and release of what a case covers, in one call: a status for each batch that is on hand, the case its reason.

A hold is of the whole batch, so that it goes with it to wherever it is moved and to what comes back. What the batch was
before is kept with it. A second call finds its own holds and changes nothing; two at once take turns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from genealogy.cases.book import MovedOnError, Standing, event_of, needs, standing, unchanged, unused
from genealogy.cases.claims import FREE, HOLD, Claims, OnHand, before_text, claims_on, held_by, restored, stock_of
from genealogy.cases.covering import AT_ONCE, parts_of, source_of
from genealogy.cases.growth import grow
from genealogy.cases.life import Said
from genealogy.errors import UsageError
from genealogy.events import Event
from genealogy.events.care import Status
from genealogy.events.cases import CaseEntry
from genealogy.keys import BatchKey
from genealogy.record.writer import Guard, record
from genealogy.store import Store, Tx
from genealogy.times import INSTANT, Clock, parse_time

TRIES = 10


def hold_case(store: Store, case: str, said: Said) -> dict[str, Any]:
    """Hold every batch that an open case covers and that is on hand or on the way to a place of our own; `held` now,
    `already` before, each with where. What this case held and somebody set free is held again.

    Batches of which a missing quantity leaves the stock open are held too. Raises UnknownCaseError, CaseStatusError.
    """
    needs(standing(store, case), "open", what="only an open case holds")
    grow(store, standing(store, case))

    def once(found: Standing, when: dt.datetime) -> dict[str, Any]:
        needs(found, "open", what="only an open case holds")
        keys = [row[0] for row in store.read("case.covered", case=case).rows]
        stocks, claims = stock_of(store, keys), claims_on(store, keys)
        there = {key: stock for key, stock in sorted(stocks.items()) if stock.there}
        mine = [key for key in there if case in claims.by_key.get(key, {}) and not there[key].loose]
        fresh = [key for key in there if key not in mine]
        events = {key: _held(case, there[key], claims, said, when) for key in fresh}
        _record(store, found, "hold", events, claims, said, when)
        return {
            "case": case,
            "held": [there[key].as_dict() for key in fresh],
            "already": [there[key].as_dict() for key in mine],
            "not_on_hand": len(stocks) - len(there),
        }

    return _again(store, case, said, once)


def release_case(store: Store, case: str, said: Said, keys: Sequence[str] = ()) -> dict[str, Any]:
    """Put back what this case held (or the batches named of it) to what it was before; `released` with where, and
    `kept` what another open case holds too. Raises UnknownCaseError, UsageError for a batch it does not hold."""
    wanted = {str(BatchKey.parse(key)) for key in keys}

    def once(found: Standing, when: dt.datetime) -> dict[str, Any]:
        mine = held_by(store, case)
        claims = claims_on(store, mine)
        if odd := wanted - set(mine):
            raise UsageError(f"case {case} does not hold {', '.join(sorted(odd))}")
        chosen = [key for key in mine if key in wanted or not wanted]
        stocks = stock_of(store, chosen) if chosen else {}
        others = {key: sorted(claims.of_others(key, case)) for key in chosen}
        events = {key: _released(case, stocks[key], claims, said, when) for key in chosen}
        _record(store, found, "release", events, claims, said, when)
        after = stock_of(store, chosen) if chosen else {}
        return {
            "case": case,
            "released": [after[key].as_dict() for key in chosen if not others[key]],
            "kept": [{"key": key, "held_by": others[key]} for key in chosen if others[key]],
        }

    return _again(store, case, said, once)


def _again(
    store: Store, case: str, said: Said, once: Callable[[Standing, dt.datetime], dict[str, Any]]
) -> dict[str, Any]:
    """Do it, and where somebody else acted meanwhile, look again."""
    unused(store, case, said.signature)
    for left in reversed(range(TRIES)):
        found = standing(store, case)
        try:
            return once(found, _moment(said, found))
        except MovedOnError:
            if not left:
                raise
    raise AssertionError  # the last try returns or raises


def _moment(said: Said, case: Standing) -> dt.datetime:
    """A hold is of a moment: what has its own beginning and end cannot be put in order with other statuses."""
    if said.at is None:
        return dt.datetime.now(dt.UTC)
    try:
        span = parse_time(said.at, Clock(case.zone))
    except ValueError as error:
        raise UsageError(str(error)) from None
    if span.end - span.start != INSTANT:
        raise UsageError(f"{said.at!r} is no moment; write 2026-03-04T08:15:00+08:00")
    return span.start


def _held(case: str, stock: OnHand, claims: Claims, said: Said, when: dt.datetime) -> list[Event]:
    """Where it is held already by another open case, or was by this one until somebody set it free, it was before what
    it was before that."""
    own = claims.by_key.get(stock.key, {}).get(case)
    before = own or next(iter(claims.of_others(stock.key, case).values()), None) or before_text(stock)
    kept = [part for part in stock.parts if own and part[2] not in (HOLD, FREE, None)]
    return _statuses(case, stock, [HOLD, *kept], said, when, before)


def _released(case: str, stock: OnHand, claims: Claims, said: Said, when: dt.datetime) -> list[Event]:
    if claims.of_others(stock.key, case):
        return _statuses(case, stock, [HOLD], said, when)
    return _statuses(case, stock, restored(claims.by_key[stock.key][case], stock), said, when)


def _statuses(
    case: str, stock: OnHand, parts: Iterable[Any], said: Said, when: dt.datetime, before: str | None = None
) -> list[Event]:
    """One status after the other, and all after those it has: the later one counts."""
    names: dict[str, Any] = {**parts_of(stock.key)}
    base = max(when, stock.last + INSTANT)
    found: list[Event] = []
    for number, part in enumerate(parts):
        place, quantity, status = (None, None, part) if isinstance(part, str) else part
        own = {"location": place, "quantity": None if quantity is None else f"{quantity:.6f}", "uom": stock.uom}
        values = names | (own if place or quantity is not None else {})
        at = (base + number * INSTANT).isoformat()
        more = {
            "reason": f"{case}: {said.reason}",
            "by": said.by,
            "at": at,
            "case": case,
            "before": before,
            **said.signed(),
        }
        found.append(event_of(Status, status=status, line=f"{case}:{number}", **values, **more))
    return found


def _record(
    store: Store,
    case: Standing,
    action: str,
    events: dict[str, list[Event]],
    claims: Claims,
    said: Said,
    when: dt.datetime,
) -> None:
    """Each chunk of batches with its step, and only if neither the case nor a claim on them has changed."""
    number = case.number
    for chunk in _chunks(events):
        number += 1
        told = {"reason": said.reason, "by": said.by, "at": when.isoformat(), **said.signed()}
        names = {"case": case.case, "revision": case.revision, "action": action, "number": number}
        entry = event_of(CaseEntry, **names, **told, batches=len(chunk))
        stands = Standing(case.case, case.status, case.revision, number - 1)
        guard = _guard(stands, list(chunk), [row for row in claims.rows if row[0] in chunk])
        every = [*(event for some in chunk.values() for event in some), entry]
        record(store, every, source_of(said.author), case.zone, guard=guard)


def _chunks(events: dict[str, list[Event]]) -> Iterable[dict[str, list[Event]]]:
    chunk: dict[str, list[Event]] = {}
    for key, some in events.items():
        chunk[key] = some
        if sum(map(len, chunk.values())) >= AT_ONCE:
            yield chunk
            chunk = {}
    if chunk:
        yield chunk


def _guard(case: Standing, keys: list[str], seen: list[Any]) -> Guard:
    same_case = unchanged(case)

    def guard(tx: Tx) -> None:
        same_case(tx)
        if claims_on(tx, keys).rows != seen:
            raise MovedOnError("another case held or released these batches meanwhile; try again")

    return guard
