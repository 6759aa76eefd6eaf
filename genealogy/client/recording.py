"""What can be recorded: loads, events, steps of a recall case. What is sent again is so under an Idempotency-Key."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from genealogy.client.answers import Answer, Case
from genealogy.client.asking import Seed, seeds_of
from genealogy.client.errors import IncompleteError, LoadFailedError
from genealogy.client.loads import Load, Rejected, failure, parts, rejected_in
from genealogy.client.wire import Wire

FIRST_LOOK, LONGEST_LOOK = 0.1, 2.0  # seconds between looks at a load


class Recording:
    """What a client writes."""

    _wire: Wire

    def record(
        self,
        events: Mapping[str, Any] | Sequence[Mapping[str, Any]],
        *,
        reported: bool = False,
        idempotency_key: str | None = None,
    ) -> Answer:
        """Record one event or a list, all or nothing: `new`, `repeated` and `conflicts` (the first record stays).

        Under a key, the given one or one of its own, so that a try that was cut off is repeated and recorded once.
        Give one where the program itself may be started again. Raises ConflictError where all are in conflict, or
        goods are under recall; `reported` records what has happened in any case, with an alarm.
        """
        headers = {"Idempotency-Key": idempotency_key or uuid4().hex}
        body = dict(events) if isinstance(events, Mapping) else [dict(event) for event in events]
        params = {"reported": reported}
        return Answer(self._wire.json("POST", "/events", again=True, json=body, headers=headers, params=params))

    def load(self, path: str | Path, *, dry_run: bool = False, wait: bool = True, within: float = 3600) -> Load:
        """Load a bundle: a zip, a workbook, a file, or the files in a folder. `dry_run` checks and writes nothing.

        It is not sent again by itself; to load the same bundle again changes nothing. `wait` until it has ended, for at
        most `within` seconds. Rows that were rejected are no error: look at `clean`, and fetch them by `rejected`.
        Raises LoadFailedError where it came to no end, IncompleteError where it has not ended in time.
        """
        with parts(Path(path)) as files:
            load = Load(self._wire.json("POST", "/loads", again=False, files=files, params={"dry_run": dry_run}))
        return self.wait_for(load.load, within) if wait else load

    def wait_for(self, load: str, within: float = 3600) -> Load:
        """The load when it has ended; raises as `load` does."""
        until, pause = time.monotonic() + within, FIRST_LOOK
        while (found := self.load_report(load)).under_way:
            if time.monotonic() >= until:
                raise IncompleteError(f"load {load} is {found.state} and goes on; ask for it again by wait_for")
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_LOOK)
        if found.state != "done":
            raise LoadFailedError(failure(found), found.json)
        return found

    def load_report(self, load: str) -> Load:
        """What a load does, or what came of it."""
        return Load(self._wire.json("GET", f"/loads/{quote(load, safe='')}", again=True))

    def rejected(self, load: str) -> Rejected:
        """The rows that a load rejected, by file."""
        return rejected_in(self._wire.response("GET", f"/loads/{quote(load, safe='')}/rejected"), load)

    def open_case(
        self,
        seeds: Seed | Sequence[Seed],
        *,
        title: str,
        class_: str,
        by: str,
        reason: str,
        idempotency_key: str | None = None,
        **more: Any,
    ) -> Case:
        """Freeze the recall answer of now and open a case on it, under an Idempotency-Key as `record` does."""
        headers = {"Idempotency-Key": idempotency_key or uuid4().hex}
        body = {"seeds": seeds_of(seeds), "title": title, "class": class_, "by": by, "reason": reason, **more}
        return Case(self._wire.json("POST", "/cases", again=True, json=body, headers=headers))

    def hold(self, case: str, *, by: str, reason: str, **more: Any) -> Answer:
        """Hold all that a case covers and is on hand; a second time changes nothing, so it is sent again."""
        body = {"by": by, "reason": reason, **more}
        return Answer(self._wire.json("POST", f"/cases/{quote(case, safe='')}/hold", again=True, json=body))

    def notices(self, case: str, notices: Sequence[Mapping[str, Any]], *, idempotency_key: str | None = None) -> Answer:
        """Record what consignees were told or told, under an Idempotency-Key as `record` does."""
        headers = {"Idempotency-Key": idempotency_key or uuid4().hex}
        path, body = f"/cases/{quote(case, safe='')}/notices", [dict(notice) for notice in notices]
        return Answer(self._wire.json("POST", path, again=True, json=body, headers=headers))
