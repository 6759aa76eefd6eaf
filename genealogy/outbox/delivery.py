"""Delivery: at least once, in order within a batch, case or load, later and later where it fails.

One holder sends for a subscription at a time: a lease, renewed before each message, for longer than a message may take.
What cannot be reached holds up all messages of its subscription; what refuses one message holds up its strand only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from random import uniform
from typing import Any

import structlog

from genealogy.outbox.envelope import Letter
from genealogy.outbox.sending import PATIENCE, Result
from genealogy.outbox.subscriptions import remove, subscriptions
from genealogy.store import Store

GIVE_UP = 72  # tries of one message; with the waits between them about three days
FIRST_WAIT, LONGEST_WAIT, LONGEST_PAUSE = 5.0, 3600.0, 600.0  # seconds
LEASE = dt.timedelta(seconds=4 * PATIENCE)
KEPT = dt.timedelta(days=30)  # for which what has arrived can be looked up
AT_ONCE = 100
TURN = 50  # messages of one subscription before the next one has its turn
log = structlog.get_logger("genealogy.outbox")


@dataclass(frozen=True, slots=True)
class Target:
    """Where messages of one subscription go."""

    id: str
    url: str
    kind: str
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """What delivery needs: how to send, what time it is, a name that no other process has, and whether to end."""

    store: Store
    send: Callable[[Target, Letter], Result]
    now: Callable[[], dt.datetime]
    holder: str
    ending: Callable[[], bool] = lambda: False


def deliver(post: Post) -> int:
    """Send what is due, each subscription for a turn; gives back how many messages have arrived."""
    return sum(_turn(post, id_) for (id_,) in post.store.read("outbox.due", now=post.now()).rows)


def prune(post: Post) -> None:
    """Let go of messages that arrived long ago."""
    for found in subscriptions(post.store):
        remove(post.store, f"{found['id']} delivered", post.now() - KEPT)


def _turn(post: Post, id_: str) -> int:
    arrived = 0
    while arrived < TURN and (letters := _due(post, id_)):
        for letter in letters:
            target = _leased(post, id_)
            if post.ending() or target is None:
                return arrived
            ok, go_on = _one(post, target, letter)
            arrived += ok
            if not go_on:
                return arrived
    return arrived


def _due(post: Post, id_: str) -> list[Letter]:
    rows = post.store.read("outbox.heads", queue=f"{id_} waiting", now=post.now(), limit=AT_ONCE).dicts()
    return [Letter(**row | {"at": row["at"].to_native()}) for row in rows]


def _leased(post: Post, id_: str) -> Target | None:
    """The subscription, where it is ours to send for."""
    now = post.now()
    rows = post.store.write("outbox.lease", id=id_, holder=post.holder, now=now, until=now + LEASE).rows
    return Target(*rows[0]) if rows else None


def _one(post: Post, target: Target, letter: Letter) -> tuple[bool, bool]:
    """Send one message and note what became of it; gives back whether it arrived, and whether the next one may go."""
    result = post.send(target, letter)
    names = {"id": target.id, "outgoing": letter.outgoing, "holder": post.holder}
    if result.ok:
        return True, bool(post.store.write("outbox.delivered", **names, now=post.now()).rows)
    props, paused = _failure(target, letter, result, post.now())
    log.warning("not delivered", subscription=target.id, message=letter.id, why=result.why, dead="done_at" in props)
    noted = post.store.write("outbox.failed", **names, props=props, paused=paused).rows
    return False, bool(noted) and not paused


def _failure(target: Target, letter: Letter, result: Result, now: dt.datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is noted of the message, and of the subscription where its receiver is away."""
    tries = letter.tries + 1
    props: dict[str, Any] = {"tries": tries, "why": result.why, "due_at": now + wait(tries, LONGEST_WAIT)}
    if result.gone or tries >= GIVE_UP:
        props |= {"queue": f"{target.id} dead", "done_at": now}
    if result.refused or result.gone:
        return props, {}
    failures = target.failures + 1
    return props, {"failures": failures, "paused_until": now + wait(failures, LONGEST_PAUSE)}


def wait(tries: int, longest: float) -> dt.timedelta:
    """How long to wait after so many failures: twice as long each time up to a bound, less up to a half by chance, so
    that many who wait do not come at once."""
    return dt.timedelta(seconds=min(longest, FIRST_WAIT * 2 ** min(tries - 1, 20)) * uniform(0.5, 1))
