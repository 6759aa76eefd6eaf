"""Texts about people: found, and erased on request (PIPL 47, GDPR 17) without touching the record."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from genealogy.errors import UnknownPersonError, UsageError
from genealogy.events.people import Erasure
from genealogy.forms import first_fault
from genealogy.ledger.head import head_of
from genealogy.record.erasing import places_of
from genealogy.record.people import Register
from genealogy.record.writer import Source, record
from genealogy.store import Store, Tx

_ID = re.compile(r"person:[0-9a-f]{32}")


def find_people(store: Store, text: str = "", limit: int = 1000) -> list[dict[str, str]]:
    """The texts that hold `text`, in any case: `person` (the id) and `text`."""
    return store.read("people.find", find=text, limit=limit).dicts()


def forget(
    store: Store, who: str, by: str, reason: str, at: str | None, zone: ZoneInfo, author: str = ""
) -> dict[str, Any]:
    """Erase the text `who` (as it was recorded, or its id) for good: `{"person", "places", "sequence"}`.

    `places` says how often it stood where in the graph. The erasure is recorded, without the text; the events stay as
    they are. The same text in events that come later reads `(erased)` too. `author` is who sends it, as the service
    knows them, beside what they say in `by`. Raises UnknownPersonError, UsageError.
    """
    person = who if _ID.fullmatch(who) else Register(head_of(store).secret).hide(who)
    rows = store.read("people.one", person=person).rows
    if not rows:
        raise UnknownPersonError(f"no text about a person is {who!r}; `genealogy person list` shows those there are")
    if rows[0][1]:
        raise UsageError(f"{person} was erased already, at {rows[0][1]}")
    try:
        said = Erasure(person=person, reason=reason, by=by, at=at or dt.datetime.now(dt.UTC).isoformat())
    except ValidationError as error:
        raise UsageError(first_fault(error)) from None
    places: list[dict[str, Any]] = []

    def look(tx: Tx) -> None:
        places[:] = places_of(tx, tx.read("people.one", person=person).rows[0][0])

    outcome = record(store, [said], Source("", "erasure", author or by), zone, guard=look)
    return {"person": person, "places": places, "sequence": outcome.first_seq}
