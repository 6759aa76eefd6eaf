"""The first load of years of history, through Neo4j's importer: the same events and the same graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from genealogy import server, telemetry
from genealogy.calm import calm
from genealogy.derive import settle
from genealogy.errors import UsageError
from genealogy.initial.beside import TablesBeside
from genealogy.initial.building import Building
from genealogy.initial.empty import Empty, empty_of, nothing
from genealogy.ledger.head import found_head
from genealogy.migrate import open_schema
from genealogy.record.writer import Source
from genealogy.server import Endpoint
from genealogy.settings import Settings
from genealogy.store import Store, connect
from loaders import loads
from loaders.course import Course
from loaders.epcis.bundle import KIND as EPCIS
from loaders.files import Bundle, open_bundle
from loaders.options import USUAL, Options
from loaders.read import Table, chunks, first_pass, hash_of
from loaders.rejects import Rejects
from loaders.report import LoadReport

Opening = Callable[[], AbstractContextManager[Store]]
OWN_SERVER = (
    "--initial fills the embedded server, whose files lie in the home; GENEALOGY_NEO4J_URI names a server of your own:"
    " load without --initial"
)
NO_EPCIS = "--initial takes tables, not documents of EPCIS: load {name} without it"


def load_initial(
    settings: Settings,
    path: Path,
    opening: Opening,
    options: Options = USUAL,
    *,
    mapping: Path | None = None,
) -> LoadReport:
    """Load the folder, zip, workbook or CSV file at `path` into the empty database of the home.

    The server must be stopped, and runs afterwards; `opening` opens a store on it. The report is that of
    `loaders.load.load`, and so are the graph, the record and the ledger. Until the importer is done the database stays
    empty, whatever happens; from then on it is whole, and what is derived is made by whoever loads next. Raises
    UsageError where something is recorded already or the server is the user's own, NotFoundError where there is no
    bundle, ServerError where the server runs or cannot be filled.
    """
    if settings.neo4j_uri:
        raise UsageError(OWN_SERVER)
    started = dt.datetime.now(dt.UTC)
    with open_bundle(path, mapping=mapping) as bundle, Rejects(options.rejected_dir) as rejects:
        if any(file.kind == EPCIS for file in bundle.files):
            raise UsageError(NO_EPCIS.format(name=bundle.name))
        course = Course(options.load_id or loads.new_id(), rejects, options.progress, options.by, started)
        tables = first_pass(bundle, course.say)
        with telemetry.span("load.initial", **{"load.id": course.load}):
            _fill(settings, bundle, tables, course, options.chunk)
            with opening() as store:
                settle(store, course.say)
                report = course.report(bundle, tables)
                loads.finish(store, report)
    telemetry.LOADS.labels("done" if report.clean else "rejects").inc()
    return report


def _fill(settings: Settings, bundle: Bundle, tables: list[Table], course: Course, size: int) -> None:
    def look(endpoint: Endpoint | None) -> Empty:
        if endpoint is None:
            return nothing()
        with connect(endpoint.uri, endpoint.user, endpoint.password, endpoint.database) as store:
            if found_head(store) is None:
                open_schema(store)
            return empty_of(store)

    def build(empty: Empty, folder: Path) -> list[str]:
        said = {"load": course.load, "source": bundle.name, "sha256": hash_of(tables), "started_at": course.started}
        with TablesBeside(folder) as writer:
            building = Building(writer, empty.head["secret"], _zone(empty, settings))
            _record_all(building, tables, course, size)
            by = building.register.hide(course.by) if course.by else None
            return building.finish(empty, said | {"state": "running", "by": by})

    server.fill(settings, look, build, course.say)


def _zone(empty: Empty, settings: Settings) -> ZoneInfo:
    kept: Any = empty.head.get("timezone")
    return ZoneInfo(kept) if kept else settings.zone


def _record_all(building: Building, tables: list[Table], course: Course, size: int) -> None:
    with calm(), closing(chunks(tables, size)) as parts:
        for part in parts:
            course.read(part)
            if part.checked.events:
                source = Source(course.load, part.report.file, course.by)
                rows = [row.number for row in part.checked.rows]
                course.note(part, building.record(part.checked.events, source, rows))
            course.say(part.report.file, part.line, part.lines)
