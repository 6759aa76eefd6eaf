"""Answers by links: to what a digest asked about a case, recorded as a step of it, once for each question, message and
target; and to a notice, recorded as the consignee's, once for each link."""

from __future__ import annotations

from typing import Any

from genealogy.answers.recall import moment_now
from genealogy.cases.book import MovedOnError, Standing, event_of, needs, standing, unchanged
from genealogy.cases.covering import source_of
from genealogy.cases.holding import TRIES, hold_case
from genealogy.cases.life import Said
from genealogy.errors import CaseStatusError
from genealogy.events.cases import CaseEntry, Notice
from genealogy.outbox.questions import OF_NOTICE, Question
from genealogy.record.writer import record
from genealogy.store import Reads, Store, Tx


class UsedLinkError(CaseStatusError):
    """The question that a link answers was answered by it before: the first answer stays."""

    code = "link_used"


class OldQuestionError(CaseStatusError):
    """A link asks about a revision of a case that is no longer the present one."""

    code = "link_of_old_revision"


def answerable(store: Reads, question: Question) -> Standing:
    """The case, where the question can be answered. Raises UnknownCaseError, UsedLinkError, OldQuestionError,
    CaseStatusError."""
    found = standing(store, question.case)
    for (entry,) in store.read("case.entries", case=question.case).rows:
        if _same(entry, question):
            raise UsedLinkError(f"this was answered already, at {entry['at']}; the first answer stays")
    if question.revision not in (None, found.revision):
        raise OldQuestionError(
            f"this asks about revision {question.revision} of case {question.case}, which is at {found.revision} now"
        )
    allowed = ("open",) if question.what == "hold" else ("draft", "open")
    needs(found, *allowed, what="there is nothing to answer")
    return found


def answer(store: Store, question: Question, said: Said) -> dict[str, Any]:
    """Do what the answer says, and record that it was given; a hold's answer also says what is `held` now and was
    `already`.

    What is answered comes first, and twice is as once: where the process dies between the two, the link still holds.
    Raises as `answerable`.
    """
    answerable(store, question)
    done = hold_case(store, question.case, said) if question.what == "hold" else {"case": question.case}
    for left in reversed(range(TRIES)):
        found = answerable(store, question)
        try:
            _record(store, found, question, said)
            break
        except MovedOnError:  # looked at again: it may be another answer by the same link
            if not left:
                raise
    return done


def acknowledgeable(store: Reads, question: Question) -> Standing:
    """The case, where its notice can be acknowledged by this link. Raises UnknownCaseError, UsedLinkError,
    CaseStatusError."""
    found = standing(store, question.case)
    for props, _ in store.read("case.notices", case=question.case).rows:
        if props.get("line") == question.message:
            raise UsedLinkError(f"this was acknowledged already, at {props['at']}; the first answer stays")
    needs(found, "open", what="there is nothing to acknowledge")
    return found


def acknowledge(store: Store, question: Question, said: Said) -> dict[str, Any]:
    """Record that the consignee has acknowledged the notice; says of which `case`. Raises as `acknowledgeable`."""
    found = acknowledgeable(store, question)
    told = {"what": OF_NOTICE, "how": "link", "contact": said.by, "by": said.by, "reason": said.reason or None}
    names = {"case": found.case, "customer": question.target, "line": question.message, "at": moment_now()}

    def guard(tx: Tx) -> None:
        acknowledgeable(tx, question)

    record(store, [event_of(Notice, **names, **told)], source_of(said.author), found.zone, guard=guard)
    return {"case": found.case}


def _record(store: Store, case: Standing, question: Question, said: Said) -> None:
    names = {"case": case.case, "number": case.number + 1, "revision": case.revision, "action": "answer"}
    asked = {"question": question.what, "message": question.message, "target": question.target}
    entry = event_of(CaseEntry, **names, **asked, **said.fields())
    record(store, [entry], source_of(said.author), case.zone, guard=unchanged(case))


def _same(entry: dict[str, Any], question: Question) -> bool:
    given = (entry.get("question"), entry.get("message"), entry.get("target"))
    return given == (question.what, question.message, question.target)
