"""Load nodes: which source was loaded when, and what came of it."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

from genealogy.errors import NotFoundError
from genealogy.outbox.messages import load_done
from genealogy.outbox.putting import put
from genealogy.record.authors import author, authors
from genealogy.store import Store, Tx


@dataclass(frozen=True, slots=True)
class Load:
    """A load as the graph remembers it; `state` is running, done, failed or interrupted, `report` as from `as_dict`;
    `by` is who sent it, as the service knows them."""

    load: str
    source: str
    sha256: str
    state: str
    started_at: dt.datetime
    finished_at: dt.datetime | None
    report: dict[str, Any] | None
    by: str | None


class Report(Protocol):
    """What is kept of a load that came to its end."""

    @property
    def load(self) -> str:
        """Its id."""

    @property
    def finished_at(self) -> dt.datetime:
        """When it ended."""

    @property
    def clean(self) -> bool:
        """Whether everything went in."""

    @property
    def totals(self) -> dict[str, int]:
        """Counts of the whole."""

    @property
    def source(self) -> str:
        """What was loaded."""

    @property
    def alarms(self) -> int:
        """How often it touches what open recall cases cover."""

    def as_dict(self) -> dict[str, Any]:
        """All of it as JSON has it."""


def new_id() -> str:
    """An id for a load, of a form that sorts by time."""
    return f"{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def start(store: Store, load: str, source: str, sha256: str, started_at: dt.datetime, by: str) -> None:
    """Note that a load begins, and whose it is; one of the same content that never ended is marked as interrupted."""
    said = {"source": source, "sha256": sha256, "started_at": started_at}
    store.write("load.start", load=load, by=author(store, by), **said)


def finish(store: Store, report: Report) -> None:
    """Note what came of it, and tell whoever is told of loads."""
    counts = report.totals | {"clean": report.clean}
    props = {"state": "done", "finished_at": report.finished_at, "report": orjson.dumps(report.as_dict()).decode()}
    message = load_done(report.load, report.source, counts | {"alarms": report.alarms})

    def work(tx: Tx, _: str) -> None:
        *_, telling = tx.run("ledger.open").one()  # the lock, so that the message has its place among the others
        tx.run("load.finish", load=report.load, props=props | counts)
        if telling:
            put(tx, [message], report.finished_at)

    store.writing(work, name="load.finish")


def fail(store: Store, load: str, state: str) -> None:
    """Note that it did not come to its end."""
    props = {"state": state, "finished_at": dt.datetime.now(dt.UTC)}
    store.write("load.finish", load=load, props=props)


def get_load(store: Store, load: str) -> Load:
    """The load of that id; raises NotFoundError."""
    rows = store.read("load.get", load=load).rows
    if not rows:
        raise NotFoundError(f"there is no load {load!r}")
    return _loads(store, rows)[0]


def list_loads(store: Store, limit: int = 50) -> list[Load]:
    """The last loads, newest first."""
    return _loads(store, store.read("load.list", limit=limit).rows)


def _loads(store: Store, rows: list[Any]) -> list[Load]:
    who = authors(store, (row[-1] for row in rows))
    return [_load(row, who[row[-1]]) for row in rows]


def _load(row: tuple[Any, ...], by: str | None) -> Load:
    load, source, sha256, state, started_at, finished_at, report, _ = row
    return Load(
        *(load, source, sha256, state, started_at.to_native(), finished_at and finished_at.to_native()),
        orjson.loads(report) if report else None,
        by,
    )
