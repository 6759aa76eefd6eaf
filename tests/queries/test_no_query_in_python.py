"""Cypher lives in .cypher files only: there it has a name, a checked header, a plan that is looked at, a reviewer."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = ("api", "genealogy", "loaders")
CYPHER = re.compile(
    r"\b(MATCH|MERGE|CREATE|DELETE|UNWIND|FOREACH|CALL|EXPLAIN|PROFILE)\s+(\w+\s*=\s*)?[\w.]*[(\[{$]"
    r"|\b(RETURN|UNWIND)\s+\w+.*\bAS\b|\bSHOW (INDEXES|CONSTRAINTS|DATABASES)\b|\bDETACH DELETE\b"
)


def texts(source: str) -> Iterator[tuple[int, str]]:
    """Line and value of each string of a module, docstrings and annotations apart."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


def queries_in(source: str) -> list[int]:
    """The lines of the strings that are Cypher."""
    return [line for line, text in texts(source) if CYPHER.search(text)]


@pytest.mark.parametrize("room", PRODUCT)
def test_no_query_in_python(room: str) -> None:
    files = sorted((ROOT / room).rglob("*.py"))
    assert files
    found = [f"{path.relative_to(ROOT)}:{line}" for path in files for line in queries_in(path.read_text("utf-8"))]
    assert found == [], "move the query into a .cypher file, where its header and plan are checked"


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n) RETURN n",
        "MATCH p = (n)--() RETURN p",
        "MERGE (:Batch {key: $key})",
        "UNWIND $rows AS row",
        "RETURN 1 AS one",
        "CALL db.labels()",
        "EXPLAIN MATCH (n) RETURN n",
        "SHOW INDEXES",
    ],
)
def test_a_query_would_be_seen(text: str) -> None:
    assert queries_in(f"def f():\n    'A docstring may say MATCH (n).'\n    return {text!r}") == [3]


def test_prose_is_none() -> None:
    assert queries_in("text = 'Call the customer; create a run, match (or mismatch) its lots'") == []
