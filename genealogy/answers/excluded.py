"""What is connected with a seed and yet spared: each with the cut, and the two records that show it (rules 22, 23)."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from genealogy.answers.facts import Facts
from genealogy.answers.scope import Scope, scope_of
from genealogy.answers.sent import Sent
from genealogy.scope.edges import Edges, is_batch
from genealogy.scope.entry import EVER
from genealogy.store import Reads
from genealogy.store.moments import from_micros

SHOWN = 5  # reasons per batch; the number of further ones is said


def excluded_of(
    store: Reads, scope: Scope, facts: Facts, sent: Iterable[Sent], lines: Iterable[tuple[str, str, int]]
) -> list[dict[str, Any]]:
    """The `excluded` list of contract 3: batches by key, then shipments.

    `lines` are shipment lines of batches in scope that left too early: (shipment, batch, latest moment in ms).
    """
    reasons = _cut_off(scope)
    _cut_by_mapping(store, scope, sorted(facts.cut), reasons)
    reasons = {key: why for key, why in reasons.items() if key not in scope.mitigated}
    spared: dict[str, list[str]] = {}
    for shipment, key, moment in lines:
        spared.setdefault(shipment, []).append(_too_early(scope, f"shipment {shipment}", key, moment))
    standing = {line.shipment.shipment for line in sent} if reasons else set()
    for row in store.read("answer.shipments", keys=sorted(reasons)).rows if reasons else ():
        if row[4] not in standing:
            spared.setdefault(row[4], []).append(f"of what is connected it carries only {row[0]}, which is excluded")
    batches = [{"key": key, "reasons": shown(reasons[key])} for key in sorted(reasons)]
    return batches + [{"shipment": shipment, "reasons": shown(spared[shipment])} for shipment in sorted(spared)]


def shown(reasons: Sequence[str]) -> list[str]:
    """Each reason once, and of many the first few."""
    unique = list(dict.fromkeys(reasons))
    more = len(unique) - SHOWN
    return unique if more <= 0 else [*unique[:SHOWN], f"and {more} further reasons of the same kind"]


def _cut_off(scope: Scope) -> dict[str, list[str]]:
    """Batches that only withdrawals before the suspect material lead to, or links that a switch takes out."""
    entered = scope.in_time.entered if scope.in_time else None
    narrowing, reached = scope.narrowing, scope.reached.hops
    first = [(scope.edges.targets[number], _cut(scope, number)) for number in entered.cut] if entered else []
    if narrowing:
        edges, near = narrowing.whole, reached.keys() | scope.mitigated
        first += [(edges.targets[n], why) for n, why in sorted(narrowing.cut.items()) if edges.sources[n] in near]
    if not first:
        return {}
    out = onward(scope.edges if narrowing is None else narrowing.whole, reached)
    reasons: dict[str, list[str]] = {}
    for node, why in first:
        if node not in reached:
            spread(out, node, why, reasons, "excluded")
    return reasons


def onward(edges: Edges, reached: Container[str]) -> dict[str, list[str]]:
    """Where edges lead on to from each node, among what is not reached."""
    out: dict[str, list[str]] = {}
    for source, target in zip(edges.sources, edges.targets, strict=True):
        if target not in reached:
            out.setdefault(source, []).append(target)
    return out


def spread(out: Mapping[str, list[str]], first: str, why: str, reasons: dict[str, list[str]], word: str) -> None:
    """Give the reason to the batches next behind the cut, and the way to it to those behind these."""
    queue: deque[tuple[str, str]] = deque([(first, "")])
    seen = {first}
    while queue:
        node, behind = queue.popleft()
        if is_batch(node):
            known = reasons.setdefault(node, [])
            if behind and known:
                continue  # a nearer reason leads on from here already
            known.append(f"only by way of {behind}, which is {word}: {why}" if behind else why)
            behind = node
        for other in out.get(node, ()):
            if other not in seen:
                seen.add(other)
                queue.append((other, behind))


def _cut(scope: Scope, number: int) -> str:
    """The sentence for an edge: out of a batch, or out of a run whose line times are readings (rule 19)."""
    source, target = scope.edges.sources[number], scope.edges.targets[number]
    moment = scope.in_time.left(number) if scope.in_time else EVER
    if is_batch(source):
        return _too_early(scope, scope.name_of(target), source, moment)
    since = scope.in_time.since().get(source, EVER) if scope.in_time else EVER
    edge = scope.in_time.bringer(source) if scope.in_time else None
    brought = "" if edge is None else f" with {scope.edges.sources[edge]}"
    gave = f"{scope.name_of(source)} gave {target} by {_text(moment)}"
    return f"{gave}; suspect material went in from {_text(since)}{brought}"


def _too_early(scope: Scope, record: str, key: str, moment: int) -> str:
    """The sentence with both records: the withdrawal, and what brought suspect material later."""
    since = scope.in_time.since().get(key, EVER) if scope.in_time else EVER
    edge = scope.in_time.bringer(key) if scope.in_time else None
    brought = "as the seed says" if edge is None else f"with {scope.name_of(scope.edges.sources[edge])}"
    return f"{record} took {key} by {_text(moment)}; suspect material came in from {_text(since)}, {brought}"


def _cut_by_mapping(store: Reads, scope: Scope, keys: list[str], reasons: dict[str, list[str]]) -> None:
    inside = scope.reached.hops
    spared: dict[str, str] = {}
    for key, run, output in store.read("scope.cuts", keys=keys).rows if keys else ():
        if output not in inside:
            why = f"run {run} maps {key} and {output}, and not the one to the other"
            reasons.setdefault(output, []).append(why)
            spared[output] = why
    if not spared:
        return
    behind = scope_of(store, sorted(spared), "downstream")
    for key in behind.batches:
        if key not in inside and key not in reasons:
            first = _first(behind, key)
            reasons[key] = [f"only by way of {first}, which is excluded: {spared[first]}"]


def _first(scope: Scope, node: str) -> str:
    while (edge := scope.reached.by.get(node)) is not None:
        node = scope.edges.sources[edge]
    return node


def _text(moment: int) -> str:
    return from_micros(moment * 1000).isoformat(timespec="seconds").replace("+00:00", "Z")
