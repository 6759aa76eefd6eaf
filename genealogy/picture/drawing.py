"""A picture as text for Graphviz and Mermaid: batches round, runs sharp, what is potential dashed."""

from __future__ import annotations

from collections.abc import Iterator

from genealogy.picture.model import Edge, Node, Picture
from genealogy.stock.units import decimal_text

_SHAPES = {"batch": "ellipse", "run": "box", "part": "box", "content": "cylinder", "transfer": "cds"}
_SHAPES |= {"receipt": "note", "shipment": "note", "supplier": "house", "customer": "house"}
_BRACKETS = {"batch": ("([", "])"), "run": ("[", "]"), "part": ("[", "]"), "content": ("[(", ")]")}
_BRACKETS |= {"supplier": ("[/", "\\]"), "customer": ("[\\", "/]")}


def dot(picture: Picture) -> str:
    """The text for `dot -Tsvg`."""
    return "\n".join(["digraph genealogy {", "  rankdir=LR;", *_dot_lines(picture), "}"]) + "\n"


def _dot_lines(picture: Picture) -> Iterator[str]:
    for node in picture.nodes:
        look = f"shape={_SHAPES[node.kind]}"
        look += ", style=dashed" if node.verdict == "potential" else ""
        look += ", penwidth=3" if node.seed else ""
        yield f"  {_quoted(node.id)} [label={_quoted(_label(node))}, {look}];"
    for edge in picture.edges:
        style = "" if edge.certain else ", style=dashed"
        yield f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [label={_quoted(_amount(edge))}{style}];"


def _quoted(text: str) -> str:
    """A quoted id of DOT: only the quote and the backslash mean anything in it, and line ends are said."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else " " if char != "\n" else "\\n" for char in plain) + '"'


def mermaid(picture: Picture) -> str:
    """The text of a Mermaid flowchart."""
    names = {node.id: f"n{number}" for number, node in enumerate(picture.nodes)}
    lines = ["flowchart LR"]
    for node in picture.nodes:
        left, right = _BRACKETS.get(node.kind, (">", "]"))
        lines.append(f'  {names[node.id]}{left}"{_entities(_label(node))}"{right}')
    for edge in picture.edges:
        arrow = "-->" if edge.certain else "-.->"
        said = f'|"{_entities(amount)}"|' if (amount := _amount(edge)) else ""
        lines.append(f"  {names[edge.source]} {arrow}{said} {names[edge.target]}")
    if seeds := [names[node.id] for node in picture.nodes if node.seed]:
        lines.append(f"  style {','.join(seeds)} stroke-width:4px")
    return "\n".join(lines) + "\n"


def _entities(text: str) -> str:
    """Every character that means something to Mermaid or to HTML, as its number."""
    marks = '"#&<>;`|\\{}[]()'
    return "".join(
        f"#{ord(char)};" if char in marks or (not char.isprintable() and char != "\n") else char for char in text
    ).replace("\n", "<br/>")


def _label(node: Node) -> str:
    return f"{node.caption}\n{node.material_name}" if node.material_name else node.caption


def _amount(edge: Edge) -> str:
    return "" if edge.quantity is None else f"{decimal_text(edge.quantity)} {edge.uom}".strip()
