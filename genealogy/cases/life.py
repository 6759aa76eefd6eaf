"""The life of a case: drafted, opened, decided upon, closed, opened again, cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from genealogy.answers.recall import moment_now
from genealogy.answers.steady import steady
from genealogy.cases.book import Standing, event_of, needs, show_case, standing, taken_by, unchanged, unused
from genealogy.cases.covering import AT_ONCE, covered_of, source_of
from genealogy.cases.frozen import freeze
from genealogy.cases.growth import grow
from genealogy.cases.question import Question, ask
from genealogy.errors import CaseStatusError, UsageError
from genealogy.events import Event
from genealogy.events.cases import Case, CaseEntry
from genealogy.events.signing import Signature
from genealogy.ledger.head import last_of
from genealogy.record.writer import Guard, record
from genealogy.store import Store, Tx

CLASSES = ("I", "II", "III")  # 21 CFR 7.3(m)
SHARE = {"A": 100.0, "C": 10.0, "D": 2.0, "E": 0.0}  # percent of the consignees, 21 CFR 7.42(b)(3)


@dataclass(frozen=True, slots=True)
class Said:
    """Who does something, why, and when (ISO 8601; None is now). `author` is who sends it, as the service knows them:
    the page of the record keeps it beside what they say. `mark` stands for one request, which may come again where its
    answer is lost: the step bears it."""

    by: str
    reason: str
    at: str | None = None
    author: str = ""
    signature: Signature | None = None
    mark: str = ""

    def fields(self) -> dict[str, str]:
        """The three fields of an event."""
        return {"by": self.by, "reason": self.reason, "at": self.at or moment_now()}

    def signed(self) -> dict[str, str]:
        """The fields of a signature; none where nothing is signed."""
        return self.signature.fields() if self.signature else {}

    def of_step(self) -> dict[str, str]:
        """The fields of a step: those of an event and of a signature, and the mark of its request."""
        return {**self.fields(), **self.signed(), **({"request": self.mark} if self.mark else {})}


class IdTakenError(CaseStatusError):
    """There is a case of that id already."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a case is about. `quarantine` are places to which goods in scope may be moved while it is open; `level`
    and `percent` say how many consignees an effectiveness check asks (21 CFR 7.42(b)(3))."""

    title: str
    class_: str
    quarantine: Sequence[str] = ()
    level: str = "A"
    percent: str | None = None


def open_case(
    store: Store,
    question: Question,
    opening: Opening,
    said: Said,
    case: str | None = None,
    *,
    draft: bool = False,
) -> dict[str, Any]:
    """Ask, freeze the answer, and open a case on it (or leave it a draft); gives back `show_case`.

    Without an id it gets the next one of the year. Raises what `recall` raises, UsageError for a class or level that
    is none, CaseStatusError where the id is taken.
    """
    check_level(opening.level, opening.percent)
    if opening.class_ not in CLASSES or not opening.title.strip():
        raise UsageError(f"a case needs a title, and a class: {', '.join(CLASSES)}")
    values = {
        **{"title": opening.title, "class": opening.class_, "level": opening.level, "percent": opening.percent},
        "quarantine": _text(sorted(set(opening.quarantine))),
    }
    while True:
        id_ = case or _next_id(store)
        try:
            _freeze_as(store, Standing(id_, "", 0, 0), values, question, said, draft=draft)
            return show_case(store, id_)
        except IdTakenError:
            if case:
                raise  # else somebody else was given it at the same time: the next one is free


def reopen_case(store: Store, case: str, said: Said) -> dict[str, Any]:
    """Open a draft, or a closed case again: the same question is asked and its answer frozen as a new revision."""
    found = standing(store, case)
    needs(found, "draft", "closed", what="there is nothing to open")
    names = ("title", "class", "level", "percent", "quarantine")
    values = {name: found.row.get(name) for name in names}
    _freeze_as(store, found, values, Question.of_revision(found.row), said)
    return show_case(store, case)


def decide(
    store: Store, case: str, decision: str, said: Said, *, level: str | None = None, percent: str | None = None
) -> dict[str, Any]:
    """Write down a decision; with `level` also how many consignees are to be checked from now on."""
    found = standing(store, case)
    needs(found, "draft", "open", what="nothing can be decided in it")
    if level:
        check_level(level, percent)
    _step(store, found, said, action="decide", decision=_stated(decision), level=level, percent=percent)
    return show_case(store, case)


def close_case(store: Store, case: str, decision: str, said: Said) -> dict[str, Any]:
    """Close an open case, with the decision to do so and its reason."""
    found = standing(store, case)
    needs(found, "open", what="only an open case can be closed")
    _step(store, found, said, action="close", status="closed", decision=_stated(decision))
    return show_case(store, case)


def cancel_case(store: Store, case: str, said: Said) -> dict[str, Any]:
    """Give up a draft or an open case: it was opened by mistake, or there was nothing to recall. It stays so."""
    found = standing(store, case)
    needs(found, "draft", "open", what="only a draft or an open case can be cancelled")
    _step(store, found, said, action="cancel", status="cancelled")
    return show_case(store, case)


def check_level(level: str, percent: str | None) -> None:
    """Raise UsageError unless level and percent go together: B needs a share of its own, the others have theirs."""
    if level == "B":
        try:
            share = float(percent or "")
        except ValueError:
            share = 0.0
        if not 0 < share < 100:
            raise UsageError("level B needs the percentage of consignees to check, between 0 and 100")
    elif percent is not None:
        raise UsageError(f"level {level} has a share of its own ({SHARE.get(level)} percent); only B takes another")


def _stated(decision: str) -> str:
    if not decision.strip():
        raise UsageError("say what was decided")
    return decision


def _next_id(store: Store) -> str:
    start = f"RC-{dt.datetime.now(dt.UTC):%Y}-"
    taken = [id_.removeprefix(start) for (id_,) in store.read("case.ids", start=start).rows]
    return f"{start}{max((int(number) for number in taken if number.isdecimal()), default=0) + 1:03}"


def _step(store: Store, case: Standing, said: Said, **values: Any) -> None:
    unused(store, case.case, said.signature)
    entry = event_of(
        CaseEntry,
        case=case.case,
        number=case.number + 1,
        revision=case.revision,
        **said.of_step(),
        **values,
    )
    record(store, [entry], source_of(said.author), case.zone, guard=unchanged(case))


def _freeze_as(
    store: Store, case: Standing, values: Mapping[str, Any], question: Question, said: Said, *, draft: bool = False
) -> None:
    """Ask and freeze as the next revision: the case with what it covers, and at the end the step that opens it, so
    that one that was broken off is a draft."""
    revision = case.revision + 1
    steps = {"action": "draft"} if draft else {"action": "open", "status": "open"}
    names = {"case": case.case, "revision": revision}
    told = said.of_step()
    unused(store, case.case, said.signature)
    entry = event_of(CaseEntry, number=case.number + 1, **names, **steps, **told)
    frozen = _frozen(store, question)
    answer = frozen.pop("answer")
    head = event_of(Case, **names, **values, **frozen, **{name: told[name] for name in ("by", "reason", "at")})
    events: list[Event] = [head, *covered_of(head.case, revision, answer["batches"]), entry]
    guard = unchanged(case) if case.revision else _free(head.case, said.mark)
    source = source_of(said.author)
    # Whether something may have been recorded between asking and opening, which no watch has met.
    meanwhile = len(events) > AT_ONCE
    for start in range(0, len(events), AT_ONCE):
        outcome = record(store, events[start : start + AT_ONCE], source, question.zone, guard=guard)
        if outcome.conflicts:
            raise CaseStatusError(f"case {case.case} was opened by somebody else meanwhile")
        guard = unchanged(Standing(head.case, case.status or "draft", revision, case.number))
        meanwhile |= start == 0 and outcome.first_seq != frozen["sequence"] + 1
    if meanwhile and not draft:
        grow(store, standing(store, head.case))


def _free(case: str, mark: str) -> Guard:
    """A guard that lets a new case be recorded only where the id is not taken, and the request of this mark, which may
    have been sent to another service as well, has opened none."""

    def guard(tx: Tx) -> None:
        if taken_by(tx, mark):
            raise CaseStatusError("this request has just opened a case; send it again for the answer")
        rows = tx.run("case.stands", case=case).rows
        if rows and rows[0][0] is not None:
            raise IdTakenError(f"there is a case {case} already; leave the id out, or choose another")

    return guard


def _frozen(store: Store, question: Question) -> dict[str, Any]:
    """The answer of now and the fields of the event that freezes it, with the number of the last event it knows."""
    sequence, answer = steady(store, lambda tx: (last_of(tx), ask(tx, question)), "case-open")
    return {
        "answer": answer,
        "seeds": _text(question.said()),
        "switches": _text(answer.get("switches")),
        "clock_tolerance": question.tolerance.total_seconds(),
        "timezone": question.zone.key,
        "sha256": freeze(store, answer),
        **{name: answer[name] for name in ("set_hash", "computed_at")},
        "sequence": sequence,
    }


def _text(value: Any) -> str | None:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode() if value else None
