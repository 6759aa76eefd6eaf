"""What was made of what: responses and their segments as runs.

A segment that says what it consumed and what it produced, beside others that do too, is a run of its own. Else all of
the request is one run: what one segment only consumed went into what another only produced, and nothing says more. That
is the wider reading, and holds across documents, for the request names the run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.b2mml.drawn import Drawn
from loaders.b2mml.fields import ACTUALS, ASSEMBLY, DATA, REQUESTS, SEGMENT_IDS, USES
from loaders.b2mml.node import Node
from loaders.rows import Fault

_USES = {"".join(filter(str.isalnum, use)).casefold(): kind for use, kind in USES.items()}
_NO_USE = "a MaterialActual has to say in MaterialUse what became of it: Consumed or Produced"


@dataclass(frozen=True, slots=True)
class _Segment:
    node: Node
    name: str
    start: str
    end: str
    kinds: frozenset[str]  # of what it says: consumed, produced
    lines: tuple[tuple[str, Node], ...]

    @property
    def whole(self) -> bool:
        """It says both what went in and what came out."""
        return self.kinds == {"consumed", "produced"}


@dataclass(frozen=True, slots=True)
class _Response:
    """A response: the name of its order, and what distinguishes its lines from those of others to the same request."""

    node: Node
    id: str
    request: str
    order: str
    start: str
    end: str
    place: str
    alone: bool  # no other here is to the same request

    @property
    def mark(self) -> str:
        """Two responses to one request may bring the same lot."""
        return self.id if self.request else ""


def performance(root: Node, into: Drawn) -> None:
    """All responses of a performance, or the one that `root` is."""
    responses = root.kids("ProductionResponse", "OperationsResponse")
    above, place = "", ""
    if "Performance" in root.name:
        above, place = root.text("ID"), root.place("HierarchyScope", "Location")
    else:
        responses = [root]
    said = [(node, node.text("ID"), node.first(*REQUESTS)) for node in responses]
    orders = Counter(request or id_ or above for _, id_, request in said)
    for node, id_, request in said:
        order = request or id_ or above
        if not order:
            into.notes.append(
                f"line {node.line}: neither performance, response nor request has an ID to name its run by"
            )
        times = (node.text("StartTime"), node.text("EndTime"))
        here = node.place("HierarchyScope", "Location") or place
        _response(_Response(node, id_, request, order, *times, here, orders[order] == 1), into)


def _response(response: _Response, into: Drawn) -> None:
    segments = [_segment(node, into) for node in _segments(response.node)]
    told = [segment for segment in segments if segment.lines]
    beside = [segment for segment in segments if not segment.lines]  # what they used is used by all the others
    names = {segment.name for segment in told if segment.name}
    if len(told) > 1 and len(names) == len(told) and all(segment.whole for segment in told):
        for segment in told:
            run = f"{response.order}/{segment.name}" if response.order else ""
            _run(response, run, [segment], beside, into)
        return
    if len(told) > 1:
        into.notes.append(
            f"line {response.node.line}: the segments of {response.order} are one run, for not each of them has a name "
            "and says what it consumed and produced"
        )
    if segments:
        _run(response, response.order, told, beside, into)


def _segments(node: Node) -> Iterator[Node]:
    for segment in node.kids("SegmentResponse"):
        yield segment
        yield from _segments(segment)


def _segment(node: Node, into: Drawn) -> _Segment:
    lines = tuple(_lines(node, into))
    kinds = frozenset(kind for kind, _ in lines if kind)
    name = node.first(*SEGMENT_IDS)
    return _Segment(node, name, node.text("ActualStartTime"), node.text("ActualEndTime"), kinds, lines)


def _lines(node: Node, into: Drawn) -> Iterator[tuple[str, Node]]:
    """(consumed or produced, the element) of every material, those of an assembly after it; neither where it does not
    say."""
    for actual in node.kids(*ACTUALS, ASSEMBLY):
        use = actual.text("MaterialUse")
        kind = _USES.get("".join(filter(str.isalnum, use)).casefold()) if use else None
        otherwise = "consumed" if actual.name == ASSEMBLY else ACTUALS[actual.name]
        if use and kind is None:
            into.left[f"{actual.name} with MaterialUse {use}"] += 1
            actual.over()
            continue
        yield kind or otherwise, actual
        yield from _lines(actual, into)


def _run(response: _Response, run: str, segments: list[_Segment], beside: list[_Segment], into: Drawn) -> None:
    kinds = frozenset(kind for segment in segments for kind in segment.kinds)
    start, end = response.start, response.end
    if len(segments) == 1:
        start, end = segments[0].start or start, segments[0].end or end
    if len(kinds) < 2 or not response.alone:  # what tells the rest may know another time
        start = end = ""
    both = [*segments, *beside]
    place = next((found for segment in both if (found := segment.node.place("HierarchyScope", "Location"))), "")
    said = {"started_at": start, "ended_at": end, "work_order": response.request}
    into.add("run", response.node.line, run=run, kind="produce", location=place or response.place, **said)
    seen: Counter[tuple[str, ...]] = Counter()
    for segment in both:
        marks = [response.mark, segment.name if len(both) > 1 else ""]
        start, end = segment.start or response.start, segment.end or response.end
        at = f"{start}/{end}" if start or end else ""
        for kind, node in segment.lines:
            _line(kind, node, run, marks, at, seen, into)
        _used(segment, run, into)
        _data(segment.node, run, marks, seen, into)


def _line(
    kind: str, node: Node, run: str, marks: list[str], at: str, seen: Counter[tuple[str, ...]], into: Drawn
) -> None:
    """One record for each lot; the quantity belongs to it where there is one lot only."""
    material = node.text("MaterialDefinitionID")
    lots = [each.own for each in node.kids("MaterialLotID")]
    sublots = [each.own for each in node.kids("MaterialSubLotID")]
    said = {"run": run, "material": material, "at": at, "sublot": ", ".join(filter(None, sublots))}
    if len(lots) <= 1 and node.text("Quantity/QuantityString"):
        said |= {"quantity": node.text("Quantity/QuantityString"), "uom": node.text("Quantity/UnitOfMeasure")}
    for lot in lots or [said["sublot"] if len(sublots) == 1 else ""]:
        line = _marked([*marks, said["sublot"]], (kind, material, lot), seen)
        faults = () if kind else (Fault(_NO_USE, "MaterialUse"),)
        into.add(kind or "consumed", node.line, *faults, lot=lot, line=line, **said)


def _marked(marks: list[str], what: tuple[str, ...], seen: Counter[tuple[str, ...]]) -> str:
    """What distinguishes a line from others of the same lot in the same run; the second of its like is #2."""
    mark = "/".join(filter(None, marks))
    seen[(*what, mark)] += 1
    times = seen[(*what, mark)]
    return mark if times == 1 else f"{mark}#{times}"


def _used(segment: _Segment, run: str, into: Drawn) -> None:
    when = {"from_": segment.start, "to": segment.end}
    for node in segment.node.kids("EquipmentActual"):
        for each in node.kids("EquipmentID"):
            into.add("used", each.line, run=run, equipment=each.own, role=node.text("EquipmentUse"), **when)
    for node in segment.node.kids("PersonnelActual"):
        for each in node.kids("PersonID"):
            into.add("used", each.line, run=run, operator=each.own, role=node.text("PersonnelUse"), **when)


def _data(node: Node, run: str, marks: list[str], seen: Counter[tuple[str, ...]], into: Drawn) -> None:
    for each in node.kids(*DATA):
        name = each.text("ID")
        for value in each.kids("Value"):
            line = _marked(marks, ("parameter", name), seen)
            said = {"value": value.text("ValueString"), "unit": value.text("UnitOfMeasure")}
            into.add("parameter", value.line, run=run, parameter=name, line=line, **said)
        _data(each, run, marks, seen, into)
