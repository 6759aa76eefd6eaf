"""A CSV bundle into the graph: read and check in chunks, record each in one transaction, settle what is derived."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path
from zoneinfo import ZoneInfo

from genealogy import telemetry
from genealogy.calm import breathe, calm
from genealogy.cases.growth import grow_open_cases
from genealogy.derive import settle
from genealogy.errors import GenealogyError
from genealogy.record.writer import Source, record
from genealogy.store import Store
from loaders import loads
from loaders.course import Course
from loaders.epcis.bundle import KIND as EPCIS
from loaders.epcis.kept import as_kept
from loaders.epcis.relatives import none, relatives_in
from loaders.files import Bundle, open_bundle
from loaders.options import USUAL, Options
from loaders.read import Chunk, Table, chunks, first_pass, hash_of
from loaders.rejects import Rejects
from loaders.report import LoadReport


def load(
    store: Store | None,
    path: Path,
    zone: ZoneInfo,
    options: Options = USUAL,
    *,
    mapping: Path | None = None,
    proceed: bool = False,
) -> LoadReport:
    """Load the folder, zip, workbook, CSV file, EPCIS or B2MML document at `path`; again changes nothing, and
    continues a broken load.

    Rows that cannot be recorded are reported. Without a store it is a dry run: all rows are checked, and nothing is
    written to a database. Foreign tables are read through `mapping` (docs/mapping.md). An EPCIS document with an event
    that is not valid is refused whole, unless told to `proceed` with the others. Raises NotFoundError or UsageError
    where `path` is no bundle, and the store's errors; what was recorded until then stays.
    """
    relatives = none if store is None else relatives_in(store)
    return load_bundle(store, open_bundle(path, relatives, mapping=mapping, proceed=proceed), zone, options)


def load_bundle(
    store: Store | None, opening: AbstractContextManager[Bundle], zone: ZoneInfo, options: Options = USUAL
) -> LoadReport:
    """The same for a bundle from wherever it is opened."""
    started = dt.datetime.now(dt.UTC)
    with opening as bundle, Rejects(options.rejected_dir) as rejects:
        course = Course(options.load_id or loads.new_id(), rejects, options.progress, options.by, started)
        tables = first_pass(bundle, course.say)
        if store is None:
            _read_only(tables, course, options.chunk)
            return course.report(bundle, tables, dry_run=True)
        loads.start(store, course.load, bundle.name, hash_of(tables), started, course.by)
        try:
            with telemetry.span("load", **{"load.id": course.load}):
                _record_all(store, tables, course, zone, options.chunk)
        except BaseException as error:
            _abandon(store, course.load, error)
            raise
        report = course.report(bundle, tables)
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
