"""Two graphs held against each other, both ways, each node and edge: in constant memory while they agree.

First each graph is summed by the place that an identity's hash gives it; only what lies in places whose sums differ is
read again and compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import orjson

from genealogy.graph_hash import plain
from genealogy.ledger.differences import Difference
from genealogy.ledger.head import found_head
from genealogy.progress import Progress, quiet
from genealogy.schema import KEY_OF, NODES, NOT_CONTENT
from genealogy.store import Store

PLACES = 1 << 16
AT_ONCE = 2_048  # places compared in one reading
_MODULUS = 1 << 128
_NOT_DRAWN = [label for label in NOT_CONTENT if label != "Past"]  # what no event draws


@dataclass(frozen=True, slots=True)
class Thing:
    """A node or an edge: what it is, and what is said of it."""

    identity: str
    props: dict[str, Any]

    @property
    def digest(self) -> bytes:
        """A hash of both."""
        return sha256(orjson.dumps([self.identity, self.props], default=str, option=orjson.OPT_SORT_KEYS)).digest()

    @property
    def place(self) -> int:
        """Where it is summed."""
        return int.from_bytes(sha256(self.identity.encode()).digest()[:2], "big")


@dataclass(slots=True)
class _Held:
    """What one graph has under one identity."""

    things: dict[bytes, Thing] = field(default_factory=dict)
    counted: Counter[bytes] = field(default_factory=Counter)


def check_graph(store: Store, copy: Store, progress: Progress = quiet) -> Iterator[Difference]:
    """Every node and edge that the graph has and the copy has not, the other way round, or that differs."""
    progress("comparing the graphs", 0, 0)
    yield from _corrections(store, copy)
    here, there = _sums(store), _sums(copy)
    odd = [place for place in range(PLACES) if here[place] != there[place]]
    for first in range(0, len(odd), AT_ONCE):
        places = set(odd[first : first + AT_ONCE])
        ours, theirs = _collected(store, places), _collected(copy, places)
        for identity in sorted(ours.keys() | theirs.keys()):
            yield from _compared(identity, ours.get(identity, _Held()), theirs.get(identity, _Held()))


def _corrections(store: Store, copy: Store) -> Iterator[Difference]:
    """By that number a writer knows whether what comes in may be void already."""
    head, right = found_head(store), found_head(copy)
    if head and right and head.seq == right.seq and head.corrections != right.corrections:
        text = f"the ledger's head says {head.corrections} corrections; the record has {right.corrections}"
        yield Difference(None, "head", text)


def check_schema(store: Store) -> Iterator[Difference]:
    """Constraints that are gone: without them two things may bear one identity."""
    there = set(store.read("schema.constraints").rows)
    for node in NODES:
        for name, prop in node.defined_properties(aliases=False, rels=False).items():
            rule = node.__name__, prop.get_db_property_name(name)
            if getattr(prop, "unique_index", False) and rule not in there:
                yield Difference(None, "constraint", f"the constraint that makes {'.'.join(rule)} unique is gone")


def _sums(store: Store) -> list[int]:
    sums = [0] * PLACES
    for thing in _things(store):
        place = thing.place
        sums[place] = (sums[place] + int.from_bytes(thing.digest[:16], "big")) % _MODULUS
    return sums


def _collected(store: Store, places: set[int]) -> dict[str, _Held]:
    found: dict[str, _Held] = {}
    for thing in _things(store):
        if thing.place in places:
            held = found.setdefault(thing.identity, _Held())
            held.things[thing.digest] = thing
            held.counted[thing.digest] += 1
    return found


def _things(store: Store) -> Iterator[Thing]:
    for labels, props in store.stream("verify.nodes", without=_NOT_DRAWN):
        yield Thing(_node(labels, props), _said(props))
    for kind, props, source, source_id, target, target_id in store.stream("verify.edges", keys=KEY_OF):
        line = f" [{props['uid']}]" if "uid" in props else ""
        yield Thing(f"edge {source} {source_id} -{kind}-> {target} {target_id}{line}", _said(props))


def _said(props: Mapping[str, Any]) -> dict[str, Any]:
    """Properties as JSON knows them. A time is another value than its text, which no query reads as a time: it stands
    under its type, as no property can (a map is none)."""
    return {
        name: {type(value).__name__: plain(value)} if hasattr(value, "iso_format") else plain(value)
        for name, value in props.items()
    }


def _node(labels: list[str], props: Mapping[str, Any]) -> str:
    key = KEY_OF.get(labels[0]) if len(labels) == 1 else None
    said = props.get(key) if key else None
    return f"node {':'.join(sorted(labels)) or '(no label)'} {said if said is not None else ''}".rstrip()


def _compared(identity: str, ours: _Held, theirs: _Held) -> Iterator[Difference]:
    surplus, lacking = ours.counted - theirs.counted, theirs.counted - ours.counted
    mine = [ours.things[digest] for digest in surplus.elements()]
    wanted = [theirs.things[digest] for digest in lacking.elements()]
    what = identity.partition(" ")[0]
    for odd, right in zip(mine, wanted, strict=False):
        yield Difference(_seq(right), f"{what}_changed", f"{identity}: {_changes(odd.props, right.props)}")
    for odd in mine[len(wanted) :]:
        again = " (once more than recorded)" if theirs.counted else ""
        yield Difference(_seq(odd), f"{what}_added", f"{identity} is in the graph, and no event says so{again}")
    for right in wanted[len(mine) :]:
        said = ", ".join(f"{name} {value}" for name, value in _told(right.props))
        yield Difference(_seq(right), f"{what}_missing", f"{identity} is not in the graph; it should be ({said})")


def _changes(odd: Mapping[str, Any], right: Mapping[str, Any]) -> str:
    names = sorted(name for name in odd.keys() | right.keys() if odd.get(name) != right.get(name))
    return "; ".join(f"{name} is {_shown(odd.get(name))}, and should be {_shown(right.get(name))}" for name in names)


def _shown(value: Any) -> str:
    return " ".join(next(iter(value.items()))) if isinstance(value, dict) else repr(value)


def _told(props: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    return [
        (name, _shown(value) if isinstance(value, dict) else value)
        for name, value in sorted(props.items())
        if name not in ("event", "uid", "alike")
    ]


def _seq(thing: Thing) -> int | None:
    seq = thing.props.get("seq")
    return int(seq) if isinstance(seq, int) else None
