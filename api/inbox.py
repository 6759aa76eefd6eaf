"""A signed CloudEvents event whose data are events of ours: recorded once."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from api.events import parse, record_events
from api.idempotency import Answers, KeyUsedError
from genealogy.errors import ConflictError, UsageError
from genealogy.record.writer import Source
from genealogy.settings import Settings
from genealogy.store import Store

_LONGEST = 1_000


class MessageUsedError(ConflictError):
    """A message of that source and id was taken before, with other content."""

    code = "message_used"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message: source and id are its identity (CloudEvents 1.0), `data` one event or a list of them."""

    id: str
    source: str
    type: str
    data: Any

    @property
    def key(self) -> str:
        """Its identity as one word."""
        return sha256(orjson.dumps([self.source, self.id])).hexdigest()


def incoming(body: bytes) -> Incoming:
    """A message from the bytes of a structured CloudEvents event in JSON. Raises UsageError."""
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise UsageError(f"the body is no JSON: {error}") from None
    if not isinstance(said, dict) or said.get("specversion") != "1.0":
        raise UsageError('send one CloudEvents event as JSON: an object with "specversion": "1.0"')
    texts = [text for name in ("id", "source", "type") if isinstance(text := said.get(name), str)]
    if len(texts) < 3 or not all(0 < len(text) <= _LONGEST for text in texts):
        raise UsageError(f"a CloudEvents event has id, source and type: texts of 1 to {_LONGEST} characters")
    if not isinstance(said.get("data"), dict | list):
        raise UsageError("`data` must be one event or a list of events, as POST /events takes them")
    return Incoming(texts[0], texts[1], texts[2], said["data"])


def take(
    store: Store, settings: Settings, answers: Answers, message: Incoming, sender: str
) -> tuple[int, dict[str, Any]]:
    """Record the events of a message once, as its sender; what was answered the first time is answered again.

    They are reported, as what has happened elsewhere: recorded under an open recall too, with an alarm. Raises what
    `record_events` raises, MessageUsedError where the same source and id came with other content.
    """
    by = f"inbox:{sender}"

    def work() -> tuple[int, dict[str, Any]]:
        source = Source("api", f"{message.source} {message.id}", by)
        done = record_events(store, settings, parse(message.data), source, reported=True)
        return (201 if done.new else 200), done.as_dict()

    try:
        return answers.once(message.key, [message.type, message.data], work, by)
    except KeyUsedError:
        raise MessageUsedError(
            f"the message {message.id!r} of {message.source!r} was taken before, with other content; the first stays"
        ) from None
