"""What an event is about, and what of an object left the graph by corrections: so that its history still shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from genealogy.events import Event
from genealogy.events.attachments import Attachment
from genealogy.events.care import Cleaning, Correction
from genealogy.record.reading import event_of, lookup
from genealogy.record.rows import batches_named, named, record_id
from genealogy.store import Tx


def subjects(event: Event) -> set[str]:
    """The objects that an event describes, uses or corrects, as `kind:id`; a batch by its key.

    A material counts where no batch of it is named: else its history would be that of all its batches.
    """
    batches = {f"batch:{key}" for key in batches_named(event)}
    about = {record_id(label.lower(), id_) for label, id_ in named(event) if not (batches and label == "Material")}
    if record := document_of(event):
        about.add(record)
    if isinstance(event, Correction):
        records = filter(None, (event.record, event.by_record))
        about |= {record_id(event.record_kind, record) for record in records}
    if isinstance(event, Attachment):
        about.add(event.about)
    return about | batches


def document_of(event: Event) -> str | None:
    """The record that an event is a part of and that a correction may void, as `kind:id`."""
    if isinstance(event, Cleaning):
        return record_id("cleaning", event.called)
    if event.document is None:
        return None
    return record_id(event.document.rstrip("_"), event.__dict__[event.document])


def remember_past(tx: Tx, events: Mapping[int, Event], left: Iterable[int]) -> None:
    """Keep, for each object, the numbers of the corrections among `events` that are about it, and of what `left` the
    graph; what is not among `events` is read from its page."""
    numbers = {seq for seq, event in events.items() if isinstance(event, Correction)}.union(left)
    older = lookup(tx, numbers - events.keys())
    about = {seq: events[seq] if seq in events else event_of(older[seq].kept.content, {}) for seq in numbers}
    if rows := [{"past": past, "seqs": seqs} for past, seqs in sorted(by_object(about).items())]:
        tx.run("ledger.past", rows=rows)


def by_object(events: Mapping[int, Event]) -> dict[str, list[int]]:
    """For each object that these events are about, their numbers in order."""
    found: dict[str, list[int]] = {}
    for seq in sorted(events):
        for about in subjects(events[seq]):
            found.setdefault(about, []).append(seq)
    return found
