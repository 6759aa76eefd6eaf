"""What is cut says so, and how much there is."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from api.assistant.bounded import LONGEST, MOST, cut, fitting, part, picked
from api.assistant.server import server_for
from genealogy.client import Client


@pytest.mark.parametrize(
    ("limit", "offset", "shown", "is_cut"),
    [(9, 0, 5, False), (5, 0, 5, False), (2, 0, 2, True), (9, 3, 2, True), (9, 9, 0, True)],
)
def test_a_part_says_how_long_the_whole_is(limit: int, offset: int, shown: int, is_cut: bool) -> None:
    found = part(list("批一二三四"), limit, offset)
    assert found == {
        "total": 5,
        "shown": shown,
        "from": offset,
        "cut": is_cut,
        "items": list("批一二三四")[offset:][:limit],
    }


def test_a_large_answer_has_shorter_lists_that_say_so() -> None:
    rows = [{"key": f"粉/批{number}" * 50} for number in range(500)]
    text = fitting(lambda most: {"batches": part(rows, most)}, 200)
    assert len(text.encode()) <= MOST and '"total":500' in text and '"cut":true' in text and '"items":[{' in text
    one = fitting(lambda most: {"batches": part([{"key": "长" * MOST}], most)}, 200)
    assert "长" * MOST in one  # a key is never cut


def test_a_list_within_a_list_is_whole_or_says_that_it_is_not() -> None:
    rows = [{"key": "粉/1", "where": [{"location": "库1"}] * 2, "records": ["R"] * 9, "reasons": ["长" * 600]}]
    (row,) = part(rows, 3)["items"]
    assert row["where"] == [{"location": "库1"}] * 2 and row["reasons"][0].endswith("(cut; 600 characters)")
    assert row["records"] == {"total": 9, "shown": 3, "from": 0, "cut": True, "items": ["R"] * 3}


def test_long_texts_say_that_they_were_cut() -> None:
    assert cut("短") == "短" and cut("长" * (LONGEST + 1)).endswith(f"… (cut; {LONGEST + 1} characters)")
    assert picked([{"a": 1, "b": 2}], "b", "c") == [{"b": 2}]


def test_the_page_names_each_tool() -> None:
    page = (Path(__file__).parents[2] / "docs" / "assistants.md").read_text(encoding="utf-8")
    with Client("http://127.0.0.1:9") as client:
        tools = asyncio.run(server_for(client).list_tools())
    assert {tool.name for tool in tools} == set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
