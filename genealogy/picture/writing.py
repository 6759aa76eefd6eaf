"""A picture in the forms that other programs read."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import networkx as nx
import orjson

from genealogy.errors import UsageError
from genealogy.picture.drawing import dot, mermaid
from genealogy.picture.model import Picture
from genealogy.picture.tables import parquet
from genealogy.xml_text import xml_text


def _network(picture: Picture) -> Any:
    """A directed multigraph of networkx; what is not known is left out, since these forms have no null."""
    graph: Any = nx.MultiDiGraph()
    for node in picture.nodes:
        said = {name: value for name, value in asdict(node).items() if value not in (None, "") and name != "id"}
        graph.add_node(xml_text(node.id), **_plain_values(said), label=xml_text(node.caption))
    for edge in picture.edges:
        own = asdict(edge).items()
        said = {name: value for name, value in own if value not in (None, "") and name not in ("source", "target")}
        graph.add_edge(xml_text(edge.source), xml_text(edge.target), **_plain_values(said))
    return graph


def _plain_values(said: dict[str, Any]) -> dict[str, Any]:
    return {name: xml_text(value) if isinstance(value, str) else value for name, value in said.items()}


def _graphml(picture: Picture) -> bytes:
    stream = io.BytesIO()
    nx.write_graphml(_network(picture), stream, encoding="utf-8", prettyprint=True)
    return stream.getvalue()


def _gexf(picture: Picture) -> bytes:
    stream = io.BytesIO()
    nx.write_gexf(_network(picture), stream, encoding="utf-8", prettyprint=True, version="1.2draft")
    return stream.getvalue()


def _json_lines(picture: Picture) -> bytes:
    """A line for each node, then one for each edge, then how many there were, so that a cut file is seen."""
    lines: list[dict[str, Any]] = [{"node": asdict(node)} for node in picture.nodes]
    lines += [{"edge": asdict(edge)} for edge in picture.edges]
    lines.append({"end": {"nodes": len(picture.nodes), "edges": len(picture.edges)}})
    return b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)


FORMATS: dict[str, Callable[[Picture], bytes]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "dot": lambda picture: dot(picture).encode(),
    "mermaid": lambda picture: mermaid(picture).encode(),
    "jsonl": _json_lines,
}
_SUFFIXES = {".graphml": "graphml", ".gexf": "gexf", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".jsonl": "jsonl"}


def format_of(file: Path) -> str:
    """The form that a file's name asks for; raises UsageError."""
    found = _SUFFIXES.get(file.suffix.casefold())
    if found is None:
        raise UsageError(
            f"{file.name}: the form is not known by its ending; use one of {', '.join(_SUFFIXES)}, .parquet"
        )
    return found


def files_of(picture: Picture, file: Path) -> dict[Path, bytes]:
    """What is to be written where: one file, but for Parquet, where nodes and edges are a table each. Raises
    UsageError."""
    if file.suffix.casefold() == ".parquet":
        return {file.with_suffix(f".{name}.parquet"): content for name, content in parquet(picture).items()}
    return {file: written(picture, format_of(file))}


def written(picture: Picture, form: str) -> bytes:
    """The picture in one of `FORMATS`; raises UsageError."""
    if form not in FORMATS:
        raise UsageError(f"{form!r} is no form of a graph; use one of {', '.join(FORMATS)}")
    return FORMATS[form](picture)
