"""A CSV bundle into the graph: read and check in chunks, record each in one transaction, settle what is derived."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from genealogy import telemetry
from genealogy.calm import breathe, calm
from genealogy.cases.growth import grow_open_cases
from genealogy.derive import settle
from genealogy.errors import GenealogyError
from genealogy.record.writer import Source, record
from genealogy.store import Store
from loaders import loads
from loaders.epcis.bundle import KIND as EPCIS
from loaders.epcis.kept import as_kept
from loaders.epcis.relatives import none, relatives_in
from loaders.files import Bundle, open_bundle
from loaders.read import Chunk, Progress, Table, chunks, first_pass, hash_of
from loaders.rejects import Rejects
from loaders.report import SHOWN, Conflict, LoadReport, RowError, totals_of

DIFFERS = "differs from what was recorded before; the first stays"


def quiet(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(slots=True)
class _Course:
    """A load under way."""

    load: str
    rejects: Rejects
    say: Progress
    by: str
    errors: list[RowError] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    alarms: int = 0
    notes: list[str] = field(default_factory=list)


def load(
    store: Store | None,
    path: Path,
    zone: ZoneInfo,
    *,
    dry_run: bool = False,
    rejected_dir: Path | None = None,
    progress: Progress | None = None,
    chunk: int = 10_000,
    load_id: str | None = None,
    by: str = "",
    mapping: Path | None = None,
    proceed: bool = False,
) -> LoadReport:
    """Load the folder, zip, workbook, CSV file, EPCIS or B2MML document at `path`; again changes nothing, and
    continues a broken load.

    Rows that cannot be recorded are reported, and written with their reasons to `rejected_dir`. A dry run checks all
    rows, writes nothing to the database and needs no store. `by` is who loads. Foreign tables are read through
    `mapping` (docs/mapping.md). An EPCIS document with an event that is not valid is refused whole, unless told to
    `proceed` with the others. Raises NotFoundError or UsageError where `path` is no bundle, and the store's errors;
    what was recorded until then stays.
    """
    relatives = none if dry_run or store is None else relatives_in(store)
    opening = open_bundle(path, relatives, mapping=mapping, proceed=proceed)
    how: dict[str, Any] = {"dry_run": dry_run, "rejected_dir": rejected_dir, "progress": progress}
    return load_bundle(store, opening, zone, **how, chunk=chunk, load_id=load_id, by=by)


def load_bundle(
    store: Store | None,
    opening: AbstractContextManager[Bundle],
    zone: ZoneInfo,
    *,
    dry_run: bool = False,
    rejected_dir: Path | None = None,
    progress: Progress | None = None,
    chunk: int = 10_000,
    load_id: str | None = None,
    by: str = "",
) -> LoadReport:
    """The same for a bundle from wherever it is opened."""
    started = dt.datetime.now(dt.UTC)
    with opening as bundle, Rejects(rejected_dir) as rejects:
        course = _Course(load_id or loads.new_id(), rejects, progress or quiet, by)
        tables = first_pass(bundle, course.say)
        if dry_run:
            _read_only(tables, course, chunk)
            return _report(course, bundle, tables, started, dry_run)
        if store is None:
            raise TypeError("only a dry run can do without a store")
        loads.start(store, course.load, bundle.name, hash_of(tables), started, by)
        try:
            with telemetry.span("load", **{"load.id": course.load}):
                _record_all(store, tables, course, zone, chunk)
        except BaseException as error:
            _abandon(store, course.load, error)
            raise
        report = _report(course, bundle, tables, started, dry_run)
    loads.finish(store, report)
    telemetry.LOADS.labels("done" if report.clean else "rejects").inc()
    return report


def _read_only(tables: list[Table], course: _Course, size: int) -> None:
    with closing(chunks(tables, size)) as parts:
        for part in parts:
            _reject(part, course)
            course.say(part.report.file, part.line, part.lines)


def _record_all(store: Store, tables: list[Table], course: _Course, zone: ZoneInfo, size: int) -> None:
    with calm(), closing(chunks(tables, size)) as parts:
        for part in parts:
            _reject(part, course)
            if part.checked.events:
                with telemetry.span("load.record", **{"load.file": part.report.file}):
                    _record(store, part, course, zone)
                breathe()
            course.say(part.report.file, part.line, part.lines)
    with telemetry.span("load.settle"):
        settle(store, course.say)
        course.alarms += grow_open_cases(store)


def _reject(part: Chunk, course: _Course) -> None:
    report, rejected = part.report, part.checked.rejected
    report.rows += len(part.checked.rows) + len(rejected)
    report.rejected += len(rejected)
    telemetry.REJECTED_ROWS.labels(report.file).inc(len(rejected))
    for _, errors in rejected:
        course.errors += errors[: SHOWN - len(course.errors)]
    course.rejects.write(report.file, part.header, ((row, _reason(errors)) for row, errors in rejected))


def _reason(errors: list[RowError]) -> str:
    return "; ".join(f"{error.column}: {error.text}" if error.column else error.text for error in errors)


def _record(store: Store, part: Chunk, course: _Course, zone: ZoneInfo) -> None:
    report, events, rows = part.report, part.checked.events, part.checked.rows
    if report.kind == EPCIS:
        events, notes = as_kept(store, events)
        course.notes += notes
    outcome = record(store, events, Source(course.load, report.file, course.by), zone, [row.number for row in rows])
    course.alarms += outcome.alarms
    report.new += len(outcome.new)
    report.repeated += len(outcome.repeated)
    report.conflicts += len(outcome.conflicts)
    conflicts = sorted(outcome.conflicts)
    for position in conflicts[: SHOWN - len(course.conflicts)]:
        identity = " ".join(filter(None, events[position].identity_values()))
        course.conflicts.append(
            Conflict(report.file, rows[position].number, rows[position].line, identity, DIFFERS, report.sheet)
        )
    course.rejects.write(report.file, part.header, ((rows[position], DIFFERS) for position in conflicts))


def _abandon(store: Store, load_id: str, error: BaseException) -> None:
    telemetry.LOADS.labels("failed").inc()
    with suppress(GenealogyError):  # the database may be what failed
        loads.fail(store, load_id, "failed" if isinstance(error, Exception) else "interrupted")


def _report(course: _Course, bundle: Bundle, tables: list[Table], started: dt.datetime, dry_run: bool) -> LoadReport:
    files = tuple(table.report for table in tables)
    for file in files[:1]:
        file.notes += tuple(course.notes)
    return LoadReport(
        *(course.load, bundle.name, hash_of(tables), started, dt.datetime.now(dt.UTC), dry_run),
        *(files, bundle.unknown, tuple(course.errors), tuple(course.conflicts), totals_of(files)),
        alarms=course.alarms,
    )
