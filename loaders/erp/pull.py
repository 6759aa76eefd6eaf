"""A pull: every type of document in turn, page by page; the cursor moves when all of a type is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from genealogy.cases.growth import grow_open_cases
from genealogy.derive import settle
from genealogy.errors import GenealogyError
from genealogy.events import BY_KIND, Event
from genealogy.progress import Progress
from genealogy.record.writer import Source as Origin
from genealogy.record.writer import record
from genealogy.store import Store, Tx
from loaders import loads
from loaders.erp import state
from loaders.erp.changes import Step, step
from loaders.erp.listing import earlier, fetched, listed
from loaders.erp.model import Connector, Document, Row
from loaders.erp.report import Fault, PullReport, TypeReport
from loaders.erp.source import Source
from loaders.erp.state import Cursor, Known
from loaders.report import SHOWN_CHARS
from loaders.words import explain

DIFFERS = "differs from what was recorded before under this identity; the first stays"


@dataclass(frozen=True, slots=True)
class Wish:
    """How to pull: everything (`full`), or since a time of the source's own, else since the cursor; without writing."""

    dry_run: bool = False
    full: bool = False
    since: str = ""


@dataclass(slots=True)
class _Course:
    """A pull under way."""

    store: Store
    name: str
    source: Source
    connector: Connector
    zone: ZoneInfo
    wish: Wish
    by: str
    report: PullReport
    say: Progress


@dataclass(slots=True)
class _Batch:
    """Documents on their way into one transaction."""

    events: list[Event] = field(default_factory=list)
    of: list[Document] = field(default_factory=list)  # for each event
    then: dict[str, Known] = field(default_factory=dict)


def pull(
    store: Store, name: str, source: Source, connector: Connector, zone: ZoneInfo, wish: Wish, by: str, say: Progress
) -> PullReport:
    """Record what changed in a source since its cursor; again changes nothing, and continues a pull that broke off.

    Raises PullError where the source fails, and the store's errors; what was recorded until then stays, and the cursor
    of the type under way does not move.
    """
    started = dt.datetime.now(dt.UTC)
    report = PullReport(loads.new_id(), name, source.kind, wish.dry_run, started, started)
    course = _Course(store, name, source, connector, zone, wish, by, report, say)
    if not wish.dry_run:
        loads.start(store, report.load, f"pull {name}", sha256(f"pull {name}".encode()).hexdigest(), started, by)
    try:
        _all(course)
    except BaseException as error:
        if not wish.dry_run:
            with suppress(GenealogyError):
                loads.fail(store, report.load, "failed" if isinstance(error, Exception) else "interrupted")
        raise
    report.finished_at = dt.datetime.now(dt.UTC)
    if not wish.dry_run:
        loads.finish(store, report)
    return report


def _all(course: _Course) -> None:
    cursors = state.cursors(course.store, course.name)
    try:
        for number, type_ in enumerate(course.connector.types):
            course.say(type_, number, len(course.connector.types))
            _type(course, type_, cursors.get(type_, Cursor()))
    finally:
        if not course.wish.dry_run:  # what did come is drawn, whatever became of the rest
            settle(course.store, course.say)
            course.report.alarms += grow_open_cases(course.store)


def _type(course: _Course, type_: str, cursor: Cursor) -> None:
    since = "" if course.wish.full else course.wish.since or earlier(cursor.at, course.source.overlap_minutes)
    told = TypeReport(type_, since=since, cursor=cursor.at)
    course.report.types.append(told)
    newest = course.connector.newest(type_)  # before the list: what changes meanwhile is later than this
    left, again = dict.fromkeys(cursor.again), list[str]()
    for ids in _pages(course, type_, since, left):
        again += _page(course, told, type_, ids, left)
    if not course.wish.dry_run:
        if not _leaves_out(course, cursor):
            told.cursor = max(newest, cursor.at)
        state.advance(course.store, course.name, type_, Cursor(told.cursor, tuple(again)))


def _leaves_out(course: _Course, cursor: Cursor) -> bool:
    """Whether a time was wished for that lies after what the cursor would have asked: it may not move over that."""
    return bool(course.wish.since and cursor.at) and course.wish.since > earlier(
        cursor.at, course.source.overlap_minutes
    )


def _pages(course: _Course, type_: str, since: str, left: dict[str, None]) -> Iterator[list[str]]:
    """What changed; then what is `left`: rejected the last time, for its reason may be gone, or hanging on another."""
    seen = set[str]()
    for ids in listed(course.connector, type_, since, course.source.page_size):
        seen.update(ids)
        yield ids
    while waiting := [id_ for id_ in left if id_ not in seen][: course.source.page_size]:
        seen.update(waiting)
        yield waiting


def _page(course: _Course, told: TypeReport, type_: str, ids: Sequence[str], left: dict[str, None]) -> list[str]:
    """Record one page of documents in one transaction; the ids of those that have to be looked at again."""
    known = state.known(course.store, course.name, type_, ids)
    batch, again = _Batch(), []
    for document in fetched(course.connector, type_, ids, gone=left):
        told.documents += 1
        told.without_lot += document.without_lot
        events, faults = _events(type_, document)
        done = step(document, events, known.get(document.id), not faults)
        _count(course, told, document, done, faults)
        left.update(dict.fromkeys(document.also))
        if faults:
            again.append(document.id)
        batch.events += done.events
        batch.of += [document] * len(done.events)
        if done.then:
            batch.then[document.id] = done.then
    if not course.wish.dry_run:
        _record(course, told, type_, batch)
    return again


def _events(type_: str, document: Document) -> tuple[list[Event], list[Fault]]:
    faults = [Fault(type_, document.number, *one) for one in document.faults]
    events = []
    for row in document.rows:
        try:
            events.append(BY_KIND[row.kind].model_validate(row.values))
        except ValidationError as error:
            faults += _faults(type_, document, row, error)
    return events, faults


def _faults(type_: str, document: Document, row: Row, error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        ours = str(detail["loc"][0]) if detail["loc"] else ""
        value = detail["input"] if isinstance(detail["input"], str) else ""
        theirs = row.shape.columns.get(ours, ours)
        yield Fault(type_, document.number, f"{theirs} ({row.kind}.{ours})", value[:SHOWN_CHARS], explain(detail))


def _count(course: _Course, told: TypeReport, document: Document, done: Step, faults: list[Fault]) -> None:
    told.events += len(done.events)
    told.open += document.state == "open"
    told.corrected += done.what == "corrected"
    told.voided += done.what == "voided"
    told.rejected += len(faults)
    course.report.rejected += faults
    if done.note:
        told.notes.append(done.note)
    if done.conflict:
        told.conflicts += 1
        course.report.conflicts.append(Fault(told.type, document.number, "", "", done.conflict))


def _record(course: _Course, told: TypeReport, type_: str, batch: _Batch) -> None:
    rows = state.rows_of(course.name, type_, batch.then)
    keep = partial(_keep, rows)
    if batch.events:
        origin = Origin(course.report.load, f"{course.name} {type_}", course.by)
        outcome = record(course.store, batch.events, origin, course.zone, guard=keep)
        told.new += len(outcome.new)
        told.repeated += len(outcome.repeated)
        told.conflicts += len(outcome.conflicts)
        course.report.alarms += outcome.alarms
        for position in sorted(outcome.conflicts):
            identity = " ".join(filter(None, batch.events[position].identity_values()))
            fault = Fault(type_, batch.of[position].number, batch.events[position].kind_of_event, identity, DIFFERS)
            course.report.conflicts.append(fault)
    if rows:  # once more: where all was there before, nothing was written
        course.store.write("pull.keep", rows=rows)


def _keep(rows: list[dict[str, object]], tx: Tx) -> None:
    """In the transaction of the events: what is remembered of a document is what was recorded of it."""
    if rows:
        tx.run("pull.keep", rows=rows)
