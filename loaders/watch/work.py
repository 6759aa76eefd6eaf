"""One round of a watched folder: claim what is whole, load it, put it where it belongs, with what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import orjson
import structlog

from genealogy.errors import GenealogyError, SettingsError, UsageError
from loaders.report import LoadReport, shown
from loaders.watch.claims import Claim, Rooms, abandoned, claim, entry_of, under_way
from loaders.watch.incoming import Watched, stamp, unfit

Loading = Callable[[Path, str, Path], LoadReport]
"""Loads a path under that id, with a folder for rejected rows."""

log = structlog.get_logger("loaders.watch")
_OURS = (5, 6)  # exit codes of what is no fault of a file: the database is away, or too slow


@dataclass(frozen=True, slots=True)
class Taken:
    """One dropped file: `done` where all of it is in, `rejected` where not, `changing` where somebody still writes.

    `problem` says why nothing of it was loaded; `where` is the file now.
    """

    name: str
    load: str
    outcome: Literal["done", "rejected", "changing"]
    where: str
    report: dict[str, Any] | None = None
    problem: dict[str, str] | None = None


@dataclass(slots=True)
class Round:
    """What one round did, and what it left where it is."""

    taken: list[Taken] = field(default_factory=list)
    waiting: tuple[str, ...] = ()
    refused: list[tuple[str, str]] = field(default_factory=list)

    def add(self, one: Taken, say: Callable[[Taken], None]) -> None:
        """Note what came of a file, and say it."""
        self.taken.append(one)
        say(one)

    @property
    def clean(self) -> bool:
        """True when all that was taken is in whole, and nothing was refused."""
        return not self.refused and all(one.outcome != "rejected" for one in self.taken)


def work(rooms: Rooms, watched: Watched, loading: Loading, say: Callable[[Taken], None]) -> Round:
    """Load what ended processes left, then what is whole now. Raises where the database is away: what was claimed
    stays, and the next round takes it up."""
    done = Round()
    for left in under_way(rooms):
        with abandoned(rooms, left, watched.still) as mine:
            if mine:
                done.add(_loaded(mine, rooms, loading), say)
    look = watched.look()
    done.waiting, done.refused = look.waiting, list(look.refused)
    for entry in look.ready:
        try:
            with claim(rooms, entry) as mine:
                if mine:
                    done.add(_loaded(mine, rooms, loading), say)
        except UsageError as error:
            done.refused.append((shown(entry.name), str(error)))
    return done


def first_look(rooms: Rooms, watched: Watched) -> None:
    """Note how everything is now, so that the round after it knows what did not change."""
    watched.look()
    for left in under_way(rooms):
        if entry := entry_of(left):
            watched.still(entry)


def _loaded(mine: Claim, rooms: Rooms, loading: Loading) -> Taken:
    before = stamp(mine.entry)
    report, problem = _tried(mine, loading)
    name = shown(mine.entry.name)
    if stamp(mine.entry) != before:  # it lies under way until the next round, which loads all of it
        return Taken(name, mine.id, "changing", str(mine.entry), report, problem)
    room: Literal["done", "rejected"] = "done" if report and report["clean"] else "rejected"
    said = {"name": name, "load": mine.id, "outcome": room, "problem": problem, "report": report}
    try:
        with mine.report.open("xb") as file:
            file.write(orjson.dumps(said, option=orjson.OPT_INDENT_2))
        where = rooms.put(mine, room)
    except OSError as error:
        raise GenealogyError(
            f"what came of {name} cannot be written ({error.strerror}); it is loaded again with the next round"
        ) from error
    return Taken(name, mine.id, room, str(where), report, problem)


def _tried(mine: Claim, loading: Loading) -> tuple[dict[str, Any] | None, dict[str, str] | None]:
    """The report of the load, or why there is none."""
    if why := unfit(mine.entry):  # it may have been put there since it was looked at
        return None, {"code": "file_refused", "detail": why}
    try:
        return loading(mine.entry, mine.id, mine.rejected).as_dict(), None
    except GenealogyError as error:
        if error.exit_code in _OURS or isinstance(error, SettingsError):
            raise
        return None, {"code": error.code, "detail": str(error)}
    except Exception:
        log.exception("load failed", name=mine.entry.name, load=mine.id)
        return None, {"code": "internal", "detail": "an error of the program's own; its log names it by the load"}
