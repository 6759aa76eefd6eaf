"""What is drawn otherwise under a supposition: two drawings of the same equipment and runs, and where they differ.

Pure: from drawings to the edges that go and come, and what is noted on the new contents and parts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from genealogy.derive.drawing import Drawing, Ref
from genealogy.schema import FLOW
from genealogy.scope.edges import CONTENT, PART, RUN
from genealogy.store.moments import micros_of

Link = tuple[str, str, str, int]  # source, type, target, moment: as in `Edges`
_MARKS = {"Batch": "", "Run": RUN, "Part": PART, "Content": CONTENT}


@dataclass(frozen=True, slots=True)
class State:
    """A content as it is drawn now: the state `before` it, the parts that charged it, those that drew from it."""

    said: dict[str, Any]
    before: tuple[str, ...]
    charges: tuple[str, ...]
    draws: tuple[str, ...]
    spared: tuple[tuple[str, str, str], ...]  # output, run, clean


@dataclass(frozen=True, slots=True)
class Redrawn:
    """`gone` and `come` are links by the node they leave. `residue` are the edges of residue as they are now: source,
    target, equipment, run that took it. `entered` says when (ms since 1970, None unknown) each batch went into a part:
    the earliest and the latest moment."""

    gone: dict[str, Counter[Link]]
    come: dict[str, list[Link]]
    states: dict[str, State]
    parts: dict[str, dict[str, Any]]
    residue: list[tuple[str, str, str, str | None]]
    entered: dict[tuple[str, str], tuple[int | None, int | None]]


def redrawn(before: Drawing, after: Drawing) -> Redrawn:
    """Where the drawing differs from the one before."""
    was, now = Counter(_links(before)), Counter(_links(after))
    gone: dict[str, Counter[Link]] = defaultdict(Counter)
    for link, number in (was - now).items():
        gone[link[0]][link] = number
    come: dict[str, list[Link]] = defaultdict(list)
    for link in (now - was).elements():
        come[link[0]].append(link)
    parts = {id_: said for (label, id_), said in after.nodes.items() if label == "Part"}
    entered = {
        (source[1], node_of(target)): _went(said)
        for source, kind, target, said in after.edges
        if kind in FLOW and (source[0], target[0]) == ("Batch", "Part")
    }
    return Redrawn(dict(gone), dict(come), _states(after), parts, list(_residue(after)), entered)


def node_of(ref: Ref) -> str:
    """The id of a node as in `Edges`."""
    label, id_ = ref
    return _MARKS[label] + id_


def _links(drawing: Drawing) -> Iterator[Link]:
    for source, kind, target, said in drawing.edges:
        if kind in FLOW:
            yield node_of(source), kind, node_of(target), _moment(source, target, said)


def _moment(source: Ref, target: Ref, said: dict[str, Any]) -> int:
    """As the traversal reads it: the latest of what leaves a batch, the earliest of what comes into one."""
    at, end = said.get("at"), said.get("at_end")
    if source[0] == "Batch" and end is not None:
        return (micros_of(end) - 1) // 1000
    return micros_of(at) // 1000 if at is not None and "Batch" in (source[0], target[0]) else 0


def _went(said: dict[str, Any]) -> tuple[int | None, int | None]:
    at, end = said.get("at"), said.get("at_end")
    earliest = None if at is None else micros_of(at) // 1000
    return earliest, earliest if end is None else (micros_of(end) - 1) // 1000


def _states(drawing: Drawing) -> dict[str, State]:
    into: dict[Ref, list[tuple[Ref, str]]] = defaultdict(list)
    out: dict[Ref, list[tuple[Ref, str, dict[str, Any]]]] = defaultdict(list)
    for source, kind, target, said in drawing.edges:
        into[target].append((source, kind))
        out[source].append((target, kind, said))
    made = {
        source: target[1] for source, kind, target, _ in drawing.edges if kind == "PRODUCED" and source[0] == "Part"
    }

    def ids(ends: Iterable[tuple[Any, ...]], label: str, kinds: str) -> tuple[str, ...]:
        return tuple(end[0][1] for end in ends if end[0][0] == label and end[1].endswith(kinds))

    def spared(ref: Ref) -> Iterator[tuple[str, str, str]]:
        for target, kind, said in out[ref]:
            if kind == "CUT" and target[0] == "Part":
                yield made[target], drawing.nodes[target]["run"], said["clean"]
            elif kind == "CUT":
                yield target[1], said["run"], said["clean"]

    return {
        ref[1]: State(
            said,
            ids(into[ref], "Content", "PRODUCED"),
            ids(into[ref], "Part", "PRODUCED"),
            ids(out[ref], "Part", "CONSUMED"),
            tuple(spared(ref)),
        )
        for ref, said in drawing.nodes.items()
        if ref[0] == "Content"
    }


def _residue(drawing: Drawing) -> Iterator[tuple[str, str, str, str | None]]:
    for source, kind, target, said in drawing.edges:
        if kind == "CARRIED_OVER":
            state = drawing.nodes.get(target) or drawing.nodes.get(source, {})
            yield node_of(source), node_of(target), said.get("on") or state["equipment"], said.get("run")
