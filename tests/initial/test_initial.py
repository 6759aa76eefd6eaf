"""A first load through the importer is the ordinary load: the same graph, record, report, and ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.app import app
from api.connection import open_store
from genealogy import server
from genealogy.errors import ServerError, UsageError
from genealogy.graph_hash import graph_hash
from genealogy.initial.empty import empty_of, nothing
from genealogy.ledger.head import head_of
from genealogy.ledger.pages import pages
from genealogy.ledger.verify import verify
from genealogy.progress import quiet
from genealogy.rebuild import kept_of
from genealogy.record.reading import restored
from genealogy.server.java import admin, install
from genealogy.server.lifecycle import exclusive
from genealogy.server.password import set_password
from genealogy.settings import Settings, load_settings
from genealogy.store import Store
from loaders.initial import load_initial
from loaders.load import load
from loaders.loads import get_load
from loaders.options import Options
from loaders.report import LoadReport
from tests.epcis.documents import json_bytes
from tests.epcis.samples import BASES
from tests.initial.bundle import write
from tests.loaders.graph import ask, fingerprint
from tests.queries.everything import SUBSCRIPTION
from tests.support.commands import Address, inside
from tests.support.servers import wipe

PARTS = 7  # rows in a chunk: small, so that what belongs together is parted
PAST = "MATCH (p:Past) RETURN p.past, p.seqs ORDER BY p.past"
RETIRED = "MATCH (c:Correction) RETURN c.voids, c.retired, c.retired_events ORDER BY c.voids"
PEOPLE = "MATCH (p:Person) WHERE p.text <> 'Tester' RETURN p.text ORDER BY p.text"
ANYWHERE = "MATCH (n) WHERE any(name IN keys(n) WHERE n[name] = $wanted) RETURN n"
NODES = "MATCH (n) WHERE NOT n:Page UNWIND labels(n) AS label RETURN label, count(*) ORDER BY label"


@dataclass(frozen=True)
class Both:
    """What was loaded, the settings of the filled home, a store on it, and what the two loads reported."""

    bundle: Path
    settings: Settings
    store: Store
    report: LoadReport
    ordinary: LoadReport


@pytest.fixture(scope="module")
def both(server_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """One bundle with everything, loaded both ways."""
    folder = tmp_path_factory.mktemp("initial")
    bundle = write(folder / "bundle")
    memory = {"heap_mb": 512, "pagecache_mb": 64}
    settings = load_settings().model_copy(update={"home": folder / "home", **memory})
    wipe(server_store)
    ordinary = load(server_store, bundle, settings.zone, Options(rejected_dir=folder / "one", by="Tester", chunk=200))
    try:
        report = load_initial(
            *(settings, bundle, lambda: open_store(settings, quiet)),
            Options(rejected_dir=folder / "two", by="Tester", chunk=PARTS, load_id="first"),
        )
        with open_store(settings, quiet) as store:
            yield Both(bundle, settings, store, report, ordinary)
    finally:
        server.stop(settings)


def test_graph_record_and_report_are_those_of_the_ordinary_load(both: Both, server_store: Store) -> None:
    own = {"load", "started_at", "finished_at", "seconds"}
    assert _without(both.report, own) == _without(both.ordinary, own)
    assert all(both.report.totals.values())
    assert fingerprint(both.store) == fingerprint(server_store)
    assert graph_hash(both.store) == graph_hash(server_store)
    assert recorded(both.store) == recorded(server_store)
    for question in (PAST, RETIRED, PEOPLE, NODES):
        assert ask(both.store, question) == ask(server_store, question), question
    assert head_of(both.store).timezone == head_of(server_store).timezone


def test_rejected_rows_lie_beside_it(both: Both) -> None:
    one, two = both.bundle.parent / "one", both.bundle.parent / "two"
    assert {path.name: path.read_text() for path in one.iterdir()} == {
        path.name: path.read_text() for path in two.iterdir()
    }


def test_the_load_is_remembered_and_everything_is_intact(both: Both) -> None:
    kept = get_load(both.store, "first")
    assert (kept.state, kept.by, kept.report) == ("done", "Tester", both.report.as_dict())
    assert verify(both.store, both.settings, graph=False).differences == []  # the graph is that of the ordinary load


def test_what_is_loaded_later_is_loaded_as_ever(both: Both, server_store: Store) -> None:
    again = load(both.store, both.bundle, both.settings.zone)
    kept = both.report.totals
    assert again.totals == kept | {"new": 0, "repeated": kept["repeated"] + kept["new"]}
    for store in (both.store, server_store):
        extra = both.bundle.parent / "extra"
        extra.mkdir(exist_ok=True)
        (extra / "runs.csv").write_text("run,kind,equipment\nK2,draw,锅\nK9,charge,锅\n", encoding="utf-8")
        (extra / "consumed.csv").write_text("run,material,lot\nK9,糖,b\n", encoding="utf-8")
        report = load(store, extra, both.settings.zone)
        assert (report.totals["new"], report.totals["conflicts"]) == (2, 1)
    assert graph_hash(both.store) == graph_hash(server_store)


def test_a_server_that_runs_and_one_that_is_not_ours_are_left_alone(both: Both) -> None:
    with pytest.raises(ServerError, match="genealogy down"):
        load_initial(both.settings, both.bundle, _never)
    elsewhere = both.settings.model_copy(update={"neo4j_uri": "bolt://localhost:1"})
    with pytest.raises(UsageError, match="server of your own"):
        load_initial(elsewhere, both.bundle, _never)


def test_a_dump_for_other_servers_holds_all_of_it(both: Both, server_store: Store, tmp_path: Path) -> None:
    server.stop(both.settings)  # so that it need not start again for this
    dump = tmp_path / "neo4j.dump"
    env = {"GENEALOGY_HOME": str(both.settings.home), "GENEALOGY_HEAP_MB": "512", "GENEALOGY_PAGECACHE_MB": "64"}
    done = CliRunner().invoke(app, ["export", "neo4j", str(dump), "--json"], env=env)
    assert json.loads(done.stdout) == {
        **{"file": str(dump), "neo4j": server.NEO4J_VERSION, "bytes": dump.stat().st_size}
    }
    with pytest.raises(UsageError, match="is there already"):
        server.export_dump(both.settings, dump)
    second = both.settings.model_copy(update={"home": tmp_path / "home"})
    with exclusive(second) as home:
        tools = install(second)
        set_password(tools, home, quiet)
        admin(tools, home, "database", "load", "neo4j", f"--from-path={tmp_path}")
    try:
        with open_store(second, quiet) as store:
            assert graph_hash(store) == graph_hash(server_store)
            password = both.settings.home.joinpath("neo4j-password").read_text().strip()
            assert ask(store, ANYWHERE, wanted=password) == []
    finally:
        server.stop(second)
    assert dump.stat().st_mode & 0o777 == 0o600


def test_the_command_says_why_not_and_checks_without_a_server(
    both: Both, server_address: Address, tmp_path: Path
) -> None:
    refused = inside(server_address, tmp_path, "load", "--initial", both.bundle)
    assert isinstance(refused.exception, UsageError) and "server of your own" in str(refused.exception)
    checked = inside(server_address, tmp_path, "load", "--initial", "--dry-run", "--json", both.bundle)
    totals = json.loads(checked.stdout)["totals"]
    assert totals == both.report.totals | {"new": 0, "repeated": 0, "conflicts": 0}
    sent = tmp_path / "events.json"
    sent.write_bytes(json_bytes(BASES["ObjectEvent"]))
    with pytest.raises(UsageError, match="not documents of EPCIS"):
        load_initial(both.settings, sent, _never)


def test_a_database_that_holds_something_is_refused(both: Both, server_store: Store) -> None:
    with pytest.raises(UsageError, match=r"holds 2,5\d\d events; load without --initial"):
        empty_of(server_store)
    wipe(server_store)
    empty = empty_of(server_store)
    assert empty.others == []
    assert nothing().head.keys() == empty.head.keys() - {"writer"}
    server_store.write("drill.keep", drill="d", at=both.report.started_at, record="{}")
    with pytest.raises(UsageError, match="this one holds Drill"):
        empty_of(server_store)
    server_store.write("outbox.keep_subscription", id="w", props=SUBSCRIPTION)
    with pytest.raises(UsageError, match="would be told to them"):
        empty_of(server_store)


def recorded(store: Store) -> list[tuple[int, bytes]]:
    """Every event with the row it came from, texts about people in their place: references differ by database."""
    found = []
    for page in pages(store):
        kept = kept_of(page)
        found += [(one.row, event.canonical(str)) for one, event in zip(kept, restored(store, kept), strict=True)]
    return found


def _never() -> Any:
    raise AssertionError("nothing is to be opened")


def _without(report: LoadReport, names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in report.as_dict().items() if name not in names}
