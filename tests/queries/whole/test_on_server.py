"""Each .cypher file against a database that holds one of everything: the header is true, the server has no remark."""

from __future__ import annotations

import pytest

from genealogy.queries import Query, all_queries, parse_query
from genealogy.store import Store
from tests.queries.explain import explain

MODES = {"read": {"r", "s"}, "write": {"w", "rw"}}


@pytest.mark.parametrize("query", all_queries().values(), ids=all_queries())
def test_the_header_is_true_and_the_server_has_no_remark(everything: Store, query: Query) -> None:
    explained = explain(everything, query)
    assert explained.columns == query.columns
    assert explained.mode in MODES[query.mode]
    assert explained.remarks == []


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (b:Bach) RETURN b.key AS key",
        "MATCH (b:Batch) RETURN b.kye AS key",
        "MATCH (a:Batch), (b:Run) RETURN a.key AS key",
    ],
)
def test_a_slip_would_be_seen(everything: Store, text: str) -> None:
    query = parse_query("a/b.cypher", f"// name: a.b\n// mode: read\n// doc: d\n// returns: key\n\n{text}")
    assert explain(everything, query).remarks
