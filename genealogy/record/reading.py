"""Events read back from the pages that keep them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from genealogy.events import RECORDED_BY_KIND, Event
from genealogy.ledger.archived import refusal, rows_in
from genealogy.record.pages import Kept, events_of
from genealogy.record.people import MARK
from genealogy.store import Reads

ERASED = "(erased)"


@dataclass(frozen=True, slots=True)
class Found:
    """One event with where it came from: load, source, who sent it (a reference) and when it was recorded."""

    kept: Kept
    load: str | None
    source: str | None
    by: str | None
    recorded_at: str


def lookup(store: Reads, numbers: Iterable[int]) -> dict[int, Found]:
    """The events of these sequence numbers, by number; reads the pages that hold them and no other. Raises
    ArchivedError where one of them is archived."""
    wanted = set(numbers)
    found: dict[int, Found] = {}
    for first, packed, hashes, _, *origin in _pages_of(store, wanted):
        if packed is None:
            raise refusal(store, min(number for number in wanted if number >= first))
        found |= {kept.seq: Found(kept, *origin) for kept in events_of(first, packed, hashes) if kept.seq in wanted}
    return found


def rows_of(store: Reads, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Where these events came from, by number, archived ones too: `load`, `source`, and `row` of that."""
    wanted = set(numbers)
    found: dict[int, dict[str, Any]] = {}
    for first, packed, hashes, rows, load, source, *_ in _pages_of(store, wanted):
        if packed is None and rows is None:
            raise refusal(store, first)
        at = enumerate(rows_in(rows), first) if packed is None else _rows(first, packed, hashes)
        found |= {seq: {"load": load, "source": source, "row": row} for seq, row in at if seq in wanted}
    return found


def _rows(first: int, packed: bytes, hashes: bytes) -> Iterator[tuple[int, int]]:
    return ((kept.seq, kept.row) for kept in events_of(first, packed, hashes))


def _pages_of(store: Reads, wanted: set[int]) -> list[Any]:
    return store.read("ledger.pages_of", numbers=sorted(wanted)).rows if wanted else []


def people_in(contents: Iterable[Mapping[str, Any]]) -> set[str]:
    """The references to people that these contents of events hold."""
    return {
        text for content in contents for text in content.values() if isinstance(text, str) and text.startswith(MARK)
    }


def texts_of(store: Reads, ids: Iterable[str]) -> dict[str, str]:
    """The texts behind references to people; `(erased)` where one is there no more."""
    wanted = sorted(set(ids))
    there = dict(store.read("people.texts", ids=wanted).rows) if wanted else {}
    return {id_: there.get(id_) or ERASED for id_ in wanted}


def event_of(content: Mapping[str, Any], people: Mapping[str, str]) -> Event:
    """The event as it came in, `people` put in the place of their references; one not named there stays one."""
    said = dict(content)
    kind = RECORDED_BY_KIND[said.pop("event")]
    extra = said.pop("attributes", {})
    said |= {name: people.get(said[name], said[name]) for name in kind.personal & said.keys()}
    return kind.model_construct(**{name: said.get(name) for name in kind.model_fields}, **extra)


def restored(store: Reads, kept: Iterable[Kept]) -> Iterator[Event]:
    """The events of a page as they came in, people's texts put back where they have not been erased."""
    contents = [item.content for item in kept]
    people = texts_of(store, people_in(contents))
    for content in contents:
        yield event_of(content, people)
