"""Gaps by HTTP and from the command line, on the example plant."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import orjson
import pytest

from api.examples import RECALL
from genealogy.finder import find_gaps
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.example import BAD_LOT
from tests.api.conftest import serving


@pytest.fixture(scope="module")
def service(plant: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(Settings(home=tmp_path_factory.mktemp("home")), plant) as client:
        yield client


def command(address: tuple[str, str, str], home: Path, *args: str) -> subprocess.CompletedProcess[str]:
    uri, user, password = address
    own = {"NEO4J_URI": uri, "NEO4J_USER": user, "NEO4J_PASSWORD": password, "HOME": str(home)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GENEALOGY_")}
    env = kept | {f"GENEALOGY_{name}": value for name, value in own.items()}
    line = [sys.executable, "-m", "api.cli", *args]
    return subprocess.run(line, capture_output=True, text=True, env=env, check=False, stdin=subprocess.DEVNULL)


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
