"""`explain` and `sample` by HTTP and from the command line, on the example plant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2 as httpx
import orjson
import pytest

from api.examples import EXPLAIN, EXPLAINED, SAMPLE, SAMPLED
from genealogy.answers import Seed, SeedQuery
from genealogy.explain import Target, explain
from genealogy.sample import sample
from genealogy.store import Store
from loaders.example import BAD_LOT
from tests.support.commands import command

SEED = SeedQuery(equipment=SAMPLED["equipment"], from_=SAMPLED["from"], to=SAMPLED["to"])
WINDOW = ("--equipment", SAMPLED["equipment"], "--from", SAMPLED["from"], "--to", SAMPLED["to"])
MOMENT = "computed_at"


def lasting(answer: dict[str, Any]) -> dict[str, Any]:
    """Without the moment of computing."""
    return {name: value for name, value in answer.items() if name != MOMENT}


def test_by_http_it_is_that_of_the_core(service: httpx.Client, plant: Store) -> None:
    for body, target in zip(EXPLAIN.values(), (Target(EXPLAINED), Target(customer="CUST-XUNI")), strict=True):
        answer = service.post("/recalls/explain", json=body["value"])
        assert answer.status_code == 200
        assert lasting(answer.json()) == lasting(explain(plant, [Seed(BAD_LOT)], target))
    (asked,) = SAMPLE.values()
    sampled = service.post("/recalls/sample", json=asked["value"]).json()
    assert lasting(sampled) == lasting(sample(plant, [SEED], 2))
    assert len(sampled["choices"]) == 2


@pytest.mark.parametrize(
    ("path", "more", "status", "code"),
    [
        ("explain", {"target": {"key": "ECU-7/none"}}, 404, "unknown_batch"),
        ("explain", {"target": {"shipment": "none"}}, 404, "not_found"),
        ("explain", {"target": {"key": "no key"}}, 422, "malformed"),
        ("explain", {"target": {}}, 422, "malformed"),
        ("explain", {"target": {"key": EXPLAINED, "customer": "CUST-XUNI"}}, 422, "malformed"),
        ("explain", {}, 422, "malformed"),
        ("explain", {"seeds": [{"key": "ECU-7/none"}], "target": {"key": EXPLAINED}}, 404, "unknown_batch"),
        ("sample", {"count": 0}, 422, "malformed"),
        ("sample", {"prior": 1}, 422, "malformed"),
        ("sample", {"seeds": [{"receipt": "none"}]}, 404, "nothing_matches"),
    ],
)
def test_wrong_questions_by_http(
    service: httpx.Client, path: str, more: dict[str, Any], status: int, code: str
) -> None:
    answer = service.post(f"/recalls/{path}", json={"seeds": [{"key": BAD_LOT}], **more})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_explain_on_the_command_line(plant: Store, server_address: tuple[str, str, str], tmp_path: Path) -> None:
    done = command(server_address, tmp_path, "explain", EXPLAINED, "--seed", BAD_LOT, "--json")
    assert done.returncode == 0
    assert lasting(orjson.loads(done.stdout)) == lasting(explain(plant, [Seed(BAD_LOT)], Target(EXPLAINED)))
    shown = command(server_address, tmp_path, "explain", "--customer", "CUST-XUNI", "--seed", BAD_LOT, "--lang", "both")
    assert shown.returncode == 0
    assert "shipment SH-007 went to customer CUST-XUNI" in shown.stdout
    assert "发往客户 CUST-XUNI" in shown.stdout
    assert "shipments.csv row" in shown.stdout


def test_sample_on_the_command_line(plant: Store, server_address: tuple[str, str, str], tmp_path: Path) -> None:
    done = command(server_address, tmp_path, "sample", *WINDOW, "--count", "2", "--prior", "0.2", "--json")
    assert done.returncode == 0
    assert lasting(orjson.loads(done.stdout)) == lasting(sample(plant, [SEED], 2, prior=0.2))
    shown = command(server_address, tmp_path, "sample", *WINDOW)
    assert shown.returncode == 0
    assert "COAT-MIX/0306-AM" in shown.stdout


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("explain", "ECU-7/none", "--seed", BAD_LOT), 3, "no record names the batch ECU-7/none"),
        (("sample",), 2, "name what to recall"),
    ],
)
def test_exit_codes(
    plant: Store, server_address: tuple[str, str, str], tmp_path: Path, args: tuple[str, ...], code: int, said: str
) -> None:
    done = command(server_address, tmp_path, *args)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
