"""The worked example of docs/exposure.md is what a recall answers."""

from __future__ import annotations

import re
from pathlib import Path

from genealogy.answers import Seed, recall
from genealogy.store import Store
from tests.golden.reading import rows_of
from tests.support.bundles import record_bundles

PAGE = Path(__file__).parents[2] / "docs" / "exposure.md"


def test_the_worked_example_is_right(store: Store) -> None:
    text = PAGE.read_text(encoding="utf-8")
    (rows,) = re.findall(r"```text\n(.*?)```", text, re.S)
    record_bundles(store, [rows_of(rows)], "UTC")
    answer = recall(store, [Seed("FLOUR/F-2")])
    shown = re.findall(r"^\| (\w+/\S+) \| (\S+) \| (\S+) \| (\S+) \|", text, re.M)
    found = [(row["key"], *map(str, row["exposure"].values())) for row in answer["batches"]]
    assert shown == found
