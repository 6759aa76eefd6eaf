"""Which events are told to others, and what is said of them: never who did it, nor how people are reached.

A message says what was recorded, in the words of the record; free texts (reason, decision) are told as they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from genealogy.events import Event
from genealogy.events.care import Status
from genealogy.events.cases import Alarm, Case, CaseEntry

TOPICS = ("status", "case", "alarm", "load")
SHOWN = 100  # batches that an alarm names
PREFIX = "genealogy."
_DIRECT = ("api", "case")  # what no load recorded: the digest of a load counts its alarms
_STATUS = ("material", "lot", "assigner", "serial", "status", "quantity", "uom", "location", "reason", "at")
_CASE = ("case", "revision", "title", "class", "reason", "sha256", "set_hash", "computed_at", "sequence", "at")
_ENTRY = (
    *("case", "number", "revision", "action", "status", "decision", "batches", "reason", "level", "percent"),
    *("question", "at"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """An event that was recorded, under its id."""

    event: Event
    id: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is told: `topic` is what one subscribes to, `strand` what keeps its order. `people` says whether those who
    read digests are told too."""

    id: str
    topic: str
    type: str
    subject: str
    strand: str
    data: dict[str, Any]
    people: bool = False

    def row(self) -> dict[str, Any]:
        """As the database keeps it."""
        names = ("id", "topic", "subject", "strand", "people")
        kept = {name: getattr(self, name) for name in names}
        return kept | {"type": PREFIX + self.type, "data": orjson.dumps(self.data).decode()}


def messages_of(told: Sequence[Told], load: str) -> list[Message]:
    """Messages of what one transaction records, in its order: one for each change of a batch's status and each step
    of a case, and one for all alarms of a case. `load` is the id that the events came under."""
    found = [message for one in told if (message := _of(one))]
    return found + list(_alarms([(one.event, one.id) for one in told if isinstance(one.event, Alarm)], load in _DIRECT))


def _of(told: Told) -> Message | None:
    event = told.event
    if isinstance(event, Status) and event.key:
        data = {"batch": event.key, **_said(event, _STATUS)}
        if case := event.attributes.get("case"):
            data["case"] = case
        return Message(told.id, "status", "batch.status", event.key, f"batch {event.key}", data)
    if isinstance(event, Case):
        return _of_case(told, event.case, "frozen", _said(event, _CASE))
    if isinstance(event, CaseEntry):
        asked = event.action != "answer"  # they have answered: to tell them would ask for no end
        return _of_case(told, event.case, event.action, _said(event, _ENTRY), people=asked)
    return None


def _of_case(told: Told, case: str, step: str, data: dict[str, Any], *, people: bool = False) -> Message:
    return Message(told.id, "case", f"case.{step}", case, f"case {case}", data, people)


def _said(event: Event, names: Iterable[str]) -> dict[str, Any]:
    content = {name.removesuffix("_"): value for name, value in event.content().items()}
    return {name: content[name] for name in names if name in content}


def _alarms(told: Sequence[tuple[Alarm, str]], people: bool) -> Iterator[Message]:
    """One message for each case, however many of its batches are touched."""
    of_case: dict[str, list[tuple[Alarm, str]]] = {}
    for alarm, id_ in told:
        of_case.setdefault(alarm.case, []).append((alarm, id_))
    for case, alarms in of_case.items():
        batches = [{"batch": alarm.key, "what": alarm.what} for alarm, _ in alarms[:SHOWN]]
        data = {"case": case, "alarms": len(alarms), "batches": batches}
        yield Message(f"alarm-{alarms[0][1]}", "alarm", "case.alarm", case, f"case {case}", data, people)


def load_done(load: str, source: str, counts: dict[str, Any]) -> Message:
    """That a load has ended, with its counts; one message, whatever came in."""
    return Message(
        f"load-{load}", "load", "load.done", load, f"load {load}", {"load": load, "source": source, **counts}, True
    )
