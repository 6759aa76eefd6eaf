"""How the messages of this installation are sent: signed with secrets of its home, to where its settings allow."""

from __future__ import annotations

import datetime as dt
import secrets as random
from collections.abc import Callable, Mapping
from typing import Any

from genealogy.errors import GenealogyError
from genealogy.ledger.checkpoints import origin_of
from genealogy.ledger.head import found_head
from genealogy.outbox.delivery import Post, Target
from genealogy.outbox.envelope import MEDIA_TYPE, Letter
from genealogy.outbox.messages import PREFIX
from genealogy.outbox.people import KIND as KIND_OF_PEOPLE
from genealogy.outbox.people import tell
from genealogy.outbox.secrets import secret_of
from genealogy.outbox.sending import PATIENCE, Result, post
from genealogy.outbox.signing import headers_of
from genealogy.outbox.subscriptions import KIND, KIND_OF_SOURCES, subscription
from genealogy.settings import Settings
from genealogy.store import Store

Sender = Callable[[Target, Letter], Result]
NOBODY: Mapping[str, Sender] = {}


def now() -> dt.datetime:
    """The time."""
    return dt.datetime.now(dt.UTC)


def post_of(
    store: Store,
    settings: Settings,
    clock: Callable[[], dt.datetime] = now,
    patience: float = PATIENCE,
    ending: Callable[[], bool] = lambda: False,
    senders: Mapping[str, Sender] = NOBODY,
) -> Post:
    """What delivery needs, for this process; `senders` send for the kinds of subscriptions that this layer cannot."""
    source, secret = f"urn:{origin_of(store)}", _secret(store)

    def send(target: Target, letter: Letter) -> Result:
        try:
            if sender := senders.get(target.kind):
                return sender(target, letter)
            return _send(settings, target, letter, source, clock(), secret, patience)
        except GenealogyError as error:
            return Result(False, str(error))

    return Post(store, send, clock, random.token_hex(8), ending)


def _send(
    settings: Settings,
    target: Target,
    letter: Letter,
    source: str,
    at: dt.datetime,
    secret: str,
    patience: float = PATIENCE,
) -> Result:
    """Send a message, signed at this time; to people, as a digest. Raises GenealogyError where something is missing."""
    if target.kind == KIND_OF_PEOPLE:
        return tell(settings, target.id, letter, secret)
    if target.kind == KIND_OF_SOURCES:
        return Result(False, "this process does not write to sources; the service does")
    body = letter.body(source)
    signed = headers_of(secret_of(settings, KIND, target.id), letter.id, at, body)
    return post(target.url, body, {"Content-Type": MEDIA_TYPE, **signed}, settings.webhook_places, patience)


def send_test(store: Store, settings: Settings, id_: str, senders: Mapping[str, Sender] = NOBODY) -> dict[str, Any]:
    """Send a message that says nothing, at once and once; `{"delivered", "why"}`. Raises UnknownSubscriptionError."""
    found = subscription(store, id_)
    letter = Letter("", f"test-{random.token_hex(8)}", 0, f"{PREFIX}test", id_, "{}", now())
    target, source = Target(id_, found["url"], found["kind"]), f"urn:{origin_of(store)}"
    sender = senders.get(target.kind)
    result = sender(target, letter) if sender else _send(settings, target, letter, source, now(), _secret(store))
    return {"delivered": result.ok, "why": result.why}


def _secret(store: Store) -> str:
    """By which links of this database are known; where its head is gone nothing is asked that could be answered."""
    head = found_head(store)
    return head.secret if head else random.token_hex(16)
