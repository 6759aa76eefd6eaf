"""Subscriptions: made, listed, removed; the messages of one that could not be delivered, and sending them again."""

from __future__ import annotations

import datetime as dt
import secrets as random
from collections.abc import Sequence
from typing import Any

from genealogy.errors import NotFoundError, UsageError
from genealogy.outbox import secrets
from genealogy.outbox.hosts import addresses, parts_of, port_of
from genealogy.outbox.messages import TOPICS
from genealogy.outbox.signing import new_secret
from genealogy.settings import Settings
from genealogy.store import Store

KIND = "webhooks"  # the folder of their secrets
KIND_OF_SOURCES = "source"
OF_SOURCES = ("status", "case")
AT_ONCE = 10_000  # messages in a transaction
SHOWN = 1_000
_EVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
_TIMES = ("created_at", "paused_until", "at", "done_at")


class UnknownSubscriptionError(NotFoundError):
    """There is no subscription of that id."""

    code = "unknown_subscription"


def subscribe(store: Store, settings: Settings, url: str, what: Sequence[str] = (), *, by: str = "") -> dict[str, Any]:
    """Have messages on `what` (topics; none: all of them) sent to `url` from now on.

    Gives back what `subscriptions` says of it, and the `secret` that signs, which nothing shows again. Raises
    UsageError, and BlockedHostError where the address is of a private network that no setting names.
    """
    topics = [topic for topic in TOPICS if topic in what] if what else list(TOPICS)
    if unknown := sorted(set(what) - set(TOPICS)):
        raise UsageError(f"there are no messages on {', '.join(unknown)}; there are: {', '.join(TOPICS)}")
    parts = parts_of(url)
    addresses(str(parts.hostname), port_of(parts), settings.webhook_places)
    id_, secret = random.token_hex(6), new_secret()
    secrets.keep(settings, KIND, id_, secret)  # first: a message that waits can then be signed
    props = {"url": url, "kind": "webhook", "what": topics, "made_by": by, "created_at": dt.datetime.now(dt.UTC)}
    store.write("outbox.keep_subscription", id=id_, props=props)
    return {**subscription(store, id_), "secret": secret}


def subscribe_source(store: Store, name: str, what: Sequence[str] = (), *, by: str = "") -> dict[str, Any]:
    """Have a business system told (`source:NAME`) of statuses, and of cases where that is asked for, from now on; gives
    back what `subscriptions` says of it. Raises UsageError. That the source can be written to is seen before."""
    topics = [topic for topic in OF_SOURCES if topic in what] if what else ["status"]
    if unknown := sorted(set(what) - set(OF_SOURCES)):
        raise UsageError(f"a source is not told of {', '.join(unknown)}; it is of: {', '.join(OF_SOURCES)}")
    id_ = random.token_hex(6)
    props = {"url": f"source:{name}", "kind": KIND_OF_SOURCES, "what": topics, "made_by": by}
    store.write("outbox.keep_subscription", id=id_, props=props | {"created_at": dt.datetime.now(dt.UTC)})
    return subscription(store, id_)


def subscriptions(store: Store) -> list[dict[str, Any]]:
    """All of them by when they were made: where to, on what, how many messages wait and how many are dead."""
    return [_plain(row) for row in store.read("outbox.subscriptions").dicts()]


def subscription(store: Store, id_: str) -> dict[str, Any]:
    """One of them. Raises UnknownSubscriptionError."""
    for found in subscriptions(store):
        if found["id"] == id_:
            return found
    raise UnknownSubscriptionError(f"there is no subscription {id_!r}; `genealogy webhook list` names them")


def unsubscribe(store: Store, settings: Settings, id_: str) -> dict[str, Any]:
    """Send nothing more, and let go of what waits and of the secret. Gives back how it stood."""
    found = subscription(store, id_)
    # With the writer's lock: who records meanwhile has put down his messages, or knows of nobody to tell.
    store.writing(lambda tx, _: (tx.run("ledger.open"), tx.run("outbox.remove_subscription", id=id_)))
    for state in ("waiting", "dead", "delivered"):
        remove(store, f"{id_} {state}", _EVER)
    secrets.forget(settings, KIND, id_)
    return found


def remove(store: Store, queue: str, before: dt.datetime) -> None:
    """Take out the messages of a queue that were done (or where they never were, put down) before that."""
    while store.write("outbox.remove_messages", queue=queue, before=before, limit=AT_ONCE).one()[0]:
        pass


def dead(store: Store, id_: str | None = None) -> list[dict[str, Any]]:
    """Messages that were given up, of one subscription or of all, in order (the first 1,000 of each): why, after how
    many tries, since when."""
    ids = [subscription(store, id_)["id"]] if id_ else [found["id"] for found in subscriptions(store)]
    return [
        {"subscription": one, **_plain(row)}
        for one in ids
        for row in store.read("outbox.messages", queue=f"{one} dead", limit=SHOWN).dicts()
    ]


def replay(store: Store, id_: str, messages: Sequence[str] = ()) -> int:
    """Send dead messages of a subscription again, all or these, in order; gives back how many that are. They bear the
    id and the number that they had, so a receiver sees where something newer has come meanwhile."""
    subscription(store, id_)
    names = {"dead": f"{id_} dead", "waiting": f"{id_} waiting", "messages": [*messages], "limit": AT_ONCE}
    total = 0
    while done := store.write("outbox.replay", **names, now=dt.datetime.now(dt.UTC)).one()[0]:
        total += done
    return total


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: _time(row[name]) for name in _TIMES if name in row}


def _time(value: Any) -> str | None:
    return value.to_native().isoformat(timespec="seconds") if value is not None else None
