"""Events as JSON: `{"event": "receipt", ...columns of receipts.csv}`, one or many."""

from __future__ import annotations

from collections.abc import Sequence
from csv import field_size_limit
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from genealogy.cases.growth import grow_open_cases
from genealogy.derive import settle
from genealogy.errors import ConflictError, UsageError
from genealogy.events import BY_KIND, Event
from genealogy.events.fields import unfit
from genealogy.ledger.head import zone_of
from genealogy.record.watch import Watch
from genealogy.record.writer import Outcome, Source, record
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.header import LONGEST_NAME, MOST_COLUMNS
from loaders.report import shown
from loaders.words import explain
from loaders.workbook.cells import takes

MOST = 10_000
DIFFERS = "differs from what was recorded before; the first stays"
NO_NAME = "is a name, and came as a number with a point or as true or false; send it as text, in quotes"
OURS = "is written by the service alone; sign with the member signature"
SHOWN = 200


class BadEventsError(UsageError):
    """Some of the events cannot be: nothing was recorded."""

    def __init__(self, faults: list[dict[str, Any]]) -> None:
        super().__init__(f"{len(faults)} values are wrong; nothing was recorded")
        self.members = {"errors": faults[:SHOWN]}


class AllConflictError(ConflictError):
    """Every event bears the identity of a record with other content."""

    def __init__(self, conflicts: list[dict[str, Any]]) -> None:
        super().__init__("each event differs from what was recorded before under its identity; the first stays")
        self.members = {"conflicts": conflicts[:SHOWN]}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of events: counts, and those that are in conflict."""

    new: int
    repeated: int
    conflicts: list[dict[str, Any]]
    alarms: int = 0  # how often they touch what an open recall case covers, and bring something into its scope

    def as_dict(self) -> dict[str, Any]:
        """As it is answered; alarms only where there are some."""
        found = {"new": self.new, "repeated": self.repeated, "conflicts": self.conflicts}
        return found | ({"alarms": self.alarms} if self.alarms else {})


def parse(body: Any) -> list[Event]:
    """Events from JSON; raises BadEventsError with every fault, UsageError where it is no event at all."""
    items = body if isinstance(body, list) else [body]
    if not items or len(items) > MOST:
        raise UsageError(f"send 1 to {MOST:,} events at a time; these are {len(items):,}")
    faults: list[dict[str, Any]] = []
    events = [_event(position, item, faults) for position, item in enumerate(items)]
    if faults:
        raise BadEventsError(faults)
    return [event for event in events if event]


def _event(position: int, item: Any, faults: list[dict[str, Any]]) -> Event | None:
    kind = item.get("event") if isinstance(item, dict) else None
    model = BY_KIND.get(kind) if isinstance(kind, str) else None
    if model is None:
        text = f"is no kind of event; write one of {', '.join(BY_KIND)}"
        faults.append({"position": position, "column": "event", "value": shown(str(kind or "")), "text": text})
        return None
    if wrong := _unfit(item, model.own) or _no_names(item, model):
        faults += [{"position": position, "column": shown(name), "value": "", "text": text} for name, text in wrong]
        return None
    try:
        return model.model_validate({name: _value(value) for name, value in item.items() if _given(name, value)})
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            column = ".".join(map(str, detail["loc"]))
            faults.append(
                {"position": position, "column": column, "value": str(detail["input"])[:SHOWN], "text": explain(detail)}
            )
        return None


def _unfit(item: dict[str, Any], own: frozenset[str]) -> list[tuple[str, str]]:
    """Names and values that no cell of a file could have, or that only the service writes, each with the reason."""
    if ours := own & item.keys():
        return [(name, OURS) for name in sorted(ours)]
    if len(item) > MOST_COLUMNS:
        return [("", f"has {len(item):,} members; more than {MOST_COLUMNS:,} are not taken")]
    return [(name, text) for name, value in item.items() if (text := _unfit_name(name) or _unfit_value(value))]


def _unfit_name(name: str) -> str:
    if not name.isprintable():
        return "is a name with a control character; remove it"
    return f"is a name of more than {LONGEST_NAME} characters; shorten it" if len(name) > LONGEST_NAME else ""


def _unfit_value(value: Any) -> str:
    if isinstance(value, dict | list):
        return "holds more than one value; write a single text, number, true or false"
    if not isinstance(value, str):
        return ""
    longest = field_size_limit()
    return f"is longer than {longest} characters; shorten it" if len(value) > longest else unfit(value)


def _no_names(item: dict[str, Any], model: type[Event]) -> list[tuple[str, str]]:
    """Numbers with a point where a name is meant: 1.10 arrives as 1.1, which names another lot."""
    odd = [name for name, value in item.items() if isinstance(value, float | bool)]
    columns = takes(model) if odd else {}
    return [(name, NO_NAME) for name in odd if columns.get(name) == "name"]


def _given(name: str, value: Any) -> bool:
    """Empty means unknown, as in a file."""
    return name != "event" and value is not None and not (isinstance(value, str) and not value.strip())


def _value(value: Any) -> Any:
    """As the cell of a file would have it, so that the same event by both ways is the same."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def record_events(
    store: Store, settings: Settings, events: Sequence[Event], source: Source, *, reported: bool = False
) -> Recorded:
    """Record events in one transaction and derive what follows. Raises AllConflictError where not one is taken, and
    UnderRecallError where they touch what an open recall case covers, unless they are `reported` as having happened."""
    watch: Watch = "alarm" if reported else "refuse"
    outcome = record(store, events, source, zone_of(store, settings), watch=watch)
    conflicts = _conflicts(events, outcome)
    if len(conflicts) == len(events):
        raise AllConflictError(conflicts)
    derived = settle(store)
    # A plain event that was let in joins nothing; what is derived from it (vessels, residue, lots) may. What is there
    # already may have been broken off before the cases grew.
    grows = derived or outcome.repeated or (reported and outcome.new)
    joined = grow_open_cases(store) if grows else 0
    return Recorded(len(outcome.new), len(outcome.repeated), conflicts, outcome.alarms + joined)


def _conflicts(events: Sequence[Event], outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {
            "position": position,
            "event": events[position].kind_of_event,
            "identity": " ".join(filter(None, events[position].identity_values())),
            "text": DIFFERS,
        }
        for position in sorted(outcome.conflicts)
    ]
