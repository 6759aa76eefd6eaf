"""docs/graph.md: its tables are those of the schema, its example runs, its drawings use only what exists."""

from __future__ import annotations

import re
from pathlib import Path

from genealogy.schema import FLOW, NODES
from genealogy.schema.page import MARK, rewritten
from genealogy.store import Store
from tests.loaders.graph import ask

PAGE = (Path(__file__).parents[1] / "docs" / "graph.md").read_text("utf-8")


def test_the_tables_are_current() -> None:
    assert PAGE.count(MARK) == 1
    assert rewritten(PAGE) == PAGE, "run: python -m genealogy.schema.page docs/graph.md"


def test_the_drawings_use_edges_that_exist() -> None:
    drawn = {
        name for block in re.findall(r"```mermaid\n(.*?)```", PAGE, re.S) for name in re.findall(r"[A-Z_]{3,}", block)
    }
    tables = PAGE.partition(MARK)[2]
    assert drawn >= set(FLOW) - {"MAYBE_PRODUCED"}
    assert [name for name in drawn if f"| `{name}` |" not in tables] == []


def test_every_label_is_on_the_page() -> None:
    assert [node.__name__ for node in NODES if f"| `{node.__name__}` | `" not in PAGE] == []


def test_the_example_runs(store: Store) -> None:
    store.write("ensure.material", ids=["COAT-2K"])
    key = re.search(r'key: "(.+?)"', PAGE)
    text = re.search(r"(?:    .+\n)+", PAGE[PAGE.index("    MATCH") :])
    assert key and text
    store.run_text(
        f'CREATE (:Batch {{key: "{key[1]}"}})-[:CONSUMED]->(:Run {{run: "1"}})-[:PRODUCED]->(:Batch {{key: "M/1"}})'
    )
    assert sorted(ask(store, text[0])) == sorted([(key[1],), ("M/1",)])
