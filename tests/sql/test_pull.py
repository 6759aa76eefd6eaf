"""A database with Chinese names is pulled: all of it, what changed, what was rejected; and it is never written to."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from genealogy.errors import PullError, UsageError
from genealogy.store import Store
from loaders.erp import state
from loaders.erp.source import said_of
from loaders.sql.answer import connected
from loaders.sql.pull import pull_sql
from loaders.sql.source import SqlSource, sql_source
from tests.loaders.graph import ask
from tests.support.commands import Address, inside

SCHEMA = """\
CREATE TABLE "来料登记" ("入库单号" TEXT, "料号" INTEGER, "批号" TEXT, "数量" NUMERIC, "单位" TEXT, "到货" TEXT,
  "图片" BLOB, "修改时间" TEXT);
CREATE TABLE "投料" ("序号" INTEGER PRIMARY KEY, "工单" TEXT, "料号" INTEGER, "批号" TEXT, "数量" TEXT);
"""
MAPPING = """\
tables:
- from: 来料
  into: receipts
  columns: {receipt: 入库单号, material: 料号, lot: 批号, quantity: {column: 数量, factor: 1000},
            uom: {value: g}, received_at: 到货}
- from: 投料
  into: consumed
  columns: {run: 工单, material: 料号, lot: 批号, quantity: 数量, line: 序号}
- from: 投料
  into: runs
  columns: {run: 工单}
"""
SOURCE = """\
kind: sql
url: sqlite:///{path}
mapping: map.yaml
timezone: Asia/Shanghai
overlap_minutes: 60
overlap_numbers: 1
queries:
  来料: {{query: "SELECT r.*, ':x' AS 备注 FROM 来料登记 AS r WHERE 单位 = 'kg'", cursor: 修改时间}}
  投料: {{table: 投料, cursor: 序号}}
"""


class Plant:
    """A database of somebody else's, and the source that names it."""

    def __init__(self, folder: Path, address: Address) -> None:
        self.home, self.address, self.path = folder / "home", address, folder / "工厂.db"
        (sources := self.home / "sources").mkdir(parents=True)
        (sources / "erp.yaml").write_text(SOURCE.format(path=self.path), "utf-8")
        (sources / "map.yaml").write_text(MAPPING, "utf-8")
        self.run(SCHEMA)

    def run(self, script: str) -> None:
        connection = sqlite3.connect(self.path)
        with connection:
            connection.executescript(script)
        connection.close()

    def receipt(self, number: str, lot: str | None, quantity: Any, changed: str | None) -> None:
        connection = sqlite3.connect(self.path)
        row = (number, 7, lot, quantity, "kg", "2026-03-04 08:00:00", b"\xff\xd8", changed)
        with connection:
            connection.execute('INSERT INTO "来料登记" VALUES (?,?,?,?,?,?,?,?)', row)
        connection.close()

    def pull(self, store: Store, **how: Any) -> dict[str, Any]:
        source = sql_source(self.home / "sources", *said_of(self.home / "sources", "erp"))
        return pull_sql(store, "erp", *source, ZoneInfo("UTC"), **how).as_dict()


def counts(report: dict[str, Any]) -> tuple[int, int, int]:
    return tuple(report["totals"][name] for name in ("new", "repeated", "rejected"))


def test_a_database_is_pulled(server_address: Address, store: Store, tmp_path: Path) -> None:
    plant = Plant(tmp_path, server_address)
    plant.receipt("RK1", "豆-01", "0.30", "2026-03-04 09:00:00")
    plant.receipt("RK2", "豆-02", 12.5, "2026-03-04 12:00:00")
    plant.run("INSERT INTO 投料 VALUES (1, '工单-1', 7, '豆-01', '0.1'), (2, '工单-1', 7, '豆-02', NULL)")

    dry = plant.pull(store, dry_run=True)
    assert (dry["totals"]["rows"], dry["clean"], state.cursors(store, "erp")) == (6, True, {})
    first = plant.pull(store)
    assert (counts(first), first["clean"], first["source"]) == ((5, 1, 0), True, "pull erp")  # one run named twice
    assert {one["query"]: one["cursor"] for one in first["queries"]} == {
        "来料": "text 2026-03-04 12:00:00",
        "投料": "number 2",
    }
    said = ask(store, "MATCH (:Receipt)-[e]-(b:Batch) RETURN b.key, e.quantity, e.uom ORDER BY b.key")
    assert said == [("7/豆-01", 300, "g"), ("7/豆-02", 12500, "g")]
    ((received,),) = ask(store, "MATCH (:Receipt {receipt: 'RK1'})-[e:RECEIVED]-() RETURN e.received_at")
    assert received.to_native() == dt.datetime(2026, 3, 4, tzinfo=dt.UTC)

    again = plant.pull(store)
    assert (counts(again), again["queries"][0]["rows"]) == ((0, 5, 0), 1)  # RK2, and both of 投料 twice
    assert again["queries"][0]["since"] == "2026-03-04 11:00:00"
    _rejected(plant, store)
    full = plant.pull(store, full=True)
    assert (counts(full)[0], full["queries"][0]["rows"]) == (0, 5)


def _rejected(plant: Plant, store: Store) -> None:
    """Later rows: one of long ago that was entered late, one without the time of its change, one without a lot."""
    plant.receipt("RK3", "豆-03", 1, "2026-03-04 11:30:00")
    plant.receipt("RK4", "豆-04", 1, None)
    plant.receipt("RK5", None, 1, "2026-03-06 08:00:00")
    done = inside(plant.address, plant.home, "pull", "erp", "--json")
    report = orjson.loads(done.stdout)
    assert (done.exit_code, counts(report)) == (4, (2, 5, 1))
    (error,) = report["errors"]
    assert (error["sheet"], error["row"], error["column"]) == ("query 来料", 4, "批号 (lot)")
    assert "until they are in" in report["queries"][0]["note"]
    assert state.cursors(store, "erp")["来料"].at == "text 2026-03-04 12:00:00"
    assert Path(report["rejected_rows"], "receipts.csv").exists()
    shown = inside(plant.address, plant.home, "pull", "erp")
    assert "query 来料 row 4, 批号 (lot)" in shown.stdout and "cursor number 2" in shown.stdout
    plant.run("UPDATE 来料登记 SET 批号 = '豆-05' WHERE 入库单号 = 'RK5'")
    assert plant.pull(store)["clean"]
    assert state.cursors(store, "erp")["来料"].at == "text 2026-03-06 08:00:00"


def test_what_goes_wrong_is_said(server_address: Address, store: Store, tmp_path: Path) -> None:
    plant = Plant(tmp_path, server_address)
    plant.receipt("RK1", "豆-01", "1", "昨天")
    with pytest.raises(PullError, match="修改时间"):
        plant.pull(store)
    assert inside(server_address, plant.home, "pull", "erp", "--since", "2026-03-01").exit_code == 2
    plant.run("ALTER TABLE 来料登记 RENAME COLUMN 批号 TO 批次; UPDATE 来料登记 SET 修改时间 = NULL")
    refused = plant.pull(store)
    assert "has not all columns" in refused["files"][0]["refused"] and "批次" in refused["files"][0]["refused"]
    plant.run("DROP TABLE 投料")
    with pytest.raises(PullError, match="no such table: 投料"):
        plant.pull(store)
    assert state.cursors(store, "erp") == {}


@pytest.mark.parametrize(
    ("url", "error", "said"),
    [
        ("nosuch://x/y", UsageError, "nosuch"),
        ("oracle+cx_oracle://x/y", UsageError, "driver"),
        ("sqlite:////no/such/x.db", PullError, "unable to open"),
    ],
)
def test_no_connection(url: str, error: type[Exception], said: str) -> None:
    values = {"kind": "sql", "url": url, "mapping": "m", "queries": {"x": {"table": "t"}}}
    with pytest.raises(error, match=said), connected(SqlSource.model_validate(values), ""):
        pass


def test_nothing_can_be_written(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    source = SqlSource.model_validate({"kind": "sql", "url": url, "mapping": "m", "queries": {"x": {"table": "t"}}})
    with pytest.raises(PullError, match="readonly"), connected(source, "") as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
