"""Contact on a pack (rule 10), pair by pair: whatever may have been on it at one moment, in packs on it too."""

from __future__ import annotations

from collections.abc import Iterator

from tests.oracle.links import Link, batch
from tests.oracle.plant import Plant
from tests.oracle.rows import Row, key
from tests.oracle.times import Span, between, span


def contact_links(plant: Plant) -> Iterator[Link]:
    """From each batch to each that it may have stood beside: potential, for as long as both may have been there."""
    for pack in sorted({row["pack"] for row in plant.files["packs"]}):
        stays = list(_on(plant, pack, Span(), frozenset()))
        for number, (one, here) in enumerate(stays):
            for place, (other, there) in enumerate(stays):
                both = _shared(here, there)
                if one != other and both:
                    node = ("beside", pack, str(number), str(place))
                    yield Link(batch(one), node, False, both)
                    yield Link(node, batch(other), False, both)


def _on(plant: Plant, pack: str, within: Span, above: frozenset[str]) -> Iterator[tuple[str, Span]]:
    for row in plant.files["packs"]:
        both = _shared(_stay(plant, row), within) if row["pack"] == pack and pack not in above else None
        if both and "child_pack" in row:
            yield from _on(plant, row["child_pack"], both, above | {pack})
        elif both:
            yield key(row), both


def _stay(plant: Plant, row: Row) -> Span:
    place = plant.place(row)
    return between(span(row.get("packed_at"), place), span(row.get("unpacked_at"), place))


def _shared(one: Span, other: Span) -> Span | None:
    both = Span(max(one.start, other.start), min(one.end, other.end))
    return both if both.start < both.end else None
