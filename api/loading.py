"""Loads that came by HTTP: one after the other in a thread of their own, with their progress."""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson
import structlog

from api import home, metrics
from api.turns import BusyError
from genealogy.errors import GenealogyError
from genealogy.ledger.head import zone_of
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.load import load
from loaders.loads import new_id
from loaders.options import Options

State = Literal["queued", "running", "done", "failed", "interrupted"]
MOST = 50  # uploads that wait; each lies on the disk
KEPT = 200  # ended loads that are remembered here; the database and the home remember all
_PATIENCE = 10.0
log = structlog.get_logger("api.loads")


class DiskError(GenealogyError):
    """The disk does not take what was sent: it is full, or not to be written to. Nothing was kept."""

    code = "disk_full"
    status = 507


class _EndedError(BaseException):
    """The service is told to end: no Exception, so that the load counts as interrupted and not as failed."""


@dataclass(slots=True)
class Job:
    """One load by HTTP. `what`, `done`, `total` are its progress; a failed one has its `problem`."""

    load: str
    source: str
    path: Path
    dry_run: bool
    by: str = ""
    proceed: bool = False
    state: State = "queued"
    what: str = ""
    done: int = 0
    total: int = 0
    report: dict[str, Any] | None = None
    problem: dict[str, str] | None = None

    def note(self, what: str, done: int, total: int) -> None:
        """Progress of the loader."""
        self.what, self.done, self.total = what, done, total


class Loads:
    """The queue of loads of one service; `start` before use, `stop` at the end."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._jobs: dict[str, Job] = {}
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._work, name="loads", daemon=True)

    def start(self) -> None:
        """Begin to take loads; those that an earlier process left behind are marked as interrupted."""
        for left in home.root(self._settings).glob("loads/*/upload"):
            source = ", ".join(sorted(path.name for path in left.iterdir()))
            _end(Job(left.parent.name, source, left, False), "interrupted", left.parent)
        self._thread.start()

    def stop(self) -> None:
        """Break off the load under way, which loading again continues, and wait for its thread."""
        self._ending.set()
        self._queue.put(None)
        self._thread.join(_PATIENCE)

    @contextmanager
    def new_folder(self) -> Iterator[tuple[str, Path]]:
        """An id for a load, and the empty folder for what is uploaded, which goes again where that fails. Raises
        BusyError where too many wait, DiskError where the disk does not take it."""
        if (waiting := self._queue.qsize()) >= MOST:
            raise BusyError(f"{waiting} loads wait already; send this one again when some of them are done")
        load_id = new_id()
        try:
            yield load_id, home.make(self._settings, "loads", load_id, "upload")
        except BaseException as error:
            shutil.rmtree(home.load_folder(self._settings, load_id), ignore_errors=True)
            if isinstance(error, OSError):
                raise DiskError(f"what was uploaded cannot be kept: {error.strerror or error}") from error
            raise

    def add(self, load_id: str, source: str, path: Path, dry_run: bool, by: str, *, proceed: bool = False) -> Job:
        """Queue a load of what `by` uploaded to `path`; of an EPCIS document, `proceed` takes what is valid."""
        job = self._jobs[load_id] = Job(load_id, source, path, dry_run, by, proceed)
        self._queue.put(job)
        metrics.LOADS_QUEUED.set(self._queue.qsize())
        return job

    def get(self, load_id: str) -> Job | None:
        """The load, if it came to this process."""
        return self._jobs.get(load_id)

    def _work(self) -> None:
        while (job := self._queue.get()) is not None and not self._ending.is_set():
            metrics.LOADS_QUEUED.set(self._queue.qsize())
            with structlog.contextvars.bound_contextvars(load=job.load), suppress(_EndedError):
                self._run(job)
            self._forget()

    def _forget(self) -> None:
        """Let go of the oldest that have ended."""
        ended = [name for name, job in list(self._jobs.items()) if job.state not in ("queued", "running")]
        for name in ended[:-KEPT]:
            del self._jobs[name]

    def _run(self, job: Job) -> None:
        state: State = "failed"
        try:
            job.state = "running"
            job.report = self._load(job, home.load_folder(self._settings, job.load))
            state = "done"
            log.info("load done", source=job.source, **job.report["totals"])
        except _EndedError:
            state = "interrupted"
            raise
        except GenealogyError as error:
            job.problem = {"code": error.code, "detail": str(error)}
            log.warning("load failed", source=job.source, **job.problem)
        except Exception:
            job.problem = {"code": "internal", "detail": "an error of the program's own; the log names it by the load"}
            log.exception("load failed", source=job.source)
        finally:
            _end(job, state, home.load_folder(self._settings, job.load))

    def _load(self, job: Job, folder: Path) -> dict[str, Any]:
        def progress(what: str, done: int, total: int) -> None:
            job.note(what, done, total)
            if self._ending.is_set():
                raise _EndedError

        report = load(
            None if job.dry_run else self._store,
            job.path,
            zone_of(self._store, self._settings),
            Options(folder / "rejected", progress, load_id=job.load, by=job.by),
            proceed=job.proceed,
        )
        return report.as_dict()


def _end(job: Job, state: State, folder: Path) -> None:
    """Let go of what was uploaded, and keep what the database does not know of a load that failed or was dry.

    The state is told last: who sees a load done finds its folder as it stays.
    """
    kept = {"state": state, "source": job.source, "by": job.by, "report": job.report, "problem": job.problem}
    (folder / "job.json").write_bytes(orjson.dumps(kept))
    shutil.rmtree(folder / "upload", ignore_errors=True)
    job.state = state
