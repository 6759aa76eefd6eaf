"""How much of an exhaustive test runs: a sample in every run, all of it in a campaign."""

from __future__ import annotations

import os

CAMPAIGN = os.environ.get("GENEALOGY_TEST_CAMPAIGN") == "yes"


def of(sample: int, whole: int) -> int:
    """How many cases to try."""
    return whole if CAMPAIGN else sample
