"""docs/genealogy.svg is what a trace of the example plant shows now."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from genealogy.store import Store
from loaders.example import BAD_LOT, BUNDLE
from loaders.example.picture import PLACES, Picture, picture, svg
from loaders.load import load
from tests.support.servers import wipe

FILE = Path(__file__).parents[2] / "docs" / "genealogy.svg"


@pytest.fixture(scope="module")
def drawn(server_store: Store) -> Picture:
    wipe(server_store)
    load(server_store, BUNDLE, ZoneInfo("UTC"))
    return picture(server_store)


def test_the_file_is_current(drawn: Picture) -> None:
    assert FILE.read_text("utf-8") == svg(drawn), "run: python -m loaders.example.picture docs/genealogy.svg"


def test_everything_shown_is_part_of_it(drawn: Picture) -> None:
    ends = {arrow.source for arrow in drawn.arrows} | {arrow.target for arrow in drawn.arrows}
    assert ends == PLACES.keys()


def test_suspect_and_spared(drawn: Picture) -> None:
    rows = {row: {key for key, (_, other) in PLACES.items() if other == row} for row in range(5)}
    assert not (rows[0] | rows[4]) & drawn.suspect
    assert rows[1] | rows[2] | rows[3] <= drawn.suspect
    assert BAD_LOT in rows[1]
    assert {who for key, (who, _) in drawn.receivers.items() if key not in drawn.suspect} == {
        "CUST-NORTH",
        "CUST-SHILI",
    }


def test_it_is_a_picture_that_fetches_nothing() -> None:
    root = ElementTree.fromstring(FILE.read_text("utf-8"))
    assert root.tag.endswith("svg") and root.get("viewBox")
    text = FILE.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "http" not in text and "@import" not in text and "<script" not in text
