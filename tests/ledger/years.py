"""A plant with closed years, and what is asked of it day by day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from genealogy.answers import Seed, recall, trace
from genealogy.explain import Target, explain
from genealogy.ledger.archiving import Said
from genealogy.ledger.verify import Verification, verify
from genealogy.settings import Settings, load_settings
from genealogy.store import Store
from tests.cases.conftest import FLOUR, PLANT, SECOND_RUN, later
from tests.loaders.graph import ask
from tests.support.bundles import record_bundles

SAID = Said("档案员", "年度归档", "2026-11-01T09:00:00+08:00")
BUNS = "包子/B1"


def home_at(folder: Path) -> Settings:
    """A home where events of any age may be archived."""
    return load_settings().model_copy(update={"home": folder, "timezone": "UTC", "archive_years": 0})


def now() -> str:
    return dt.datetime.now(dt.UTC).isoformat()


def old_years(store: Store) -> str:
    """A plant whose first events are of before the moment that is given back, and which goes on after it."""
    record_bundles(store, [PLANT], chunk=7)
    before = now()
    later(store, **SECOND_RUN)
    return before


def pages(store: Store) -> list[tuple[Any, ...]]:
    return sorted(
        tuple(row) for row in ask(store, "MATCH (p:Page) RETURN p.first, p.last, p.batch, p.bytes, p.hashes, p.rows")
    )


def without_bytes(store: Store) -> int:
    return int(ask(store, "MATCH (p:Page) WHERE p.bytes IS NULL RETURN count(p)")[0][0])


def answers(store: Store) -> list[Any]:
    """What is asked of a plant day by day."""
    asked: list[dict[str, Any]] = [
        recall(store, [Seed(FLOUR)]),
        trace(store, BUNS, "upstream"),
        explain(store, [Seed(FLOUR)], Target(BUNS, None, None)),
    ]
    return [{name: value for name, value in one.items() if name != "computed_at"} for one in asked]


def record_checked(store: Store, home: Settings, *files: Path) -> Verification:
    return verify(store, home, graph=False, archives=files)
