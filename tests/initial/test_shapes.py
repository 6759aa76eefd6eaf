"""What the queries draw and what the tables of a first load hold are one thing, said twice."""

from __future__ import annotations

import re

import pytest

from genealogy.events import KINDS
from genealogy.initial.shapes import SHAPES, Edge, Node
from genealogy.queries import all_queries
from genealogy.record.rows import queries_for
from genealogy.schema import key_of

_LINKS = r"\((\w+)\)(<?)-\[\w*:(\w+)[^\]]*\]-(>?)\((\w+)\)"
_NODES = r"\((\w+):(\w+) \{`?(\w+)`?: row\.(\w+)\}"


def of_query(name: str) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """Nodes (label, field of the row) and edges (type, label of start, of end) that a query draws or looks up."""
    found: set[tuple[str, ...]] = set()
    edges: set[tuple[str, ...]] = set()
    labels: dict[str, str] = {}
    for line in all_queries()[name].text.splitlines():
        for variable, label, key, field in re.findall(_NODES, line):
            labels[variable] = label
            assert key == key_of(label)
            found.add((label, field))
        for left, back, type_, _, right in re.findall(_LINKS, line):
            start, end = (labels[right], labels[left]) if back else (labels[left], labels[right])
            edges.add((type_, start, end))
    return found, edges


def of_shape(shape: Node | Edge) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """The same of a shape."""
    own = shape.label if isinstance(shape, Node) else (shape.start if shape.joined == "start" else shape.end)[0]
    ends = [(own, joint.label) if joint.away else (joint.label, own) for joint in shape.joints]
    edges: set[tuple[str, ...]] = {(joint.type, *pair) for joint, pair in zip(shape.joints, ends, strict=True)}
    found: set[tuple[str, ...]] = {(joint.label, joint.field) for joint in shape.joints}
    if isinstance(shape, Node):
        return found | {(shape.label, shape.field)}, edges
    return found | {shape.start, shape.end}, edges | {(shape.type, shape.start[0], shape.end[0])}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_shape_says_what_its_query_draws(name: str) -> None:
    assert of_shape(SHAPES[name]) == of_query(name)


def test_every_kind_of_a_bundle_has_a_shape() -> None:
    drawn = {name for kind in KINDS for name in _queries(kind.model_construct)}
    assert drawn == SHAPES.keys()


def _queries(make: object) -> set[str]:
    """Every query that may draw an event of a kind."""
    assert callable(make)
    blank = dict.fromkeys(("lot", "run", "equipment", "operator", "supplier", "child_pack", "key"))
    full = blank | {"lot": "1", "material": "M", "equipment": "E", "operator": "O", "supplier": "S", "child_pack": "P"}
    return {name for values in (blank, full) for name in queries_for(make(**values), set())}
