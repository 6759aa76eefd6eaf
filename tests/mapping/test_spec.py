"""What is wrong in a mapping is named, with its place."""

from __future__ import annotations

import pytest

from genealogy.errors import UsageError
from loaders.mapping.spec import Mapping, parsed

GOOD = "tables:\n- {into: receipts, columns: {receipt: 单号, material: 料号, lot: 批号}}\n"


def table(columns: str, more: str = "") -> str:
    return f"tables:\n- {{into: receipts, columns: {{receipt: 单号, material: 料号, lot: 批号, {columns}}}{more}}}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "valid dictionary"),
        ("[]", "valid dictionary"),
        ("tables: []", "tables: is empty; name at least one"),
        ("tables: {", "no YAML"),
        ("tables: &a [*a]", "reference"),
        ("a: 1\na: 2", "'a' twice"),
        (GOOD + "tabels: []", "tabels: is not known here; see docs/mapping.md"),
        (GOOD.replace("receipts", "reciepts"), "into 'reciepts' is no file of a bundle"),
        (GOOD.replace(", lot: 批号", ""), "receipts needs the column lot"),
        (table("colour: 颜色"), "has no column 'colour'"),
        (table("quantity: {column: 数量, value: 3}"), "exactly one of column, columns and value"),
        (table("quantity: {factor: 1000}"), "exactly one of column, columns and value"),
        (table("quantity: {column: 数量, factor: abc}"), "factor"),
        (table("quantity: {column: 数量, factor: 0}"), "not 0"),
        (table("quantity: {column: 数量, factor: NaN}"), "finite number"),
        (table("quantity: {column: 数量, thousands: ','}").replace("','}", "',', decimal: ','}"), "the same sign"),
        (table("quantity: {column: 数量, date: '%d'}"), "date is for times"),
        (table("uom: {column: 单位, factor: 2}"), "are for quantities"),
        (table("received_at: {column: 日期, date: dd/mm/yyyy}"), "a form such as"),
        (table("supplier: {column: 供方, lookup: 名单}"), "'名单', which is not under lookups"),
        (table("supplier: {column: 供方, missing: guess}"), "'refuse' or 'keep'"),
        (table("uom: kg", ", keep: [Quantity]"), "is a column of receipts"),
    ],
)
def test_a_mapping_that_cannot_be_meant(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=r"plant\.yaml") as raised:
        parsed(text.encode(), "plant.yaml")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(UsageError, match="not UTF-8"):
        parsed("tables: 单号".encode("gb18030"), "plant.yaml")
    with pytest.raises(UsageError, match="larger than 1 MiB"):
        parsed(b"#" * (2 << 20), "plant.yaml")
    with pytest.raises(UsageError, match="no YAML"):
        parsed(b"[" * 100_000, "plant.yaml")


def test_scalars_are_what_was_written() -> None:
    said = parsed(table("supplier: {value: 007}, uom: {value: NO}").encode(), "plant.yaml")
    columns = said.tables[0].columns
    assert (columns["supplier"].value, columns["uom"].value) == ("007", "NO")
    assert isinstance(said, Mapping)
