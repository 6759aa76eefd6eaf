"""A document against what was pulled of it before: what is to be recorded now (rules 5 and 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Literal

from genealogy.events import Event
from genealogy.events.care import Correction
from genealogy.record.past import document_of
from loaders.erp.model import Document
from loaders.erp.state import Known

What = Literal["recorded", "corrected", "voided", "nothing"]
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Step:
    """What a document brings now, and how it is remembered then. `note` says what is not as it was before."""

    what: What
    events: list[Event] = field(default_factory=list)
    then: Known | None = None
    note: str = ""
    conflict: str = ""


def step(document: Document, events: Sequence[Event], known: Known | None, whole: bool) -> Step:
    """Compare a document (its events under their own numbers) with what was pulled before.

    The same, or more lines: recorded under the record it has. Other content, changed later by the source's own clock:
    a new record replaces the old one. Other content without that: recorded as it is, so that rule 5 calls it a
    conflict. Cancelled: its records become void. `whole` says that none of its lines was rejected; only then may it
    replace what is there.
    """
    if document.state == "cancelled":
        return _cancelled(document, known)
    if document.state == "open":
        taken_back = known is not None and not known.void
        note = f"{document.number} is open again; what was recorded of it stays until it is done or cancelled"
        return Step("nothing", note=note if taken_back else "")
    lines = tuple(sorted(_hash(event) for event in events))
    records = tuple(sorted({record for event in events if (record := document_of(event))}))
    if known is None or not known.records:
        return Step("recorded", list(events), Known(1, document.modified, False, records, lines))
    if known.void:
        return _again(document, events, replace(known, void=False, lines=lines))
    if set(known.lines) <= set(lines):
        now = replace(known, modified=document.modified, lines=lines, records=_named(records, known.revision))
        return Step("recorded", _revised(events, known.revision), now)
    if document.modified > known.modified and whole:
        return _corrected(document, events, known, lines)
    text = "is not what was pulled before, and the source does not say that it was changed; the first stays"
    text = text if whole else "has lines that were rejected, and others than were pulled before; the first stays"
    return Step("recorded", _revised(events, known.revision), None, conflict=text)


def _cancelled(document: Document, known: Known | None) -> Step:
    if known is None or known.void or not known.records:
        return Step("nothing")
    action = {"action": "replace", "by_record": document.replaced_by} if document.replaced_by else {"action": "void"}
    voids = [_correction(record, document, reason="cancelled in the source", **action) for record in known.records]
    return Step("voided", list(voids), replace(known, modified=document.modified, void=True))


def _again(document: Document, events: Sequence[Event], known: Known) -> Step:
    """What was cancelled is done after all: a void record does not rise again, so it is another."""
    revision = known.revision + 1
    now = replace(known, revision=revision, modified=document.modified, records=_records(events, revision))
    note = f"{document.number} was cancelled and is done again: recorded as revision {revision}"
    return Step("recorded", _revised(events, revision), now, note)


def _corrected(document: Document, events: Sequence[Event], known: Known, lines: tuple[str, ...]) -> Step:
    revision = known.revision + 1
    records = _records(events, revision)
    corrections = []
    for record in known.records:
        twin = _renamed(_plain(record, known.revision), revision)
        how = {"action": "replace", "by_record": twin.partition(":")[2]} if twin in records else {"action": "void"}
        corrections.append(_correction(record, document, reason="changed in the source", **how))
    now = Known(revision, document.modified, False, records, lines)
    return Step("corrected", [*_revised(events, revision), *corrections], now)


def _correction(record: str, document: Document, **said: str) -> Correction:
    kind, _, id_ = record.partition(":")
    values: dict[str, Any] = {"record_kind": kind, "record": id_, "by": "", **said}
    return Correction.model_validate({name: value for name, value in values.items() if value})


def _records(events: Sequence[Event], revision: int) -> tuple[str, ...]:
    return _named({record for event in events if (record := document_of(event))}, revision)


def _named(records: Sequence[str] | set[str], revision: int) -> tuple[str, ...]:
    return tuple(sorted(_renamed(record, revision) for record in records))


def _renamed(name: str, revision: int) -> str:
    """The number of a document in a later revision: `WH/IN/0001~2`."""
    return name if revision == 1 else f"{name}~{revision}"


def _plain(name: str, revision: int) -> str:
    return name if revision == 1 else name.removesuffix(f"~{revision}")


def _revised(events: Sequence[Event], revision: int) -> list[Event]:
    if revision == 1:
        return list(events)
    return [
        event.model_copy(update={event.document: _renamed(event.__dict__[event.document], revision)})
        if event.document
        else event
        for event in events
    ]


def _hash(event: Event) -> str:
    """Of content under the document's own number; without what is said of people, for hashes of it can be guessed."""
    return sha256(event.canonical(lambda _: "")).hexdigest()[:_DIGITS]
