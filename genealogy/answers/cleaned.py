"""What a clean kept apart from the suspect content of a vessel, or residue on a line, before it (rules 14, 15, 23).

The draws, or outputs, of the next stretch that has any are marked in the graph. What is made of them is followed until
that is as much as the scope itself, so that the cost stays that of the answer; then a gap says that there is more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from genealogy.answers.gaps import Gaps
from genealogy.answers.scope import Scope
from genealogy.scope.edges import CONTENT, by_frontier
from genealogy.scope.walk import walk
from genealogy.store import Reads
from genealogy.store.moments import from_micros

AT_LEAST = 1_000  # links behind cleans that are looked at, however small the scope


def cut_by_clean(store: Reads, scope: Scope, reasons: dict[str, list[str]], gaps: Gaps) -> None:
    """Add what was drawn or made after a clean of a vessel or line in scope, and what was made of that."""
    inside = scope.reached.hops
    spared: dict[str, list[str]] = {}
    for output, why in _drawn(store, scope):
        if output not in inside and output not in reasons:
            spared.setdefault(output, []).append(why)
    if not spared:
        return
    reasons |= spared
    most = max(AT_LEAST, len(scope.edges))
    edges = by_frontier(store, sorted(spared), "downstream", most=most)
    behind = walk(edges, sorted(spared), "downstream")
    for key in behind.batches():
        if key not in inside and key not in reasons:
            first = key
            while (edge := behind.by.get(first)) is not None:
                first = edges.sources[edge]
            reasons[key] = [f"only by way of {first}, which is excluded: {spared[first][0]}"]
    if len(edges) > most:
        gaps.add("excluded_not_all_listed", str(len(spared)), records=sorted(spared))


def after_cleans(store: Reads, scope: Scope) -> Sequence[Sequence[Any]]:
    """What cleans keep apart from the contents of vessels and lines in scope: rows of `scope.cleaned`."""
    ids = sorted(row["content"] for row in scope.contents)
    return store.read("scope.cleaned", ids=ids).rows if ids else []


def _drawn(store: Reads, scope: Scope) -> Iterator[tuple[str, str]]:
    """Each batch drawn or made after a clean, with the clean and the two runs that it lies between."""
    for content, equipment, run, output, cleaned in after_cleans(store, scope):
        when = "" if cleaned is None else f" of {from_micros(cleaned).isoformat().replace('+00:00', 'Z')}"
        yield output, f"the clean of {equipment}{when} lies between {_left_by(scope, content)} and run {run}"


def _left_by(scope: Scope, content: str) -> str:
    """The run that brought suspect material into a chain of contents."""
    node = CONTENT + content
    while node.startswith(CONTENT):
        node = scope.edges.sources[scope.reached.by[node]]
    return scope.name_of(node)
