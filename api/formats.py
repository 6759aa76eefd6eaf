"""A trace in other forms than JSON: CSV for a spreadsheet, GraphML for a graph program, JSON Lines for a pipe."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, Literal
from xml.sax.saxutils import escape, quoteattr

import orjson
from fastapi import Response
from fastapi.responses import StreamingResponse

from api.answer import json_answer
from genealogy.guard import guarded
from genealogy.scope.closure import closure
from genealogy.scope.edges import Direction, Edges, is_batch
from genealogy.store import Store
from genealogy.xml_text import xml_text

Format = Literal["json", "csv", "graphml", "jsonl"]
MEDIA: dict[Format, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "graphml": "application/graphml+xml",
    "jsonl": "application/jsonl",
}
_ACCEPTED: dict[str, Format] = {
    "application/json": "json",
    "text/csv": "csv",
    "application/graphml+xml": "graphml",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
}
_LISTS = ("batches", "runs", "receipts", "suppliers", "shipments", "customers", "gaps")
_COLUMNS = ("key", "material", "lot", "assigner", "serial", "hops", "verdict")
_ROWS = 2_000


def of_accept(accept: str) -> Format:
    """The form an `Accept` header asks for; JSON where it asks for none of ours."""
    wanted: list[tuple[float, Format]] = []
    for part in accept.split(","):
        name, *params = (piece.strip() for piece in part.lower().split(";"))
        if name in _ACCEPTED:
            wanted.append((_quality(params), _ACCEPTED[name]))
    return max(wanted, key=lambda pair: pair[0])[1] if wanted else "json"


def _quality(params: list[str]) -> float:
    for param in params:
        if param.startswith("q="):
            try:
                return float(param[2:])
            except ValueError:
                return 0.0
    return 1.0


def response(store: Store, answer: dict[str, Any], wanted: Format) -> Response:
    """The answer of `trace` in the form that is wanted."""
    if wanted == "json":
        return json_answer(answer)
    if wanted == "csv":
        text = csv_text(answer)
    elif wanted == "jsonl":
        text = jsonl_text(answer)
    else:
        text = graphml_text(answer, _edges(store, answer))
    name = f'attachment; filename="trace.{wanted}"'
    return StreamingResponse(_encoded(text), media_type=MEDIA[wanted], headers={"Content-Disposition": name})


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    """In pieces of some size: each one is a switch of threads."""
    kept: list[str] = []
    for piece in pieces:
        kept.append(piece)
        if len(kept) == _ROWS:
            yield "".join(kept).encode()
            kept.clear()
    yield "".join(kept).encode()


def csv_text(answer: dict[str, Any]) -> Iterator[str]:
    """The batches, one a row, after a byte order mark (without it Excel shows Chinese as noise). What begins like a
    formula has an apostrophe before it; programs read the other forms, where each value stands as it is."""
    yield "\ufeff" + ",".join(_COLUMNS) + "\r\n"
    line = io.StringIO()
    writer = csv.writer(line)
    for batch in answer["batches"]:
        line.seek(0)
        line.truncate()
        writer.writerow(["" if batch[name] is None else guarded(str(batch[name])) for name in _COLUMNS])
        yield line.getvalue()


def jsonl_text(answer: dict[str, Any]) -> Iterator[str]:
    """First the answer without its lists, then each of their items as an object that names its list in `list`, and at
    the end how many these were: without that line, the text was cut off on its way."""
    head = {name: value for name, value in answer.items() if name not in _LISTS}
    yield orjson.dumps({"list": None, **head}).decode() + "\n"
    for name in _LISTS:
        for item in answer[name]:
            yield orjson.dumps({"list": name, **item}).decode() + "\n"
    yield orjson.dumps({"list": None, "items": sum(len(answer[name]) for name in _LISTS)}).decode() + "\n"


def _edges(store: Store, answer: dict[str, Any]) -> Edges:
    found = Edges()
    ways: tuple[Direction, ...] = ("downstream", "upstream")
    for way in ways:
        if answer["direction"] in (way, "both"):
            found.extend(closure(store, [answer["batch"]], way))
    return found


_ATTRIBUTES = (
    *(("node", name) for name in ("kind", "label", "material", "lot", "assigner", "serial", "hops", "verdict")),
    *(("edge", name) for name in ("type", "quantity", "uom")),
)
_KINDS = {"/r": "run", "/p": "part", "/c": "content", "/t": "transfer"}


def graphml_text(answer: dict[str, Any], edges: Edges) -> Iterator[str]:
    """Batches, runs and what lies between them as nodes, flow as edges in the direction in which material moves."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for place, name in _ATTRIBUTES:
        kind = "int" if name == "hops" else "double" if name == "quantity" else "string"
        yield f'<key id="{place}.{name}" for="{place}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for batch in answer["batches"]:
        yield _node(batch["key"], {"kind": "batch", "label": batch["key"], **batch})
    for node in sorted({*edges.sources, *edges.targets}):
        if not is_batch(node):
            yield _node(node, {"kind": _KINDS[node[:2]], "label": node[2:]})
    yield from _edge_elements(edges)
    yield "</graph>\n</graphml>\n"


def _edge_elements(edges: Edges) -> Iterator[str]:
    rows = zip(edges.sources, edges.targets, edges.types, edges.quantities, edges.uoms, strict=True)
    for source, target, kind, quantity, uom in dict.fromkeys(rows):
        values = {"type": kind, "quantity": quantity if quantity >= 0 else None, "uom": uom}
        yield f"<edge source={quoteattr(source)} target={quoteattr(target)}>{_data('edge', values)}</edge>\n"


def _node(id_: str, values: dict[str, Any]) -> str:
    return f"<node id={quoteattr(id_)}>{_data('node', values)}</node>\n"


def _data(place: str, values: dict[str, Any]) -> str:
    return "".join(
        f'<data key="{place}.{name}">{escape(xml_text(str(values[name])))}</data>'
        for where, name in _ATTRIBUTES
        if where == place and values.get(name) not in (None, "")
    )
