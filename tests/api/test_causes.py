"""`causes` by HTTP and from the command line, on the example plant: its bad lot is the first."""

from __future__ import annotations

from pathlib import Path

import httpx2 as httpx
import orjson
import pytest

from api.examples import CAUSES
from genealogy.causes import causes
from genealogy.store import Store
from loaders.example import BAD_LOT
from tests.support.commands import command


def test_by_http_it_is_that_of_the_core_and_finds_the_bad_lot(service: httpx.Client, plant: Store) -> None:
    answer = service.post("/causes", json=CAUSES).json()
    assert answer == causes(plant, CAUSES["bad"], CAUSES["good"])
    assert [factor["id"] for factor in answer["factors"][0]["factors"]] == [BAD_LOT]
    alone = service.post("/causes", json={"bad": CAUSES["bad"], "min_support": 5}).json()
    assert (alone["background"]["source"], alone["min_support"]) == ("period", 5)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"bad": ["ECU-7/none"]}, 404, "unknown_batch"),
        ({"bad": CAUSES["bad"], "good": CAUSES["bad"][:1]}, 422, "malformed"),
        ({"bad": []}, 422, "malformed"),
        ({"bad": CAUSES["bad"], "min_support": 0}, 422, "malformed"),
    ],
)
def test_wrong_questions_by_http(service: httpx.Client, body: dict[str, object], status: int, code: str) -> None:
    answer = service.post("/causes", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_on_the_command_line(plant: Store, server_address: tuple[str, str, str], tmp_path: Path) -> None:
    good = [word for key in CAUSES["good"] for word in ("--good", key)]
    done = command(server_address, tmp_path, "causes", *CAUSES["bad"], *good, "--json")
    assert (done.returncode, orjson.loads(done.stdout)) == (0, causes(plant, CAUSES["bad"], CAUSES["good"]))
    shown = command(server_address, tmp_path, "causes", *CAUSES["bad"], *good)
    assert shown.returncode == 0
    first = next(line for line in shown.stdout.splitlines() if line.split()[:1] == ["1"])
    assert BAD_LOT in first
    assert "5 of 5" in first
    assert "0 of 5" in first


def test_exit_codes(plant: Store, server_address: tuple[str, str, str], tmp_path: Path) -> None:
    key = CAUSES["bad"][0]
    unknown = command(server_address, tmp_path, "causes", "ECU-7/none")
    assert (unknown.returncode, unknown.stdout) == (3, "")
    twice = command(server_address, tmp_path, "causes", key, "--good", key)
    assert (twice.returncode, twice.stdout) == (2, "")
    assert "both bad and good" in twice.stderr
