"""The time zone of local times lies with the ledger: written with the first event, and read by all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.connection import open_store
from genealogy.errors import GenealogyError, TimezoneError
from genealogy.graph_hash import graph_hash
from genealogy.ledger.head import head_of, keep_zone, zone_of
from genealogy.ledger.record_check import check_zone
from genealogy.progress import quiet
from genealogy.settings import Settings, load_settings
from genealogy.store import Store
from tests.cases.conftest import rows
from tests.loaders.graph import ask
from tests.support.bundles import record_bundles
from tests.support.commands import Address, inside

SHANGHAI = "Asia/Shanghai"
EIGHT = {"runs": rows("run=R started_at=2026-03-04T08:00")}


def started(store: Store, run: str = "R") -> str:
    ((at,),) = ask(store, f"MATCH (r:Run {{run: '{run}'}}) RETURN toString(r.started_at)")
    return str(at)


def test_it_is_written_with_the_first_event(store: Store, tmp_path: Path) -> None:
    assert zone_of(store, Settings(home=tmp_path, timezone=SHANGHAI)).key == SHANGHAI  # nothing is recorded yet
    assert head_of(store).zone is None
    record_bundles(store, [EIGHT], zone=SHANGHAI)
    assert started(store) == "2026-03-04T00:00:00Z"
    record_bundles(store, [{"runs": rows("run=晚 started_at=2026-03-04T08:00")}], zone="UTC")
    assert started(store, "晚") == "2026-03-04T00:00:00Z"  # by the one that is kept
    assert zone_of(store, Settings(home=tmp_path)).key == SHANGHAI
    with pytest.raises(TimezoneError, match=r"Asia/Shanghai.*America/Lima.*genealogy rebuild"):
        zone_of(store, Settings(home=tmp_path, timezone="America/Lima"))


def test_one_that_does_not_exist_is_told(store: Store, tmp_path: Path) -> None:
    store.write("ledger.set_zone", timezone="Mars/Olympus")
    with pytest.raises(GenealogyError, match="Mars/Olympus"):
        zone_of(store, Settings(home=tmp_path))
    assert [one.kind for one in check_zone(store, Settings(home=tmp_path))] == ["head"]


def test_a_database_of_an_older_program_takes_that_of_the_setting(
    store: Store, server_address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = Settings(home=tmp_path, timezone=SHANGHAI)
    assert not keep_zone(store, chosen)  # it is empty
    record_bundles(store, [EIGHT], zone=SHANGHAI)
    store.run_text("MATCH (h:Ledger) REMOVE h.timezone")
    uri, _, password = server_address
    for name, value in {"NEO4J_URI": uri, "NEO4J_PASSWORD": password, "HOME": str(tmp_path)}.items():
        monkeypatch.setenv(f"GENEALOGY_{name}", value)
    monkeypatch.setenv("GENEALOGY_TIMEZONE", SHANGHAI)
    said: list[str] = []
    for _ in range(2):
        open_store(load_settings(), lambda what, *_: said.append(what)).close()
    assert [SHANGHAI in text for text in said] == [True]  # told once
    assert head_of(store).timezone == SHANGHAI
    monkeypatch.setenv("GENEALOGY_TIMEZONE", "UTC")
    with pytest.raises(TimezoneError):
        open_store(load_settings(), quiet)
    open_store(load_settings(), quiet, any_zone=True).close()


def test_a_rebuild_changes_it_on_purpose(store: Store, server_address: Address, tmp_path: Path) -> None:
    record_bundles(store, [EIGHT])
    store.run_text("CREATE (:Stale {stale: 'times:Asia/Tokyo Run:R'})")  # left by an older program
    hashed = graph_hash(store)

    def run(*args: str, **more: str) -> Any:
        return inside(server_address, tmp_path, *args, **more)

    refused = run("batch", "M/1", TIMEZONE=SHANGHAI)
    assert (refused.exit_code, "genealogy rebuild" in str(refused.exception)) == (2, True)
    assert run("rebuild").exit_code == 0
    assert (graph_hash(store), started(store)) == (hashed, "2026-03-04T08:00:00Z")
    done = run("rebuild", TIMEZONE=SHANGHAI)
    assert (done.exit_code, f"timezone: {SHANGHAI}" in done.stdout) == (0, True)
    assert started(store) == "2026-03-04T00:00:00Z"
    assert run("rebuild").exit_code == 0
    assert (head_of(store).timezone, started(store)) == (SHANGHAI, "2026-03-04T00:00:00Z")
