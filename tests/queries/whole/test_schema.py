"""`genealogy.schema` says what is in the graph: no more and no less than what one of everything leaves there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pytest
from neomodel import StructuredNode

from genealogy.queries import Query, all_queries
from genealogy.schema import NODES
from genealogy.store import Store
from tests.loaders.graph import ask

LABELS = {node.__name__ for node in NODES}
# Comments and texts may say anything; what remains after a colon or a bar is a label or a type.
_PROSE = re.compile(r'//[^\n]*|"[^"\n]*"')
_NAME = re.compile(r"(?<=[:|])([A-Z]\w*)\b(?!\()")


def edges(node: type[StructuredNode]) -> Iterable[Any]:
    """The definitions of the edges that leave nodes of that class."""
    for relationship in node.defined_properties(aliases=False, properties=False).values():
        relationship.lookup_node_class()
        yield relationship.definition


def declared_properties(thing: Any) -> set[str]:
    """What the properties of a class are called in the database."""
    properties = thing.defined_properties(aliases=False, rels=False) if hasattr(thing, "defined_properties") else {}
    return {prop.get_db_property_name(name) for name, prop in properties.items()}


def found_properties(names: Iterable[str]) -> set[str]:
    """Property names, an interval's end and its text counted as the time itself."""
    return {re.sub("_(end|text)$", "", name) for name in names}


def test_edges(everything: Store) -> None:
    declared = {
        (node.__name__, edge["relation_type"], edge["node_class"].__name__) for node in NODES for edge in edges(node)
    }
    question = "MATCH (a)-[e]->(b) RETURN DISTINCT head(labels(a)), type(e), head(labels(b))"
    assert set(ask(everything, question)) == declared


def test_each_node_has_one_label(everything: Store) -> None:
    assert {tuple(labels) for (labels,) in ask(everything, "MATCH (n) RETURN DISTINCT labels(n)")} == {
        (label,) for label in LABELS
    }


@pytest.mark.parametrize("node", NODES)
def test_properties_of_nodes(everything: Store, node: type[StructuredNode]) -> None:
    names = ask(everything, f"MATCH (n:{node.__name__}) UNWIND keys(n) AS name RETURN DISTINCT name")
    assert found_properties(name for (name,) in names) == declared_properties(node)


def test_properties_of_edges(everything: Store) -> None:
    declared: dict[str, set[str]] = defaultdict(set)
    for edge in (edge for node in NODES for edge in edges(node)):
        declared[edge["relation_type"]] |= declared_properties(edge["model"])
    found = {kind: set[str]() for kind in declared}
    for kind, names in ask(
        everything, "MATCH ()-[e]->() UNWIND keys(e) AS name RETURN type(e), collect(DISTINCT name)"
    ):
        found[kind] = found_properties(names)
    assert {kind: (found[kind], names) for kind, names in declared.items() if found[kind] != names} == {}


@pytest.mark.parametrize("query", all_queries().values(), ids=all_queries())
def test_names_in_queries(query: Query) -> None:
    types = {edge["relation_type"] for node in NODES for edge in edges(node)}
    assert set(_NAME.findall(_PROSE.sub("", query.text))) <= LABELS | types


def test_a_wrong_name_would_be_seen() -> None:
    text = 'MATCH (:Bach)-[:CONSUMED|EATEN]->(r) // (:Note)\nWHERE r.text = "a :Text" AND r:Rum RETURN {run: Upper(r)}'
    assert set(_NAME.findall(_PROSE.sub("", text))) == {"Bach", "CONSUMED", "EATEN", "Rum"}
