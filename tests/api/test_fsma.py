"""The sortable spreadsheet over HTTP."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from starlette.testclient import TestClient

from genealogy.store import Store
from tests.fsma.test_fsma import filled


def test_the_spreadsheet_by_http(client: TestClient, store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path)
    answer = client.get("/fsma/workbook", params={"from": "2026-03-01", "to": "2026-03-31"})
    assert answer.status_code == 200
    (tmp_path / "http.xlsx").write_bytes(answer.content)
    assert len(pd.read_excel(tmp_path / "http.xlsx", sheet_name="Shipping", engine="calamine")) == 1
    assert client.get("/fsma/workbook").status_code == 200
    assert client.get("/fsma/workbook", params={"key": "TOM/0042", "from": "2026-03-01"}).status_code == 422
    assert client.get("/fsma/workbook", params={"key": "TOM/nowhere"}).status_code == 404
    assert client.get("/fsma/workbook", params={"from": "2026-13-01"}).status_code == 422
