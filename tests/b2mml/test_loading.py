"""A B2MML document in a real database, and the page that says how it is read."""

from __future__ import annotations

from pathlib import Path

import orjson

from genealogy.answers.recall import recall
from genealogy.answers.seeds import Seed
from genealogy.graph_hash import graph_hash
from genealogy.store import Store
from loaders.b2mml.page import rewritten
from tests.b2mml.documents import BEANS, EQUIPMENT, LOT, PRODUCED, SAUCE, actual, carried, production, segment, written
from tests.support.commands import Address, inside

PAGE = Path(__file__).parents[2] / "docs" / "b2mml.md"


def test_a_document_is_loaded_and_traced(server_address: Address, store: Store, tmp_path: Path) -> None:
    issued = production(segment("", BEANS, EQUIPMENT, "<PhysicalAssetActual/>"), response="GI1")
    received = production(segment("", SAUCE, actual(PRODUCED, "CAKE", "", "5")), response="GR1")
    path = written(tmp_path / "三月.xml", "ProcessProductionPerformance", carried(_performance(issued)))
    loading = ("load", path, "--json")
    first = orjson.loads(inside(server_address, tmp_path, *loading).stdout)
    assert (first["clean"], first["source"], first["totals"]["new"]) == (True, "三月.xml", 3)
    assert "SegmentResponse/PhysicalAssetActual: 1 not read" in first["files"][0]["notes"]

    second = written(tmp_path / "四月.xml", "ProductionPerformance", f"<ID>PP2</ID>{received}")
    done = inside(server_address, tmp_path, "load", second)
    assert done.exit_code == 4
    row = second.read_text("utf-8").partition("<MaterialDefinitionID>CAKE")[0].count("\n") + 1
    shown = " ".join(done.stdout.split())
    assert f"document 四月.xml, produced row 2 (line {row}), MaterialLotID (lot): is empty, but required" in shown

    answer = recall(store, [Seed("SOY/豆-01")])
    assert {batch["key"]: batch["verdict"] for batch in answer["batches"]} == {
        "SOY/豆-01": "certain",
        "SAUCE/酱-01": "certain",
    }
    drawn = graph_hash(store)
    assert orjson.loads(inside(server_address, tmp_path, *loading).stdout)["totals"]["new"] == 0
    assert graph_hash(store) == drawn
    lot = written(tmp_path / "lot.xml", "ProcessMaterialInformation", carried(LOT))
    assert inside(server_address, tmp_path, "load", lot).exit_code == 0
    sauce = next(batch for batch in recall(store, [Seed("SOY/豆-01")])["batches"] if batch["key"] == "SAUCE/酱-01")
    assert (sauce["on_hand"], sauce["where"][0]["location"]) == ("88", "仓-A")


def _performance(response: str) -> str:
    return f"<ProductionPerformance><ID>PP1</ID>{response}</ProductionPerformance>"


def test_the_page_is_that_of_the_code() -> None:
    text = PAGE.read_text("utf-8")
    assert rewritten(text) == text, "run `python -m loaders.b2mml.page docs/b2mml.md`"
