"""Releases that come as events: where the settings ask for signatures, a person signs each of them.

What a program passes on (a key that may load and not sign) was released elsewhere, and has that program as its author.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from api.access.signing import Given, Signer
from api.events import BadEventsError, parse
from genealogy.events import Event
from genealogy.events.care import Status
from genealogy.events.signing import Signature, sets_free
from genealogy.settings import listed

SIGNATURE = "signature"
_NONE_SUCH = "is no signature; write {meaning, credential}, or what POST /signatures gave"
_GIVEN: TypeAdapter[Given] = TypeAdapter(Given)


def signed_events(body: Any, signer: Signer) -> list[Event]:
    """The events of a request, signed. Raises UsageError, BadEventsError, SignatureNeededError, WrongSignatureError."""
    items: Sequence[Any] = body if isinstance(body, list) else [body]
    plain = [_plain(item) for item in items]
    events, given = parse(plain), _given(items)
    signing = _Signing(signer)
    return [signing.signed(event, given.get(place), plain[place]) for place, event in enumerate(events)]


def _plain(item: Any) -> Any:
    return {name: value for name, value in item.items() if name != SIGNATURE} if isinstance(item, dict) else item


def _given(items: Sequence[Any]) -> dict[int, Given]:
    """What each event is signed with, by position."""
    found: dict[int, Given] = {}
    faults = []
    for place, item in enumerate(items):
        if item.get(SIGNATURE) is None:
            continue
        try:
            found[place] = _GIVEN.validate_python(item[SIGNATURE])
            text = "" if item["event"] == Status.kind_of_event else "is taken of a status only"
        except ValidationError:
            text = _NONE_SUCH
        if text:  # what was sent is not said again: it may hold a key
            faults.append({"position": place, "column": SIGNATURE, "value": "", "text": text})
    if faults:
        raise BadEventsError(faults)
    return found


@dataclass(slots=True)
class _Signing:
    """The signatures of one request: a credential that signs a hundred events is looked at once."""

    signer: Signer
    seen: dict[tuple[str, str], Signature] = field(default_factory=dict)

    def signed(self, event: Event, given: Given | None, over: Any) -> Event:
        if not isinstance(event, Status):
            return event
        signature = self._signature(given, over, must=self._must(event))
        return event.model_copy(update=signature.fields()) if signature else event

    def _must(self, event: Status) -> bool:
        rights = self.signer.caller.rights
        passed_on = "load" in rights and "sign" not in rights
        return not passed_on and sets_free(event.status, listed(self.signer.access.settings.kept_back))

    def _signature(self, given: Given | None, over: Any, *, must: bool) -> Signature | None:
        if given is None or isinstance(given, str):
            return self.signer.signature(given, over, must=must)
        same = (given.credential.get_secret_value(), given.meaning)
        if same not in self.seen and (found := self.signer.signature(given, over, must=must)):
            self.seen[same] = found
        return self.seen[same]
