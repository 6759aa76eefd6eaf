"""Tests with a short form for every day and a full one for `make campaign`."""

from __future__ import annotations

import os
from typing import TypeVar

T = TypeVar("T")
CAMPAIGN = "GENEALOGY_TEST_CAMPAIGN"


def size(short: T, full: T) -> T:
    """How much to do: `full` in a campaign."""
    return full if os.environ.get(CAMPAIGN) == "yes" else short
