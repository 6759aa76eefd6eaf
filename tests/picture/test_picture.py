"""The graph around a batch as other programs read it: whole, and with any text in it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import networkx as nx
import pyarrow.parquet as pq
import pytest

from genealogy.answers.trace import trace
from genealogy.errors import UnknownBatchError, UsageError
from genealogy.picture import FORMATS, Edge, Node, Picture, files_of, format_of, picture, written
from genealogy.store import Store
from loaders.example import BUNDLE
from loaders.load import load

BAD = "COAT-2K/批20260225-03@SUP-TUFANG"
UGLY = Picture(
    (
        Node('M/"a"\\<b>', "batch", 'M/"a"\\<b>\n]];--> #x', "certain", "M", "名字 & co", '"a"', 0, True),
        Node("/r\x01", "run", "run \x01", "potential"),
    ),
    (
        Edge('M/"a"\\<b>', "/r\x01", "CONSUMED", True, 0.1, "kg|x"),
        Edge('M/"a"\\<b>', "/r\x01", "CONSUMED", True, 0.1, "kg|x"),
        Edge("/r\x01", 'M/"a"\\<b>', "MAYBE_PRODUCED", False, at="/r\x01"),  # no value is left out for being an end
    ),
)


def test_the_picture_of_a_trace(store: Store, tmp_path: Path) -> None:
    load(store, BUNDLE, ZoneInfo("Asia/Shanghai"))
    made = picture(store, [BAD])
    traced = trace(store, BAD, "both")

    by_kind: dict[str, set[str]] = {}
    for node in made.nodes:
        by_kind.setdefault(node.kind, set()).add(node.id)
    assert by_kind["batch"] == {batch["key"] for batch in traced["batches"]}
    assert {node.hops for node in made.nodes if node.kind == "batch"} == {batch["hops"] for batch in traced["batches"]}
    assert {id_.removeprefix("shipment ") for id_ in by_kind["shipment"]} == {
        one["shipment"] for one in traced["shipments"]
    }
    assert {id_.removeprefix("customer ") for id_ in by_kind["customer"]} == {
        one["customer"] for one in traced["customers"]
    }
    assert [node.id for node in made.nodes if node.seed] == [BAD]
    ids = {node.id for node in made.nodes}
    assert all(edge.source in ids and edge.target in ids for edge in made.edges)

    for form, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        graph = read(io.BytesIO(written(made, form)))
        assert (len(graph), graph.number_of_edges()) == (len(made.nodes), len(made.edges)), form
        assert graph.nodes[BAD]["material_name"] == "Conformal coating 三防漆"
        assert BAD in {end for node in by_kind["supplier"] for end in nx.descendants(graph, node)}
    lines = [json.loads(line) for line in written(made, "jsonl").splitlines()]
    assert lines[-1] == {"end": {"nodes": len(made.nodes), "edges": len(made.edges)}}
    files = files_of(made, Path("g.parquet"))
    tables = {path.name: pq.read_table(io.BytesIO(content)).num_rows for path, content in files.items()}
    assert tables == {"g.nodes.parquet": len(made.nodes), "g.edges.parquet": len(made.edges)}
    with pytest.raises(UnknownBatchError):
        picture(store, ["M/nowhere"])
    with pytest.raises(UsageError, match="sideways"):
        picture(store, [BAD], "sideways")


@pytest.mark.parametrize("form", FORMATS)
def test_any_text_is_text(form: str) -> None:
    text = written(UGLY, form).decode()
    assert "名字" in text or "\\u540d" in text or form == "jsonl"
    if form in ("graphml", "gexf"):
        read = nx.read_graphml if form == "graphml" else nx.read_gexf
        graph = read(io.BytesIO(text.encode()))
        assert set(graph) == {'M/"a"\\<b>', "/r\ufffd"}
        assert sum("at" in said for *_, said in graph.edges(data=True)) == 1
        assert graph.number_of_edges() == 3, "two lines that say the same are two"
    elif form == "dot":
        assert text.count("->") - text.count("-->") == 3
        outside = re.sub(r'"(?:\\.|[^"\\])*"', "", text)
        assert '"' not in outside
        assert "<" not in outside
    elif form == "mermaid":
        rows = text.splitlines()
        assert len(rows) == 1 + 2 + 3 + 1, "no text begins a line of its own"
        assert sum("-.->" in row for row in rows) == 1


def test_the_form_is_that_of_the_files_name() -> None:
    assert [format_of(Path(f"a.{end}")) for end in ("GraphML", "gv", "mmd", "jsonl")] == [
        "graphml",
        "dot",
        "mermaid",
        "jsonl",
    ]
    with pytest.raises(UsageError, match=r"a\.svg"):
        format_of(Path("a.svg"))
