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


def _add_mapped(
    flows: Flows,
    links: Links,
    rows: Sequence[PartRow],
    lines: _Lines,
    told: Mapping[tuple[str, str], float],
) -> None:
    """Each part takes of its inputs what the mapping says, else in proportion to what the parts they feed make."""
    made = {row[1]: row for row in rows if not row[3]}
    feeds: dict[str, list[str]] = defaultdict(list)
    for _, part, _, inward, key, *_ in rows:
        if inward:
            feeds[key].append(part)
    for part, row in made.items():
        node = PART + part
        if node in links.into:
            flows.makings[node] = _mapped(flows, links, node, part, row, made, feeds, lines, told)


def _mapped(
    flows: Flows,
    links: Links,
    node: str,
    part: str,
    row: PartRow,
    made: Mapping[str, PartRow],
    feeds: Mapping[str, list[str]],
    lines: _Lines,
    told: Mapping[tuple[str, str], float],
) -> Making:
    making = Making()
    sources, near = links[node], {part}
    recorded: set[str] = set()
    for key, material, quantity, uom in lines.inputs:
        if key.startswith("/m"):  # no mapping names it: it may go into any part
            near |= set(made)
            meant = _meant(key, sources, links, node)
            recorded |= meant
            lotless = line_of(flows, node, meant, False, material, quantity, uom)
            lotless.weight = _share_of(quantity, part, list(made), made)
            making.inputs.append(lotless)
            continue
        others = feeds.get(key, [])
        if part not in others:
            continue
        recorded.add(key)
        near |= set(others)
        weight = told.get((key, row[4]))
        if weight is None:
            weight = _share_of(quantity, part, others, made)
        source = key if key in sources else None
        reach = _made_by(others, made)
        making.inputs.append(Line(source, material, quantity, uom, sources.get(key, True), weight, reach))
    making.inputs += [
        Line(source, material_of(source), None, None, certain)
        for source, certain in sources.items()
        if is_batch(source) and source not in recorded
    ]
    for other in near:
        add_output(making.outputs, made[other][4], Output(made[other][5], made[other][7], made[other][8]))
    reached = {key for key, parts in feeds.items() if set(parts) & near}
    making.beside = [
        Line(None, material, quantity, uom, reach=_made_by(feeds[key], made))
        for key, material, quantity, uom in lines.inputs
        if key in reached and key not in recorded
    ]
    return making


def _made_by(parts: Iterable[str], made: Mapping[str, PartRow]) -> frozenset[str]:
    return frozenset(made[part][4] for part in parts if part in made)


def _share_of(quantity: float | None, part: str, others: Sequence[str], made: Mapping[str, PartRow]) -> float | None:
    """What of an input goes into a part, where nothing says it: in proportion to what is made, else all of it."""
    if quantity is None or len(others) < 2:
        return quantity
    sizes = {other: made[other][7] for other in others if other in made}
    units = {made[other][8] for other in others if other in made}
    total = sum(size or 0.0 for size in sizes.values())
    if len(units) != 1 or None in sizes.values() or total <= 0:
        return quantity
    return quantity * (sizes[part] or 0.0) / total
