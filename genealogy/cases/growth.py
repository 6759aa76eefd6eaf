"""What came into scope of an open case since it was frozen: covered from then on, with an alarm for each batch."""

from __future__ import annotations

from typing import Any

from genealogy.answers.recall import moment_now
from genealogy.cases.book import Standing, standing
from genealogy.cases.covering import AT_ONCE, PROGRAM, covered_of, parts_of
from genealogy.cases.question import Question, ask
from genealogy.errors import CaseStatusError
from genealogy.events import Event
from genealogy.events.cases import Alarm
from genealogy.record.writer import record
from genealogy.store import Store, Tx


def grow_open_cases(store: Store) -> int:
    """Let every open case cover what has come into its scope; gives back how many batches that were. Where no case is
    open it costs one read."""
    return sum(len(grow(store, standing(store, case))) for (case,) in store.read("watch.open").rows)


def grow(store: Store, case: Standing) -> list[str]:
    """Ask the case's question again and cover the batches that are new; gives back their keys."""
    answer = ask(store, Question.of_revision(case.row))
    known = {row[0] for row in store.read("case.covered", case=case.case).rows}
    joined = [batch for batch in answer["batches"] if batch["key"] not in known]
    events: list[Event] = []
    for batch, covered in zip(joined, covered_of(case.case, case.revision, joined, joined=True), strict=True):
        events += [covered, _alarm(case, batch)]

    def guard(tx: Tx) -> None:
        if tuple(tx.run("case.stands", case=case.case).rows[0][:2]) != ("open", case.revision):
            raise CaseStatusError(f"case {case.case} was closed meanwhile")

    try:
        for start in range(0, len(events), AT_ONCE):
            record(store, events[start : start + AT_ONCE], PROGRAM, case.zone, guard=guard)
    except CaseStatusError:
        return []  # nobody watches it any more
    return [batch["key"] for batch in joined]


def _alarm(case: Standing, batch: dict[str, Any]) -> Alarm:
    what = f"came into scope, {batch['verdict']}: {'; '.join(batch['reasons'])}"
    names = {"case": case.case, "revision": case.revision, "record": "joined"}
    return Alarm(what=what, at=moment_now(), **names, **parts_of(batch["key"]))
