"""What is connected with a seed and yet spared: each with the cut, and the two records that show it (rules 22, 23)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any

from genealogy.answers.cleaned import cut_by_clean
from genealogy.answers.facts import Facts
from genealogy.answers.gaps import Gaps
from genealogy.answers.scope import Scope, scope_of
from genealogy.answers.sent import Sent
from genealogy.scope.edges import BESIDE, Edges, is_batch
from genealogy.scope.entry import EVER
from genealogy.store import Reads
from genealogy.store.moments import from_micros

SHOWN = 5  # reasons per batch; the number of further ones is said
TOOK, STOOD = "{0} took {1} by {2}", "{0} held {1} until {2}"


def excluded_of(
    store: Reads,
    scope: Scope,
    facts: Facts,
    sent: Sequence[Sent],
    lines: Iterable[tuple[str, str, int]],
    gaps: Gaps,
) -> list[dict[str, Any]]:
    """The `excluded` list of contract 3: batches by key, each with the kind of its cut, then shipments.

    `lines` are shipment lines of batches in scope that left too early: (shipment, batch, latest moment in ms); `sent`
    are all of their shipment lines.
    """
    found: dict[str, list[str]] = {}
    cuts: dict[str, str] = {}
    steps: dict[str, Callable[[], None]] = {
        "time": lambda: _cut_by_time(scope, found),
        "switch": lambda: _cut_by_switches(scope, found),
        "mapping": lambda: _cut_by_mapping(store, scope, sorted(facts.cut), found),
        "clean": lambda: cut_by_clean(store, scope, found, gaps),
    }
    for cut, step in steps.items():
        step()
        cuts |= dict.fromkeys(found.keys() - cuts.keys(), cut)
    reasons = {key: why for key, why in found.items() if key not in scope.mitigated}
    batches = [{"key": key, "cut": cuts[key], "reasons": shown(reasons[key])} for key in sorted(reasons)]
    return batches + _shipments(store, scope, sent, lines, {key: cuts[key] for key in reasons})


def _shipments(
    store: Reads,
    scope: Scope,
    sent: Sequence[Sent],
    lines: Iterable[tuple[str, str, int]],
    cuts: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Shipments with lines that left too early, and those that of all that is connected carry only what is excluded."""
    spared: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    for shipment, key, moment in lines:
        spared.setdefault(shipment, []).append(_too_early(scope, f"shipment {shipment}", key, moment))
        kinds[shipment] = "time"
    standing = {line.shipment.shipment for line in sent} if cuts else set()
    for row in store.read("answer.shipments", keys=sorted(cuts)).rows if cuts else ():
        if row[4] not in standing:
            spared.setdefault(row[4], []).append(f"of what is connected it carries only {row[0]}, which is excluded")
            kinds.setdefault(row[4], cuts[row[0]])
    return [{"shipment": id_, "cut": kinds[id_], "reasons": shown(spared[id_])} for id_ in sorted(spared)]


def shown(reasons: Sequence[str]) -> list[str]:
    """Each reason once, and of many the first few."""
    unique = list(dict.fromkeys(reasons))
    more = len(unique) - SHOWN
    return unique if more <= 0 else [*unique[:SHOWN], f"and {more} further reasons of the same kind"]


def _cut_by_time(scope: Scope, reasons: dict[str, list[str]]) -> None:
    """Batches that only withdrawals before the suspect material lead to."""
    entered = scope.in_time.entered if scope.in_time else None
    first = [(scope.edges.targets[number], _cut(scope, number)) for number in entered.cut] if entered else []
    _spread_all(scope, first, reasons)


def _cut_by_switches(scope: Scope, reasons: dict[str, list[str]]) -> None:
    """Batches that only links which a switch takes out lead to."""
    if narrowing := scope.narrowing:
        edges, near = narrowing.whole, scope.reached.hops.keys() | scope.mitigated
        first = [(edges.targets[n], why) for n, why in sorted(narrowing.cut.items()) if edges.sources[n] in near]
        _spread_all(scope, first, reasons)


def _spread_all(scope: Scope, first: Sequence[tuple[str, str]], reasons: dict[str, list[str]]) -> None:
    if first:
        out = onward(scope.edges if scope.narrowing is None else scope.narrowing.whole, scope.reached.hops)
        for node, why in first:
            if node not in scope.reached.hops:
                spread(out, node, why, reasons, "excluded")


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
    """The sentence for an edge: out of a batch, out of a run whose line times are readings (rule 19)."""
    source, target = scope.edges.sources[number], scope.edges.targets[number]
    moment = scope.in_time.left(number) if scope.in_time else EVER
    if is_batch(source):
        return _too_early(scope, scope.name_of(target), source, moment, STOOD if target.startswith(BESIDE) else TOOK)
    since = scope.in_time.since().get(source, EVER) if scope.in_time else EVER
    edge = scope.in_time.bringer(source) if scope.in_time else None
    brought = "" if edge is None else f" with {scope.edges.sources[edge]}"
    gave = f"{scope.name_of(source)} gave {target} by {_text(moment)}"
    return f"{gave}; suspect material went in from {_text(since)}{brought}"


def _too_early(scope: Scope, record: str, key: str, moment: int, words: str = TOOK) -> str:
    """The sentence with both records: the withdrawal, and what brought suspect material later."""
    since = scope.in_time.since().get(key, EVER) if scope.in_time else EVER
    edge = scope.in_time.bringer(key) if scope.in_time else None
    brought = "as the seed says" if edge is None else f"with {scope.name_of(scope.edges.sources[edge])}"
    left = words.format(record, key, _text(moment))
    return f"{left}; suspect material came in from {_text(since)}, {brought}"


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
