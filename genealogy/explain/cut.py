"""Where the nearest chain to what is excluded or mitigated is cut, and the two records that show it (rule 23)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from genealogy.answers.cleaned import after_cleans
from genealogy.answers.scope import Scope, names_among, scope_of
from genealogy.explain.steps import Reader, Record, shown_name
from genealogy.explain.target import SHIPMENT, Web
from genealogy.scope.chains import ROOT, Way, reach_of, shortest
from genealogy.scope.edges import BESIDE, CONTENT, PART, RUN, STOOD_WITH, is_batch
from genealogy.scope.switches import Switches
from genealogy.store import Reads


@dataclass(frozen=True, slots=True)
class Shown:
    """What a record shows of a cut (a word of `words.CUTS`), with the moment (microseconds since 1970) it is about."""

    shows: str
    record: Record
    moment: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A chain `way` leads to the node `near`, and from there nothing leads on to `far`, as the records show; `kind` is
    time, mapping, clean, switch or kill_step. `names` are those of nodes that the scope does not name."""

    kind: str
    near: str
    far: str
    way: Way | None
    records: list[Shown] = field(default_factory=list)
    names: Mapping[str, str] = field(default_factory=dict)

    def ends(self, scope: Scope) -> tuple[str, str]:
        """What its two ends are called."""
        near, far = (self.names.get(node) or shown_name(scope, node) for node in (self.near, self.far))
        return near, far


Found = tuple[int, str, str, Callable[[], Cut]]  # batches from the target, ends, and the rest when it is wanted


def cut_of(store: Reads, web: Web, reader: Reader, target: str) -> Cut | None:
    """The cut nearest to a batch or shipment that no chain in time leads to; None where only a rule of names does."""
    near = _shipped(web, reader, target)
    if near is not None or not is_batch(target):
        return near
    switches = Switches(contact=STOOD_WITH in web.scope.edges.types)
    hops = scope_of(store, [target], "upstream", switches=switches).reached.hops
    found = [
        *_left_out(store, web, reader, hops),
        *_mapped(store, web, reader, hops),
        *_cleaned(store, web, reader, hops),
    ]
    return min(found, key=lambda one: one[:3])[3]() if found else None


def _shipped(web: Web, reader: Reader, target: str) -> Cut | None:
    """A shipment of a batch in scope that left before anything suspect came into it."""
    for shipment, key, moment in sorted(web.deliveries.excluded):
        if SHIPMENT + shipment == target:
            return _too_early(web, reader, key, target, Record("shipment", shipment), moment)
    return None


def _left_out(store: Reads, web: Web, reader: Reader, hops: Mapping[str, int]) -> Iterator[Found]:
    """Links that time, a switch or a kill step takes out."""
    scope = web.scope
    entered = scope.in_time.entered if scope.in_time else None
    for number in entered.cut if entered else ():
        source, target = scope.edges.sources[number], scope.edges.targets[number]
        if target in hops:
            yield hops[target], source, target, partial(_by_time, web, reader, number)
    if (narrowing := scope.narrowing) is None:
        return
    for kind, gone in (("switch", narrowing.cut), ("kill_step", narrowing.killed)):
        for number, why in sorted(gone.items()):
            ends = narrowing.whole.sources[number], narrowing.whole.targets[number]
            if ends[1] in hops and ends[0] in scope.reached.hops:
                yield hops[ends[1]], *ends, partial(_by_choice, store, web, reader, kind, *ends, why)


def _by_choice(store: Reads, web: Web, reader: Reader, kind: str, near: str, far: str, why: str) -> Cut:
    """What a switch or a kill step takes out."""
    names = {end: _name(store, web.scope, end) for end in (near, far)}
    node = next((end for end in names if end.startswith((RUN, PART))), None)
    batch = near if is_batch(near) else far
    record = Record("batch", batch) if node is None else Record("run", names[node].removeprefix("run "))
    return Cut(kind, near, far, _way(web, reader, near), [Shown("left_out", record, None, why)], names)


def _name(store: Reads, scope: Scope, node: str) -> str:
    """What a node is called that the recall may not have looked up, for nothing leads there."""
    return ({} if node in scope.names else names_among(store, [node])).get(node) or shown_name(scope, node)


def _by_time(web: Web, reader: Reader, number: int) -> Cut:
    step, edges, in_time = reader.step(number, True), web.scope.edges, web.scope.in_time
    moment, near = (in_time.left(number) if in_time else 0), edges.sources[number]
    far = edges.targets[number]
    shows = "gave_by" if not is_batch(near) else "held_until" if far.startswith(BESIDE) else "left_by"
    return _too_early(web, reader, near, far, step.record, moment, shows)


def _too_early(
    web: Web, reader: Reader, near: str, far: str, record: Record, moment: int, shows: str = "left_by"
) -> Cut:
    """What was taken, given or stood there, and what brought the suspect material in afterwards, at the earliest."""
    in_time = web.scope.in_time
    since = in_time.since().get(near, 0) if in_time else 0
    brought = in_time.bringer(near) if in_time else None
    came = Shown("seed_from", Record("batch", near), since * 1000)
    if brought is not None:
        source = web.scope.edges.sources[brought]
        own = not is_batch(near) and is_batch(source)  # of what came into a run it is the batch
        came = Shown("came_from", Record("batch", source) if own else reader.step(brought, True).record, since * 1000)
    records = [Shown(shows, record, moment * 1000), came]
    return Cut("time", near, far, _way(web, reader, near, earliest=True), records)


def _mapped(store: Reads, web: Web, reader: Reader, hops: Mapping[str, int]) -> Iterator[Found]:
    """Pairs that the mapping of a run keeps apart: what it says of the one and of the other."""
    keys = sorted(web.facts.cut)
    for key, run, output in store.read("scope.cuts", keys=keys).rows if keys else ():
        if output in hops:
            said = [Shown("mapped_from", Record("run", run)), Shown("mapped_to", Record("run", run))]
            yield hops[output], key, output, partial(_led, web, reader, "mapping", key, output, said)


def _cleaned(store: Reads, web: Web, reader: Reader, hops: Mapping[str, int]) -> Iterator[Found]:
    """What was drawn from a vessel, or ran on a line, after a clean: the clean, and the run."""
    lines = {row["content"] for row in web.scope.contents if row["residue"]}
    for content, equipment, run, output, cleaned in after_cleans(store, web.scope):
        if output in hops:
            later = Shown("ran" if content in lines else "drew", Record("run", run))
            said = [Shown("cleaned", Record("cleaning", equipment, cleaned), cleaned), later]
            near = CONTENT + content
            yield hops[output], near, output, partial(_led, web, reader, "clean", near, output, said)


def _led(web: Web, reader: Reader, kind: str, near: str, far: str, records: list[Shown]) -> Cut:
    return Cut(kind, near, far, _way(web, reader, near), records)


def _way(web: Web, reader: Reader, node: str, earliest: bool = False) -> Way | None:
    """The shortest chain to a node; with `earliest`, to the first moment at which any comes in."""
    vertices = list(web.chains.entries(node))
    if earliest and len(vertices) > 1:
        there = reach_of(web.chains, [ROOT])
        vertices = [vertex for vertex in vertices if vertex in there][:1]
    return shortest(web.chains, vertices, reader.weigh)
