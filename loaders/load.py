"""A CSV bundle into the graph: read and check in chunks, record each in one transaction, settle what is derived."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager, closing, suppress
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
from loaders.course import Course, quiet
from loaders.epcis.bundle import KIND as EPCIS
from loaders.epcis.kept import as_kept
from loaders.epcis.relatives import none, relatives_in
from loaders.files import Bundle, open_bundle
from loaders.read import Chunk, Progress, Table, chunks, first_pass, hash_of
from loaders.rejects import Rejects
from loaders.report import LoadReport


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
        course = Course(load_id or loads.new_id(), rejects, progress or quiet, by, started)
        tables = first_pass(bundle, course.say)
        if dry_run:
            _read_only(tables, course, chunk)
            return course.report(bundle, tables, dry_run=dry_run)
        if store is None:
            raise TypeError("only a dry run can do without a store")
        loads.start(store, course.load, bundle.name, hash_of(tables), started, by)
        try:
            with telemetry.span("load", **{"load.id": course.load}):
                _record_all(store, tables, course, zone, chunk)
        except BaseException as error:
            _abandon(store, course.load, error)
            raise
        report = course.report(bundle, tables, dry_run=dry_run)
    loads.finish(store, report)
    telemetry.LOADS.labels("done" if report.clean else "rejects").inc()
    return report


def _read_only(tables: list[Table], course: Course, size: int) -> None:
    with closing(chunks(tables, size)) as parts:
        for part in parts:
            course.read(part)
            course.say(part.report.file, part.line, part.lines)


def _record_all(store: Store, tables: list[Table], course: Course, zone: ZoneInfo, size: int) -> None:
    with calm(), closing(chunks(tables, size)) as parts:
        for part in parts:
            course.read(part)
            if part.checked.events:
                with telemetry.span("load.record", **{"load.file": part.report.file}):
                    _record(store, part, course, zone)
                breathe()
            course.say(part.report.file, part.line, part.lines)
    with telemetry.span("load.settle"):
        settle(store, course.say)
        course.alarms += grow_open_cases(store)


def _record(store: Store, part: Chunk, course: Course, zone: ZoneInfo) -> None:
    report, rows = part.report, part.checked.rows
    if report.kind == EPCIS:
        part.checked.events, notes = as_kept(store, part.checked.events)
        course.notes += notes
    source = Source(course.load, report.file, course.by)
    course.note(part, record(store, part.checked.events, source, zone, [row.number for row in rows]))


def _abandon(store: Store, load_id: str, error: BaseException) -> None:
    telemetry.LOADS.labels("failed").inc()
    with suppress(GenealogyError):  # the database may be what failed
        loads.fail(store, load_id, "failed" if isinstance(error, Exception) else "interrupted")
