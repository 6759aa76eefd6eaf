"""The example plant under suppositions: docs/what-if.md shows what the command prints; nothing is ever written."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from api.cli.report_whatif import print_difference
from genealogy.answers import KillStep, Seed, Switches, recall
from genealogy.errors import NothingMatchesError, UnknownBatchError, UsageError
from genealogy.graph_hash import graph_hash
from genealogy.store import Store
from genealogy.whatif import Change, what_if
from loaders.example import BAD_LOT, BUNDLE
from loaders.load import load
from tests.support.servers import wipe

PAGE = Path(__file__).parents[2] / "docs" / "what-if.md"
HERE = ZoneInfo("Asia/Shanghai")
REWORK = "BRD-7-OK/0307-RW"


@pytest.fixture(scope="module")
def plant(server_store: Store) -> Store:
    """Loaded once: the tests only read."""
    wipe(server_store)
    load(server_store, BUNDLE, HERE)
    return server_store


def test_the_transcript_is_real(plant: Store) -> None:
    text = PAGE.read_text(encoding="utf-8")
    (block,) = re.findall(r"<!-- transcript -->\n\n```text\n(.*?)\n```", text, re.DOTALL)
    command, _, shown = block.partition("\n\n")
    said = re.findall(r'--what-if "(.+?)"', command)
    screen = StringIO()
    answer = what_if(plant, [Seed(BAD_LOT)], [Change.parse(one) for one in said], zone=HERE)
    print_difference(Console(file=screen, width=132, force_terminal=False), answer)
    *lines, last = [line.rstrip() for line in screen.getvalue().strip().splitlines()]
    assert BAD_LOT in command
    assert shown == "\n".join(lines)
    assert last.startswith("Both scopes complete") and last.endswith("nothing was stored")


def test_the_graph_is_what_it_was_and_so_is_the_recall(plant: Store) -> None:
    hashed, before = graph_hash(plant), recall(plant, [Seed(BAD_LOT)])
    changes = ["remove clean COATER-1", "add clean COATER-1=2026-03-04T12:00", f"add segregation R-249={REWORK}"]
    answer = what_if(plant, [Seed(BAD_LOT)], [Change.parse(one) for one in changes], zone=HERE)
    assert answer["set_hash"]["from"] == before["set_hash"] != answer["set_hash"]["to"]
    assert answer["totals"]["from"] == before["totals"]
    assert graph_hash(plant) == hashed
    assert recall(plant, [Seed(BAD_LOT)]) | {"computed_at": ""} == before | {"computed_at": ""}


def test_the_clean_there_was_kept_two_customers_out(plant: Store) -> None:
    answer = what_if(plant, [Seed(BAD_LOT)], [Change("remove", "clean", equipment="COATER-1")], zone=HERE)
    called = {row["customer"]: (row["change"], row["from"], row["to"]) for row in answer["customers"]}
    assert called == dict.fromkeys(("CUST-NORTH", "CUST-SHILI"), ("added", "outside", "certain"))
    assert answer["changes"]["batches"]["added"] == 56
    assert [(row["equipment"], row["from"], row["to"]) for row in answer["vessels"]] == [
        ("COATER-1", "outside", "certain")
    ]


def test_stock_is_as_recorded(plant: Store) -> None:
    """What the run used of the batch is used, though the batch were kept apart from it."""
    answer = what_if(plant, [Seed(BAD_LOT)], [Change("add", "segregation", run="R-249", key=REWORK)])
    rows = {side: {row["material"]: row for row in answer["totals"][side]["by_material"]} for side in ("from", "to")}
    assert [rows[side]["BRD-7-OK"]["on_hand"] for side in ("from", "to")] == ["0", "0"]
    assert {row["key"] for row in answer["batches"]} == {
        *(f"BRD-7-OK/0307-E1-{part}" for part in ("1", "2", "M")),
        *(f"ECU-7/0307-E1-{part}" for part in ("1", "2")),
    }


def test_a_time_without_zone_is_that_of_the_place(plant: Store) -> None:
    """The vessel stands where clocks are eight hours ahead, whatever zone is set."""
    local, told = (
        what_if(plant, [Seed(BAD_LOT)], [Change("add", "clean", equipment="COATER-1", at=at)], zone=HERE)
        for at in ("2026-03-05T08:00", "2026-03-05T00:00:00Z")
    )
    assert local["set_hash"] == told["set_hash"]
    assert local["changes"]["batches"]["removed"] == 48


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        ("add clean KILN-9=2026-03-05", UsageError, "KILN-9, which no record names"),
        ("add clean COATER-1=soon", UsageError, "not a time"),
        ("add clean COATER-1", UsageError, "needs at"),
        ("remove clean COATER-1=2026-03-02", NothingMatchesError, "recorded are: 2026-03-06T04:00:00"),
        ("remove clean SPRAY-1", NothingMatchesError, "recorded are: none"),
        ("remove emptying COATER-1", NothingMatchesError, "no emptying of COATER-1"),
        (f"add segregation R-001={REWORK}", UsageError, "nothing to keep apart"),
        ("remove segregation R-249", UsageError, "no mapping"),
        ("remove kill-kind rework", UsageError, "no kill step of this recall"),
        ("add kill-run R-9999", UsageError, "which no record does"),
        ("remove seed ECU-7/none", UsageError, "none of the seeds"),
        (f"remove seed {BAD_LOT}", UsageError, "nothing to recall"),
        ("add seed ECU-7/none", UnknownBatchError, "ECU-7/none"),
        ("burn it all", UsageError, "add clean EQUIPMENT=TIME"),
        ("add segregation R-249", UsageError, "needs key"),
        ("remove segregation R-249=A/1", UsageError, "does not take key"),
    ],
)
def test_what_cannot_be_supposed(plant: Store, said: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=re.escape(words)):
        what_if(plant, [Seed(BAD_LOT)], [Change.parse(said)], zone=HERE)


def test_kill_steps_and_seeds(plant: Store) -> None:
    switches = Switches(kill_steps=(KillStep(run_kind="rework"),))
    fewer = what_if(plant, [Seed(BAD_LOT)], [Change.parse("remove kill-kind rework")], switches=switches)
    assert {row["from"] for row in fewer["batches"]} == {"mitigated", "certain"}
    assert fewer["switches"]["to"]["kill_steps"] == []
    more = what_if(plant, [Seed(BAD_LOT)], [Change.parse("add seed COAT-MIX/0302-AM")])
    assert [seed["key"] for seed in more["seeds"]["to"]] == [BAD_LOT, "COAT-MIX/0302-AM"]
    assert set(more["changes"]["batches"]) == {"added", "removed", "changed"}
    assert more["changes"]["batches"]["added"] > 0 == more["changes"]["batches"]["removed"]
    with pytest.raises(UsageError, match="say what is supposed"):
        what_if(plant, [Seed(BAD_LOT)], [])
