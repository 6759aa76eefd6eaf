"""The tables of docs/graph.md, written from the schema: `python -m genealogy.schema.page docs/graph.md`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from neomodel import DateTimeNeo4jFormatProperty, StructuredNode

from genealogy.schema import (
    CARE,
    CASES,
    CERTAIN,
    DERIVED,
    EVENTS,
    KEEPING,
    KEY_OF,
    NODES,
    POTENTIAL,
    PROVENANCE,
    SENT,
    THINGS,
)

MARK = (
    "<!-- From here on written from the code by `python -m genealogy.schema.page docs/graph.md`; change it there. -->"
)
_GROUPS = {
    "What things are": THINGS,
    "What happens": EVENTS,
    "What keeps order": CARE,
    "What a recall does": CASES,
    "What is derived": DERIVED,
    "What was sent, as it was sent": SENT,
    "What the product keeps for itself": KEEPING,
}
_UNSAID = {*PROVENANCE, "uid"}  # on everything that is recorded; said once, in the text


def tables() -> str:
    """All labels and all edge types, as Markdown."""
    return "\n".join([MARK, "", *_labels(), "## Edges", "", *_edges()]) + "\n"


def _labels() -> Iterator[str]:
    for title, nodes in _GROUPS.items():
        yield from (f"## {title}", "", "| label | identity | what it is | further properties |", "|---|---|---|---|")
        for node in nodes:
            said = _properties(node, _UNSAID | {KEY_OF[node.__name__]})
            yield f"| `{node.__name__}` | `{KEY_OF[node.__name__]}` | {_doc(node)} | {said} |"
        yield ""


def _edges() -> Iterator[str]:
    yield from ("| from | edge | to | flow | properties |", "|---|---|---|---|---|")
    found = {(edge["relation_type"], node.__name__, edge["node_class"].__name__): edge for node, edge in _all_edges()}
    for (kind, source, target), edge in sorted(found.items(), key=lambda item: (_rank(item[0][0]), item[0])):
        flow = {0: "certain", 1: "potential"}.get(_rank(kind), "")
        said = _properties(edge["model"], _UNSAID) if edge["model"] else ""
        yield f"| `{source}` | `{kind}` | `{target}` | {flow} | {said} |"


def _all_edges() -> Iterator[tuple[type[StructuredNode], dict[str, Any]]]:
    for node in NODES:
        for relationship in node.defined_properties(aliases=False, properties=False).values():
            relationship.lookup_node_class()
            yield node, relationship.definition


def _rank(kind: str) -> int:
    return 0 if kind in CERTAIN else 1 if kind in POTENTIAL else 2


def _doc(node: type[StructuredNode]) -> str:
    return " ".join((inspect.getdoc(node) or "").split())


def _properties(thing: Any, unsaid: set[str]) -> str:
    """The properties by the names they have in the graph; a time is marked with an asterisk."""
    properties = thing.defined_properties(aliases=False, rels=False).items()
    named = {
        prop.get_db_property_name(name): isinstance(prop, DateTimeNeo4jFormatProperty) for name, prop in properties
    }
    return ", ".join(f"{name}\\*" if is_time else name for name, is_time in named.items() if name not in unsaid)


def rewritten(page: str) -> str:
    """A page with its tables as they are now; what stands before them stays."""
    return page.partition(MARK)[0] + tables()


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(rewritten(path.read_text("utf-8")), encoding="utf-8")
