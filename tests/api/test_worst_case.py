"""Worst cases by HTTP and from the command line, as recalls of the example plant, and the transcript of the page."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import httpx2 as httpx
import orjson
from rich.console import Console

from api.cli.report_worst_case import print_worst
from genealogy.answers import Seed, recall
from genealogy.store import Store
from genealogy.worst import worst_case
from genealogy.worst.reach import KINDS
from tests.support.campaign import size
from tests.support.commands import command
from tests.worst.test_worst import counted

PAGE = Path(__file__).parents[2] / "docs" / "worst-case.md"


def test_both_ways_it_is_the_answer_of_the_core(
    service: httpx.Client, plant: Store, server_address: tuple[str, str, str], tmp_path: Path
) -> None:
    wanted = worst_case(plant, 4, "customers", 2, True) | {"computed_at": ""}
    assert [len(wanted["batches"]), wanted["batches"][0]["hits"]["customers"]] == [4, {"number": 4, "exact": True}]
    asked = "/worst-case?top=4&by=customers&cuts=2&every=true"
    assert service.get(asked).json() | {"computed_at": ""} == wanted
    options = ("--top", "4", "--by", "customers", "--cuts", "2", "--all")
    done = command(server_address, tmp_path, "worst-case", *options, "--json")
    assert (done.returncode, orjson.loads(done.stdout) | {"computed_at": ""}) == (0, wanted)


def test_batches_of_the_example_plant_as_their_recalls(plant: Store) -> None:
    """Time rules nothing out there."""
    found = counted(plant)
    asked = sorted(found)[:: size(20, 1)]
    totals = {key: recall(plant, [Seed(key)], exposure=False)["totals"] for key in asked}
    assert {key: tuple(total[kind] for kind in KINDS) for key, total in totals.items()} == {
        key: found[key] for key in asked
    }


def test_what_cannot_be_asked(service: httpx.Client, server_address: tuple[str, str, str], tmp_path: Path) -> None:
    answer = service.get("/worst-case", params={"by": "materials"})
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    done = command(server_address, tmp_path, "worst-case", "--top", "0")
    assert (done.returncode, done.stdout) == (2, "")


def test_the_transcript_is_real(plant: Store) -> None:
    screen = StringIO()
    print_worst(Console(file=screen, width=132, force_terminal=False), worst_case(plant, 8))
    said = "\n".join(line.rstrip() for line in screen.getvalue().splitlines())
    (block,) = re.findall(r"<!-- transcript -->\n\n```text\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    asked, _, shown = block.partition("\n\n")
    assert asked == "$ genealogy worst-case --top 8"
    assert shown == said.strip("\n")


def test_an_estimate_says_so() -> None:
    """No plant of the tests is large enough for one in its list."""
    hits = {kind: {"number": 1_500, "exact": kind != "batches"} for kind in ("batches", "shipments", "customers")}
    row = {"key": "M/1", "hits": hits, "on_hand": None, "in_transit": "2", "uom": "kg", "orders": [], "runs": ["R"]}
    screen = StringIO()
    answer = {"batches": [row], "cuts": [], "totals": {"batches": 9_000, "standard_error": 0.0115}}
    print_worst(Console(file=screen, width=132), answer)
    assert re.findall(r"M/1 +≈ 1,500 +1,500 +1,500 +\? +run R, 2 kg in transit", screen.getvalue())
    assert "≈ an estimate; its standard error is 1.15%." in screen.getvalue()
