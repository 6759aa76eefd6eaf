"""The way from a seed to a batch as a recall answer tells it, and which later records touch a link of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from genealogy.cases.since import Later

GUESSED = " (which names no lot)"
_BY = re.compile(r" by (?=run |shipment |content of |residue on )")
_LINES = frozenset({"consumed", "produced", "mapped", "shipped", "receipt", "return"})


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a way: from a batch to the next, through runs, shipments, equipment, named as `Later.names` does."""

    source: str
    target: str
    names: frozenset[str]


def way(batches: Mapping[str, Mapping[str, Any]], key: str) -> Iterator[Link]:
    """The links of the shortest way to a batch, the last first, from the `reasons` of an answer's batches by key."""
    while key in batches and batches[key]["reasons"] != ["seed"]:
        source, ways = _parted(batches, batches[key]["reasons"][0].removeprefix("from "))
        yield Link(source, key, frozenset(map(_name, ways)))
        key = source


def _parted(batches: Mapping[str, Any], text: str) -> tuple[str, list[str]]:
    """A key may hold spaces: the shortest beginning that is a batch of the answer is the source."""
    head, *ways = _BY.split(text)
    while head not in batches and ways:
        head = f"{head} by {ways.pop(0)}"
    return head, ways


def _name(text: str) -> str:
    for start in ("content of ", "residue on "):
        if text.startswith(start):
            return f"equipment {text.removeprefix(start)}"
    return text.removesuffix(GUESSED)


def touching(links: Iterable[Link], later: Iterable[Later]) -> list[int]:
    """Sequence numbers of the later records that say something of these links; where none does, of those that name
    one of their batches."""
    links, later = list(links), list(later)
    found = {one.sequence for one in later for link in links if _says(one, link)}
    ends = {end for link in links for end in (link.source, link.target)}
    return sorted(found or {one.sequence for one in later if one.keys & ends})


def _says(one: Later, link: Link) -> bool:
    """It names the run, shipment or equipment of the link, and where it is a line, a batch at one of the ends."""
    if not one.names & link.names:
        return False
    return one.kind not in _LINES or not one.keys or not one.keys.isdisjoint((link.source, link.target))
