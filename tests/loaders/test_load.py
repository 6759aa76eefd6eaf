"""Whole bundles into a real Neo4j."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from genealogy.store import Store
from loaders.load import load
from loaders.loads import get_load, list_loads
from tests.loaders.graph import ask, edges, fingerprint, nodes

HUDSON = Path(__file__).parent.parent / "golden" / "hudson-1997"
UTC = ZoneInfo("UTC")
Write = Callable[..., Path]


@pytest.mark.parametrize(("name", "rows", "consumed"), [("no-break", 1320, 519), ("with-break", 1319, 518)])
def test_golden_bundle_loads_whole(store: Store, name: str, rows: int, consumed: int) -> None:
    report = load(store, HUDSON / name, UTC)

    assert report.clean
    assert report.totals == {"rows": rows, "new": rows, "repeated": 0, "rejected": 0, "conflicts": 0}
    assert edges(store)["CONSUMED"] == consumed
    assert {label: nodes(store)[label] for label in ("Batch", "Run", "Receipt", "Shipment", "Customer")} == {
        **{"Batch": 585, "Run": 65, "Receipt": 455, "Shipment": 65, "Customer": 9}
    }


def test_loading_again_changes_nothing(store: Store) -> None:
    first = load(store, HUDSON / "no-break", UTC)
    before = fingerprint(store)

    second = load(store, HUDSON / "no-break", UTC, chunk=100)

    assert second.totals == first.totals | {"new": 0, "repeated": first.totals["rows"]}
    assert second.clean
    assert fingerprint(store) == before
    assert nodes(store)["Page"] == 11  # one a file: the second load recorded nothing


def test_chunks_make_no_difference(store: Store, wipe_store: Callable[[], None]) -> None:
    load(store, HUDSON / "with-break", UTC)
    before = fingerprint(store)
    wipe_store()

    load(store, HUDSON / "with-break", UTC, chunk=37)

    assert fingerprint(store) == before


def test_dry_run_writes_nothing(store: Store) -> None:
    before = nodes(store)

    report = load(None, HUDSON / "no-break", UTC, dry_run=True)

    assert report.dry_run
    assert report.totals == {"rows": 1320, "new": 0, "repeated": 0, "rejected": 0, "conflicts": 0}
    assert nodes(store) == before


def test_the_load_is_remembered(store: Store) -> None:
    report = load(store, HUDSON / "no-break", UTC, load_id="L-1")

    kept = get_load(store, "L-1")
    assert (kept.state, kept.source, kept.sha256) == ("done", "no-break", report.sha256)
    assert kept.report == report.as_dict()
    assert kept.finished_at is not None
    assert kept.started_at <= kept.finished_at
    assert [one.load for one in list_loads(store)] == ["L-1"]
    assert ask(store, "MATCH (p:Page) RETURN DISTINCT p.load") == [("L-1",)]
