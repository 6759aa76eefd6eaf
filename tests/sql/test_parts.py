"""Values, cursors and sources of a database: without one of ours."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from genealogy.errors import PullError, UsageError
from loaders.erp.source import said_of
from loaders.mapping.convert import UnfitError
from loaders.sql.answer import statement
from loaders.sql.cells import written
from loaders.sql.cursor import Highest, kept, since
from loaders.sql.source import Query, SqlSource, sql_source
from loaders.workbook.cells import Takes

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = dt.datetime(2026, 3, 4, 12)
NOW = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)
LONG = Decimal("12345678901234567890.123456789012345678")


@pytest.mark.parametrize(
    ("value", "takes", "text"),
    [
        (None, "name", ""),
        ("豆-01", "name", "豆-01"),
        (True, "flag", "true"),
        (7, "name", "7"),
        (LONG, "number", str(LONG)),
        (Decimal("1E+3"), "number", "1000"),
        (0.1, "number", "0.1"),
        (1e-7, "number", "0.0000001"),
        (NOON, "time", "2026-03-04T12:00:00+08:00"),
        (NOON.replace(tzinfo=dt.UTC), "time", "2026-03-04T12:00:00+00:00"),
        ("2026-03-04 12:00", "time", "2026-03-04T12:00:00+08:00"),
        ("2026-03-04 12:00", "name", "2026-03-04 12:00"),
        ("2026-03-04", "time", "2026-03-04"),
        ("三月四日", "time", "三月四日"),
        (dt.date(2026, 3, 4), "time", "2026-03-04"),
        (UUID(int=1), "name", "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_values(value: Any, takes: Takes, text: str) -> None:
    assert written(value, takes, SHANGHAI) == text


def test_an_hour_that_the_clock_shows_twice_or_skips_reaches_from_one_reading_to_the_other() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    twice, skipped = dt.datetime(2026, 10, 25, 2, 30), dt.datetime(2026, 3, 29, 2, 30)

    assert written(twice, "time", berlin) == "2026-10-25T02:30:00+02:00/2026-10-25T02:30:00+01:00"
    assert written("2026-03-29 02:30:00", "time", berlin) == written(skipped, "time", berlin)
    assert written(skipped, "time", berlin) == "2026-03-29T02:30:00+02:00/2026-03-29T02:30:00+01:00"


def test_without_a_zone_times_stay_local_and_what_is_none_of_these_is_said() -> None:
    assert written(NOON, "time", None) == "2026-03-04T12:00:00"
    for value in (b"\x00", Decimal("NaN"), float("inf"), [1]):
        with pytest.raises(UnfitError):
            written(value, "number", None)


@pytest.mark.parametrize(
    ("values", "at", "begins"),
    [
        ([NOON, NOON - dt.timedelta(1), None], "time 2026-03-04T12:00:00", NOON - dt.timedelta(minutes=60)),
        ([dt.date(2026, 3, 4)], "date 2026-03-04", dt.date(2026, 3, 3)),
        ([3, 2000, Decimal("5")], "number 2000", 1990),
        (["2026-03-04 12:00:00", "2026-03-03"], "text 2026-03-04 12:00:00", "2026-03-04 11:00:00"),
        (["2026-03-04T12:00:00Z"], "text 2026-03-04T12:00:00Z", "2026-03-04T11:00:00+00:00"),
        (["2026-03-04"], "text 2026-03-04", "2026-03-03"),
        ([dt.datetime(2099, 1, 1), NOON], "time 2026-03-04T12:00:00", NOON - dt.timedelta(minutes=60)),
        ([None], "", None),
    ],
)
def test_cursors(values: list[Any], at: str, begins: Any) -> None:
    highest = Highest("改时", NOW)
    for value in values:
        highest.see(value)
    assert (kept(highest.value), since(at, 60, 10), highest.ahead) == (at, begins, int(2099 in map(_year, values)))


def _year(value: Any) -> int:
    return value.year if isinstance(value, dt.datetime) else 0


@pytest.mark.parametrize("value", ["x7", b"\x01", 1.5, True, Decimal("0.5")])
def test_what_is_no_cursor(value: Any) -> None:
    with pytest.raises(PullError, match=r"改时.*neither a time nor a whole number"):
        Highest("改时", NOW).see(value)
    one = Highest("改时", NOW)
    one.see(1)
    with pytest.raises(PullError, match="several kinds"):
        one.see("2026-03-04")


GOOD = """\
kind: sql
url: sqlite:///plant.db
mapping: map.yaml
timezone: Asia/Shanghai
queries:
  来料: {query: "SELECT * FROM 来料登记", cursor: 修改时间}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sqlite:///plant.db", "postgresql://me:hunter2@erp/plant", "without password"),
        ("Asia/Shanghai", "Asia/Nowhere", "no time zone"),
        ("SELECT * FROM 来料登记", "DELETE FROM 来料登记", "begins with SELECT"),
        ("SELECT * FROM 来料登记", "SELECT 1; DROP TABLE x", "one statement"),
        ('query: "SELECT * FROM 来料登记"', 'query: "SELECT 1", table: x', "either table or query"),
        ("cursor:", "curser:", "curser"),
        ("map.yaml", "none.yaml", "cannot be read"),
        ("kind: sql", "kind: sql\nsecret_env: A\nsecret_file: B", "not both"),
        ("kind: sql", "kind: sql\nsecret_env: NO_SUCH", "NO_SUCH is not set"),
    ],
)
def test_a_source_that_is_none(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "map.yaml").write_text("tables:\n- into: materials\n  columns: {material: 料号}\n", "utf-8")
    for text in (GOOD, GOOD.replace(old, new)):
        (tmp_path / "erp.yaml").write_text(text, "utf-8")
        if text == GOOD:
            assert sql_source(tmp_path, *said_of(tmp_path, "erp"))[1] == ""
    with pytest.raises(UsageError, match=said) as refused:
        sql_source(tmp_path, *said_of(tmp_path, "erp"))
    assert "hunter2" not in str(refused.value)


def test_the_page_names_every_key_and_its_example_is_one(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "sql.md").read_text("utf-8")
    named = {word for line in page.splitlines() if line.startswith("| `") for word in line.split("|")[1].split("`")}
    assert {*SqlSource.model_fields, *(info.alias or name for name, info in Query.model_fields.items())} <= named
    source, mapping = (part.partition("```")[0] for part in page.split("```yaml\n")[1:])
    (tmp_path / "erp.yaml").write_text(source, "utf-8")
    (tmp_path / "erp-mapping.yaml").write_text(mapping, "utf-8")
    (key := tmp_path / "erp.key").write_text("geheim", "utf-8")
    key.chmod(0o600)
    found, secret, read = sql_source(tmp_path, *said_of(tmp_path, "erp"))
    assert (secret, {table.source for table in read.tables}) == ("geheim", set(found.queries))
    asked = 'SELECT * FROM mes."投料明细" WHERE "序号" >= :since OR "序号" IS NULL ORDER BY "序号"'
    assert " ".join(str(statement(found.queries["投料"], 7)).split()) == asked
