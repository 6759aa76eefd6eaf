"""Gaps by HTTP and from the command line, on the example plant."""

from __future__ import annotations

from pathlib import Path

import httpx2 as httpx
import orjson

from api.examples import RECALL
from genealogy.finder import find_gaps
from genealogy.store import Store
from loaders.example import BAD_LOT
from tests.support.commands import command


def test_both_ways_it_is_the_answer_of_the_core(
    service: httpx.Client, plant: Store, server_address: tuple[str, str, str], tmp_path: Path
) -> None:
    wanted = find_gaps(plant, 5) | {"computed_at": ""}
    assert [(gap["code"], gap["records"]) for gap in wanted["gaps"]] == [
        ("consumption_without_lot", ["COAT-MIX", "R-289"])
    ]
    assert service.get("/gaps", params={"top": 5}).json() | {"computed_at": ""} == wanted
    done = command(server_address, tmp_path, "gaps", "--top", "5", "--json")
    assert (done.returncode, orjson.loads(done.stdout) | {"computed_at": ""}) == (0, wanted)
    shown = command(server_address, tmp_path, "gaps", "--top", "5")
    assert shown.returncode == 0
    assert f"{wanted['totals']['gaps']:,} gaps, 1 listed" in shown.stdout


def test_a_band_that_is_none(service: httpx.Client, server_address: tuple[str, str, str], tmp_path: Path) -> None:
    answer = service.get("/gaps", params={"yield": "2:1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    done = command(server_address, tmp_path, "gaps", "--yield", "2:1")
    assert (done.returncode, done.stdout) == (2, "")


def test_a_recall_lists_runs_outside_the_band(
    service: httpx.Client, server_address: tuple[str, str, str], tmp_path: Path
) -> None:
    recalled = {**RECALL, "yield": "2:3"}
    yields = service.post("/recalls/preview", json=recalled).json()["yields"]
    assert yields
    assert {row["flag"] for row in yields} == {"low"}
    assert service.post("/recalls/preview", json=RECALL).json()["yields"] == []
    done = command(server_address, tmp_path, "recall", BAD_LOT, "--yield", "2:3", "--json")
    assert orjson.loads(done.stdout)["yields"] == yields
    shown = command(server_address, tmp_path, "recall", BAD_LOT, "--yield", "2:3")
    assert "Yield outside the band" in shown.stdout
