"""The functions on docs/dlt.md, against this program; the pipelines around them need dlt, and are not run here."""

from __future__ import annotations

import datetime as dt
import runpy
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.testclient import TestClient

from genealogy.store import Store
from loaders.load import load
from loaders.options import Options
from loaders.watch.claims import rooms_in
from loaders.watch.incoming import Watched
from loaders.watch.work import work

PAGE = (Path(__file__).parents[2] / "docs" / "dlt.md").read_text("utf-8")
BLOCKS = [part.partition("```")[0] for part in PAGE.split("```python\n")[1:]]
ROWS: list[dict[str, Any]] = [
    {"receipt": "RK1", "material": "SOY", "lot": "豆-01", "quantity": Decimal("12.50"), "uom": "kg", "location": None},
    {"receipt": "RK2", "material": "SOY", "lot": "豆-02", "received_at": dt.datetime(2026, 3, 4, tzinfo=dt.UTC)},
]


def test_the_functions_of_the_page(client: TestClient, store: Store, tmp_path: Path) -> None:
    for block in BLOCKS:
        compile(block, "docs/dlt.md", "exec")
    (ours := tmp_path / "ours.py").write_text("".join(block for block in BLOCKS if "import dlt" not in block), "utf-8")
    page = runpy.run_path(str(ours))
    page["record"](client, ROWS, "receipt")
    page["record"](client, ROWS, "receipt")
    with pytest.raises(ValueError, match="the first stays"):
        page["record"](
            client, [ROWS[0] | {"quantity": 1}, {"receipt": "RK3", "material": "SOY", "lot": "豆-03"}], "receipt"
        )
    with pytest.raises(ValueError, match="lot"):
        page["record"](client, [{"receipt": "RK4", "material": "SOY"}], "receipt")

    (drop := tmp_path / "drop").mkdir()
    page["drop"](drop, ROWS, "receipts")
    watched = Watched(drop, 0)
    watched.look()
    (one,) = work(
        *(rooms_in(drop), watched),
        lambda path, load_id, rejected: load(
            store, path, ZoneInfo("UTC"), Options(rejected_dir=rejected, load_id=load_id)
        ),
        lambda _: None,
    ).taken
    assert one.report and (one.outcome, one.report["totals"]["repeated"]) == ("done", 2)
