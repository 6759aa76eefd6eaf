"""A load under way: what was read, what did not go in and why, and the report of it in the end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from genealogy import telemetry
from genealogy.progress import Progress
from genealogy.record.writer import Outcome
from loaders.files import Bundle
from loaders.read import Chunk, Table, hash_of
from loaders.rejects import Rejects
from loaders.report import SHOWN, Conflict, LoadReport, RowError, totals_of

DIFFERS = "differs from what was recorded before; the first stays"


@dataclass(slots=True)
class Course:
    """A load under way."""

    load: str
    rejects: Rejects
    say: Progress
    by: str
    started: dt.datetime
    errors: list[RowError] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    alarms: int = 0
    notes: list[str] = field(default_factory=list)

    def read(self, part: Chunk) -> None:
        """Count the rows of a part, and put those aside that are no events."""
        report, rejected = part.report, part.checked.rejected
        report.rows += len(part.checked.rows) + len(rejected)
        report.rejected += len(rejected)
        telemetry.REJECTED_ROWS.labels(report.file).inc(len(rejected))
        for _, errors in rejected:
            self.errors += errors[: SHOWN - len(self.errors)]
        self.rejects.write(report.file, part.header, ((row, _reason(errors)) for row, errors in rejected))

    def note(self, part: Chunk, outcome: Outcome) -> None:
        """Count what became of the events of a part, and put conflicts aside."""
        report, events, rows = part.report, part.checked.events, part.checked.rows
        self.alarms += outcome.alarms
        report.new += len(outcome.new)
        report.repeated += len(outcome.repeated)
        report.conflicts += len(outcome.conflicts)
        conflicts = sorted(outcome.conflicts)
        for position in conflicts[: SHOWN - len(self.conflicts)]:
            identity = " ".join(filter(None, events[position].identity_values()))
            self.conflicts.append(
                Conflict(report.file, rows[position].number, rows[position].line, identity, DIFFERS, report.sheet)
            )
        self.rejects.write(report.file, part.header, ((rows[position], DIFFERS) for position in conflicts))

    def report(self, bundle: Bundle, tables: list[Table], *, dry_run: bool = False) -> LoadReport:
        """What came of it, as things stand now."""
        files = tuple(table.report for table in tables)
        for file in files[:1]:
            file.notes += tuple(self.notes)
        return LoadReport(
            *(self.load, bundle.name, hash_of(tables), self.started, dt.datetime.now(dt.UTC), dry_run),
            *(files, bundle.unknown, tuple(self.errors), tuple(self.conflicts), totals_of(files)),
            alarms=self.alarms,
        )


def _reason(errors: list[RowError]) -> str:
    return "; ".join(f"{error.column}: {error.text}" if error.column else error.text for error in errors)
