"""The texts about people held against the events that name them: beside the tree, so that they can be erased."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import orjson

from genealogy.events import RECORDED_BY_KIND
from genealogy.ledger.checkpoints import origin_of
from genealogy.ledger.differences import Difference
from genealogy.ledger.head import found_head
from genealogy.record.people import MARK, Register
from genealogy.server.layout import write_private
from genealogy.settings import Settings
from genealogy.store import Store

_WITHIN = f'"{MARK}'.encode()
_LEFT_OUT = "people-left-out"  # in the home, where nobody who has only the database can put it


def named_in(by: str, canonicals: Iterable[bytes]) -> Iterator[str]:
    """The references to people that a page's author and its events hold; none of an event that is no event."""
    if by.startswith(MARK):
        yield by
    for canonical in canonicals:
        if _WITHIN in canonical:
            yield from _references(canonical)


def _references(canonical: bytes) -> list[str]:
    try:
        content: dict[str, Any] = orjson.loads(canonical)
        said = [content[name] for name in RECORDED_BY_KIND[content["event"]].personal & content.keys()]
    except (ValueError, TypeError, KeyError):
        return []
    return [text for text in said if isinstance(text, str) and text.startswith(MARK)]


def check_people(store: Store, settings: Settings, named: Collection[str]) -> Iterator[Difference]:
    """Texts about people that are not those of their id, that events name (`named`) and that are gone, or that were
    erased, or are back, against what the events say."""
    head = found_head(store)
    if not head:
        yield Difference(None, "head", "the ledger's head is gone, and with it the secret that texts of people hang on")
        return
    there = set[str]()
    for person, text, erased, forgotten in store.stream("verify.people"):
        there.add(person)
        if not text and not erased:
            yield _gone(person)
        if text and not (isinstance(text, str) and person == Register(head.secret).hide(text)):
            yield Difference(None, "person", f"the text kept as {person} is not the one that was recorded")
        if bool(erased) != forgotten:
            yield from _erased(store, person)
    if not left_out(store, settings):
        yield from map(_gone, sorted(set(named) - there))


def _gone(person: str) -> Difference:
    return Difference(None, "person", f"the text kept as {person} is gone, and nobody had it erased")


def _erased(store: Store, person: str) -> Iterator[Difference]:
    """Looked at once more, for an erasure may have come between the two."""
    for erased, forgotten in store.read("verify.person", person=person).rows:
        if erased and not forgotten:
            yield Difference(None, "person", f"the text kept as {person} was erased, and no event says so")
        elif forgotten and not erased:
            yield Difference(None, "person", f"the text kept as {person} was erased by an event, and is back")


def note_import(store: Store, settings: Settings, with_people: bool) -> None:
    """Note in the home whether this ledger was imported without texts about people, so that nobody is accused."""
    note = settings.home.expanduser() / _LEFT_OUT
    if with_people:
        note.unlink(missing_ok=True)
        return
    note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(note, origin_of(store))


def left_out(store: Store, settings: Settings) -> bool:
    """Whether this ledger was imported without them, in this home."""
    try:
        return (settings.home.expanduser() / _LEFT_OUT).read_text(encoding="utf-8") == origin_of(store)
    except OSError:
        return False
