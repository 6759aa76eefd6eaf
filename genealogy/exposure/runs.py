"""Runs, and parts of runs, as makings: all of their inputs, those from outside of the scope as clean ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from genealogy.exposure.flows import Choice, Flows, Line, Making, Output
from genealogy.exposure.links import Links
from genealogy.keys import BatchKey, material_of
from genealogy.scope.edges import CONTENT, PART, RUN, is_batch

LineRow = tuple[str, bool, str, str, float | None, str | None]  # run, inward, node, material, quantity, unit
PartRow = tuple[str, str, str | None, bool, str, str, str, float | None, str | None]
MappedRow = tuple[str, str, str, float]


@dataclass(slots=True)
class _Lines:
    """The recorded lines of a run."""

    inputs: list[tuple[str, str, float | None, str | None]] = field(default_factory=list)
    outputs: dict[str, Output] = field(default_factory=dict)


def add_runs(flows: Flows, links: Links, rows: Iterable[LineRow], nodes: Iterable[str]) -> dict[str, _Lines]:
    """Add the plain runs among `nodes`; gives back the lines of all runs."""
    lines: dict[str, _Lines] = defaultdict(_Lines)
    for run, inward, node, material, quantity, uom in rows:
        if inward:
            lines[run].inputs.append((node, material, quantity, uom))
        else:
            add_output(lines[run].outputs, node, Output(material, quantity, uom))
    links.made = {RUN + run: said.outputs for run, said in lines.items()}
    for node in nodes:
        if node.startswith(RUN):
            flows.makings[node] = _plain(flows, links, node, lines[node[2:]])
    return lines


def add_output(outputs: dict[str, Output], node: str, more: Output) -> None:
    """Several lines of one output are one, where their units are the same."""
    known = outputs.get(node)
    if known is not None:
        told = known.uom == more.uom and known.quantity is not None and more.quantity is not None
        more = Output(more.material, (known.quantity or 0) + (more.quantity or 0) if told else None, more.uom)
    outputs[node] = more


def _plain(flows: Flows, links: Links, node: str, lines: _Lines) -> Making:
    making = Making(outputs=lines.outputs)
    sources, named = links[node], set()
    for key, material, quantity, uom in lines.inputs:
        meant = {key} if key in sources else _meant(key, sources, links, node)
        named |= meant
        # A line that names no lot is in doubt, also where another one names the batch.
        sure = key in sources and sources[key]
        making.inputs.append(line_of(flows, node, meant, sure, material, quantity, uom))
    making.inputs += [  # a link that no line tells of
        Line(source, material_of(source), None, None, sources[source])
        for source in sources
        if source not in named and is_batch(source)
    ]
    return making


def _meant(key: str, sources: Mapping[str, bool], links: Links, node: str) -> set[str]:
    """The suspect batches that a line may mean which names no lot (rule 4), or no assigner (rule 3)."""
    if key.startswith("/m"):
        return {one for one in sources if (one, node) in links.inferred and material_of(one) == key[2:]}
    return {one for one in sources if "@" in one and str(BatchKey.parse(one).bare) == key}


def line_of(
    flows: Flows,
    node: str,
    meant: set[str],
    sure: bool,
    material: str,
    quantity: float | None,
    uom: str | None,
) -> Line:
    """An input line: of the suspect batch it names, of one of those it may mean, or clean."""
    if not meant:
        return Line(None, material, quantity, uom)
    if len(meant) == 1:
        (source,) = meant
        return Line(source, material, quantity, uom, sure)
    choice = f"/a{node} {' '.join(sorted(meant))}"
    flows.choices[choice] = Choice(dict.fromkeys(sorted(meant), False))
    return Line(choice, material, quantity, uom, False)


def add_parts(
    flows: Flows, links: Links, rows: Sequence[PartRow], lines: Mapping[str, _Lines], mapped: Iterable[MappedRow]
) -> None:
    """Add the charges, draws and parts of mapped runs that are in the scope."""
    told = {(run, source, output): quantity for run, source, output, quantity in mapped}
    by_run: dict[str, list[PartRow]] = defaultdict(list)
    for row in rows:
        if row[2]:
            _add_vessel_part(flows, links, row)
        else:
            by_run[row[0]].append(row)
    for run, some in by_run.items():
        _add_mapped(flows, links, some, lines[run], {pair[1:]: told[pair] for pair in told if pair[0] == run})


def _add_vessel_part(flows: Flows, links: Links, row: PartRow) -> None:
    """A charge hands on what is charged, a draw what it takes from the content; neither changes its quantity."""
    _, part, role, inward, key, material, _, quantity, uom = row
    node = PART + part
    if node not in links.into or inward != (role == "charge"):
        return
    making = flows.makings.setdefault(node, Making())
    sources = links[node]
    if role == "draw":
        making.outputs[key] = Output(material, quantity, uom)
        contents = {source: certain for source, certain in sources.items() if source.startswith(CONTENT)}
        if contents:
            choice = f"/a{node}"
            flows.choices[choice] = Choice(contents)
            making.inputs.append(Line(choice, material, quantity, uom, True))
    elif sources.get(key):
        making.inputs.append(Line(key, material, quantity, uom, True))
    elif key in sources:
        making.inputs.append(Line(key, material, None, uom, False))


@dataclass(frozen=True, slots=True)
class _Mapped:
    """A run with a mapping: its lines, the row of each part that it made, the parts that each input feeds, and what is
    told of the quantity of a pair."""

    lines: _Lines
    made: Mapping[str, PartRow]
    feeds: Mapping[str, list[str]]
    told: Mapping[tuple[str, str], float]

    def outputs_of(self, parts: Iterable[str]) -> frozenset[str]:
        """The batches that these parts are."""
        return frozenset(self.made[part][4] for part in parts if part in self.made)

    def share_of(self, quantity: float | None, part: str, others: Sequence[str]) -> float | None:
        """What of an input goes into a part, where nothing says it: in proportion to what is made, else all of it."""
        if quantity is None or len(others) < 2:
            return quantity
        sizes = {other: self.made[other][7] for other in others if other in self.made}
        units = {self.made[other][8] for other in others if other in self.made}
        total = sum(size or 0.0 for size in sizes.values())
        if len(units) != 1 or None in sizes.values() or total <= 0:
            return quantity
        return quantity * (sizes[part] or 0.0) / total


def _add_mapped(
    flows: Flows,
    links: Links,
    rows: Sequence[PartRow],
    lines: _Lines,
    told: Mapping[tuple[str, str], float],
) -> None:
    """Each part takes of its inputs what the mapping says, else in proportion to what the parts they feed make."""
    feeds: dict[str, list[str]] = defaultdict(list)
    for _, part, _, inward, key, *_ in rows:
        if inward:
            feeds[key].append(part)
    run = _Mapped(lines, {row[1]: row for row in rows if not row[3]}, feeds, told)
    for part in run.made:
        if PART + part in links.into:
            flows.makings[PART + part] = _mapped(flows, links, run, part)


def _mapped(flows: Flows, links: Links, run: _Mapped, part: str) -> Making:
    making, node, output = Making(), PART + part, run.made[part][4]
    sources, near = links[node], {part}
    recorded: set[str] = set()
    for key, material, quantity, uom in run.lines.inputs:
        lotless = key.startswith("/m")  # no mapping names it: it may go into any part
        others = list(run.made) if lotless else run.feeds.get(key, [])
        if part not in others:
            continue
        near |= set(others)
        weight = None if lotless else run.told.get((key, output))
        if weight is None:
            weight = run.share_of(quantity, part, others)
        if lotless:
            meant = _meant(key, sources, links, node)
            line = line_of(flows, node, meant, False, material, quantity, uom)
        else:
            meant = {key}
            line = Line(key if key in sources else None, material, quantity, uom, sources.get(key, True))
            line.reach = run.outputs_of(others)
        line.weight = weight
        recorded |= meant
        making.inputs.append(line)
    making.inputs += [
        Line(source, material_of(source), None, None, certain)
        for source, certain in sources.items()
        if is_batch(source) and source not in recorded
    ]
    for other in near:
        _, _, _, _, made, material, _, quantity, uom = run.made[other]
        add_output(making.outputs, made, Output(material, quantity, uom))
    making.beside = [
        Line(None, material, quantity, uom, reach=run.outputs_of(run.feeds[key]))
        for key, material, quantity, uom in run.lines.inputs
        if key not in recorded and not near.isdisjoint(run.feeds.get(key, ()))
    ]
    return making
