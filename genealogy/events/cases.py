"""Events of a recall case: what was frozen, what it covers, who decided what, whom it was told, what it met.

They are recorded as all others are, and are no files of a bundle: a case's status is checked where it is changed.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from genealogy.events.base import BatchLine, Event
from genealogy.events.fields import Flag, Id, Number, Text, Time
from genealogy.events.flow import KEY
from genealogy.events.signing import Signed
from genealogy.times import BEGIN, Clock, parse_time


def _known(text: str) -> str:
    if parse_time(text, Clock(ZoneInfo("UTC"))).start == BEGIN:
        raise ValueError(f"{text!r} does not say when; write a time, a day, or an interval with a beginning")
    return text


When = Annotated[Time, AfterValidator(_known)]
Status = Literal["draft", "open", "closed", "cancelled"]
Level = Literal["A", "B", "C", "D", "E"]


class Case(Event):
    """A revision of a recall case: the question, and the hash of the answer that was frozen (`genealogy.cases`).

    `seeds`, `switches` and `quarantine` are JSON: what was asked, and what narrows it; `sequence` is the number of the
    last event that the answer knows.
    """

    kind_of_event: ClassVar[str] = "case"
    identity: ClassVar[tuple[str, ...]] = ("case", "revision")
    personal: ClassVar[frozenset[str]] = frozenset({"by"})
    case: Id
    revision: int = Field(ge=1)
    title: Text = Field(min_length=1)
    class_: Literal["I", "II", "III"] = Field(alias="class")
    reason: Text = Field(min_length=1)
    seeds: str
    switches: str | None = None
    quarantine: str | None = None
    level: Level = "A"
    percent: Number | None = None
    clock_tolerance: float
    timezone: Text
    sha256: Text
    set_hash: Text
    computed_at: Time
    sequence: int
    by: Text = Field(min_length=1)
    at: When


class Covered(BatchLine):
    """A batch that a revision of a case covers; `joined` where it came into scope after the answer was frozen."""

    kind_of_event: ClassVar[str] = "covered"
    identity: ClassVar[tuple[str, ...]] = ("case", "revision", *KEY)
    case: Id
    revision: int
    material: Id
    lot: Id
    assigner: Id | None = None
    serial: Id | None = None
    verdict: Literal["certain", "potential"]
    joined: Flag | None = None


class CaseEntry(Signed):
    """A step of a case: a change of status, a decision, a hold or release, an answer; numbered, so that two cannot be
    the same. An answer says which `question` of which `message` to which `target` it answers. `request` stands for the
    Idempotency-Key it came under."""

    kind_of_event: ClassVar[str] = "case_entry"
    identity: ClassVar[tuple[str, ...]] = ("case", "number")
    case: Id
    number: int = Field(ge=1)
    revision: int
    action: Literal["draft", "open", "decide", "hold", "release", "close", "cancel", "answer"]
    status: Status | None = None
    decision: Text | None = None
    batches: int | None = None
    reason: Text = Field(min_length=1)
    level: Level | None = None
    percent: Number | None = None
    question: Text | None = None
    message: Text | None = None
    target: Text | None = None
    request: Text | None = None
    by: Text = Field(min_length=1)
    at: When


class Notice(BatchLine):
    """What was told to a consignee, or what the consignee told: of one batch, or of all it got."""

    kind_of_event: ClassVar[str] = "notice"
    identity: ClassVar[tuple[str, ...]] = ("case", "customer", "what", *KEY, "at", "line")
    personal: ClassVar[frozenset[str]] = frozenset({"by", "contact"})
    case: Id
    customer: Id
    what: Literal["sent", "acknowledged", "found", "returned", "destroyed", "checked"]
    material: Id | None = None
    lot: Id | None = None
    assigner: Id | None = None
    serial: Id | None = None
    quantity: Number | None = None
    uom: Id | None = None
    how: Text | None = None
    contact: Text | None = None
    result: Literal["pass", "fail"] | None = None
    reason: Text | None = None
    by: Text = Field(min_length=1)
    at: When
    line: Id | None = None


class Alarm(BatchLine):
    """A record that touches a batch in scope of an open case, or a batch that has come into scope since."""

    kind_of_event: ClassVar[str] = "alarm"
    identity: ClassVar[tuple[str, ...]] = ("case", "revision", *KEY, "record")
    case: Id
    revision: int
    material: Id
    lot: Id
    assigner: Id | None = None
    serial: Id | None = None
    what: Text
    record: Text
    sequence: int | None = None
    source: Text | None = None
    row: int | None = None
    load: Text | None = None
    at: When


CASE_KINDS: tuple[type[Event], ...] = (Case, Covered, CaseEntry, Notice, Alarm)
