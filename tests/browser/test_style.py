"""The style file: every label and edge type has its looks, flow stands out, and every node has a caption."""

from __future__ import annotations

import re

import pytest
from neomodel import StructuredNode

from genealogy.schema import CERTAIN, FLOW, NODES, POTENTIAL
from genealogy.store import Store
from tests.browser.reading import style
from tests.loaders.graph import ask
from tests.queries.everything import fill

STYLE = style()
TYPES = {
    edge.definition["relation_type"]
    for node in NODES
    for edge in node.defined_properties(aliases=False, properties=False).values()
}


def test_each_label_and_type_has_its_looks() -> None:
    assert {name for kind, name in STYLE if kind == "node"} == {None, *(node.__name__ for node in NODES)}
    assert {name for kind, name in STYLE if kind == "relationship"} == {None, *TYPES}


@pytest.mark.parametrize("node", NODES)
def test_a_caption_is_made_of_properties(node: type[StructuredNode]) -> None:
    properties = node.defined_properties(aliases=False, rels=False).items()
    names = {prop.get_db_property_name(name) for name, prop in properties}
    caption = set(re.findall(r"\{(\w+)\}", STYLE["node", node.__name__]["caption"]))
    assert caption and caption <= names


def test_flow_stands_out() -> None:
    def width(name: str) -> int:
        return int(STYLE["relationship", name]["shaft-width"].removesuffix("px"))

    assert min(width(name) for name in FLOW) > max(width(name) for name in TYPES - set(FLOW))
    certain = {STYLE["relationship", name]["color"] for name in CERTAIN}
    potential = {STYLE["relationship", name]["color"] for name in POTENTIAL}
    others = {STYLE["relationship", name]["color"] for name in TYPES - set(FLOW)}
    assert len(certain) == len(potential) == 1
    assert not (certain & potential or certain & others or potential & others)


def test_every_node_that_is_drawn_can_be_read(store: Store) -> None:
    fill(store)
    for node in NODES:
        parts = re.findall(r"\{(\w+)\}", STYLE["node", node.__name__]["caption"])
        shown = " OR ".join(f"n.`{name}` IS NOT NULL" for name in parts)
        bare = ask(store, f"MATCH (n:{node.__name__}) WHERE NOT ({shown}) RETURN properties(n)")
        assert bare == [], node.__name__
