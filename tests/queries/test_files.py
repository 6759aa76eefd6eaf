"""A broken .cypher file is refused with its name and the line."""

from __future__ import annotations

import pytest

from genealogy.errors import NotFoundError, QueryFileError
from genealogy.queries import all_queries, parse_query, query

PATH = "shop/stock.cypher"
GOOD = """// name: shop.stock
// mode: read
// doc: What is there.
// param keys: list of keys
// returns: key, quantity

UNWIND $keys AS key
// a remark with $money
RETURN key, 1 AS quantity
"""


def test_a_good_file() -> None:
    found = parse_query(PATH, GOOD)
    assert (found.name, found.mode, found.doc) == ("shop.stock", "read", "What is there.")
    assert found.params == {"keys": "list of keys"}
    assert found.columns == ("key", "quantity")
    assert found.text.startswith("UNWIND $keys")


def test_a_query_without_columns() -> None:
    assert parse_query(PATH, GOOD.replace("key, quantity", "-", 1)).columns == ()


BROKEN = {
    "a line that is no header": ("// doc: What", "// note: What", 3, "not a header line"),
    "a header twice": ("// mode: read\n", "// mode: read\n// mode: read\n", 3, "'mode' is given twice"),
    "a parameter twice": ("// returns", "// param keys: again\n// returns", 5, "'keys' is given twice"),
    "no name": ("// name: shop.stock\n", "", 4, "lacks name"),
    "an empty doc": ("What is there.", "", 5, "lacks doc"),
    "no returns": ("// returns: key, quantity\n", "", 4, "lacks returns"),
    "a mode that is none": ("mode: read", "mode: delete", 5, "must be read or write"),
    "a name of another place": ("shop.stock", "shop.stack", 5, "the file's place says 'shop.stock'"),
    "a parameter not declared": ("// param keys: list of keys\n", "", 4, r"\$keys is used but not declared"),
    "a parameter not used": ("$keys AS", "[1] AS", 5, r"\$keys is declared but not used"),
    "nothing after the header": (GOOD[GOOD.index("\n\n") :], "\n\n", 5, "no query follows"),
    "nothing, not even a blank line": (GOOD[GOOD.index("\n\n") :], "", 5, "no query follows"),
    "nothing at all": (GOOD, "", 0, "lacks name"),
}


@pytest.mark.parametrize(("old", "new", "line", "text"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused(old: str, new: str, line: int, text: str) -> None:
    assert old in GOOD
    with pytest.raises(QueryFileError, match=rf"^shop/stock\.cypher:{line}: .*{text}"):
        parse_query(PATH, GOOD.replace(old, new, 1))


def test_a_query_that_is_not_there() -> None:
    with pytest.raises(NotFoundError, match=r"'scope\.side'.*scope\.upstream"):
        query("scope.side")


def test_each_query_is_found_under_its_name() -> None:
    assert all(name == found.name for name, found in all_queries().items())
    assert "scope.downstream" in all_queries()
