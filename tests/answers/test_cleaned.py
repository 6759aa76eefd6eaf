"""What was made behind a clean is followed as far as the scope is large, and a gap says where that was not all."""

from __future__ import annotations

import pytest

from genealogy.answers import Seed, recall
from genealogy.answers.cleaned import AT_LEAST
from genealogy.store import Store
from tests.golden.reading import rows_of
from tests.support.bundles import record_bundles

VESSEL = """
equipment equipment=V kind=vessel carry_over=false
runs run=C1 kind=charge equipment=V started_at=2T06:00 ended_at=2T06:00
cleanings equipment=V cleaned_at=2T08:00 validated=true
runs run=D1 kind=draw equipment=V started_at=2T09:00 ended_at=2T09:00
consumed run=C1 batch=A/bad
produced run=D1 batch=P/1
"""


def behind(wide: int) -> str:
    """P/1 goes into that many runs, each of which makes a batch; the first of these is made into one more."""
    runs = [f"consumed run=R{n} batch=P/1\nproduced run=R{n} batch=Q/{n}" for n in range(wide)]
    return "\n".join([*runs, "consumed run=T batch=Q/0", "produced run=T batch=Z/1"])


@pytest.mark.parametrize(("wide", "whole"), [(3, True), (AT_LEAST, False)])
def test_what_is_made_behind_a_clean(store: Store, wide: int, whole: bool) -> None:
    record_bundles(store, [rows_of(VESSEL + behind(wide))])
    answer = recall(store, [Seed("A/bad")])
    excluded = {row["key"]: row["cut"] for row in answer["excluded"]}
    assert [row["key"] for row in answer["batches"]] == ["A/bad"]
    assert set(excluded.values()) == {"clean"}
    assert len(excluded) == 1 + wide + whole
    assert ("Z/1" in excluded) == whole
    gaps = [gap["records"] for gap in answer["gaps"] if gap["code"] == "excluded_not_all_listed"]
    assert gaps == ([] if whole else [["P/1"]])
