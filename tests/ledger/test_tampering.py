"""Direct changes to the database are found and named; what nobody changed is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from genealogy.cases.frozen import freeze
from genealogy.derive import settle
from genealogy.errors import ArchivedError
from genealogy.ledger.archives import looked_through
from genealogy.ledger.archiving import Said, archive
from genealogy.ledger.checkpoints import kept, make, verifier_of
from genealogy.ledger.differences import Difference
from genealogy.ledger.graph_check import check_graph, check_schema
from genealogy.ledger.pages import last_of
from genealogy.ledger.record_check import check_frozen, check_people, check_record
from genealogy.ledger.replica import empty, follow, replica
from genealogy.ledger.verify import checkpoints_of, verify
from genealogy.record.writer import Source, record
from genealogy.settings import Settings, load_settings
from genealogy.store import Store
from tests.exhaustive.plants import plant
from tests.ledger.tampering import KINDS, Tamper
from tests.ledger.uncommitted import Uncommitted, uncommitted
from tests.queries.everything import MESSAGE, MOMENT, SUBSCRIPTION, events
from tests.support.bundles import record_bundles
from tests.support.campaign import size
from tests.support.servers import wipe

ZONE = ZoneInfo("UTC")
EACH = size(1, 25)
CLEAN = size(3, 1000)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load_settings().model_copy(update={"home": tmp_path_factory.mktemp("home"), "timezone": "UTC"})


@pytest.fixture(scope="module")
def copy(home: Settings) -> Iterator[Store]:
    """The replica's database, kept open for all tests."""
    with replica(home) as opened:
        yield opened


def fill(store: Store) -> None:
    """One of everything, in several transactions by several authors, and something frozen."""
    wipe(store)
    said = events()
    for first in range(0, len(said), 20):
        record(store, said[first : first + 20], Source(f"load-{first}", "events.csv", "Wu 吴"), ZONE)
    settle(store)
    freeze(store, {"batches": ["M/A"]})


@pytest.fixture(scope="module")
def plant_store(server_store: Store, home: Settings, copy: Store) -> Store:
    fill(server_store)
    make(server_store, home)
    empty(copy)
    follow(server_store, copy, ZONE)
    return server_store


def found(db: Store, home: Settings, copy: Store) -> list[Difference]:
    """Everything a verification tells, by the replica that is there."""
    trusted, doubted = checkpoints_of(db, home, ())
    said = [*doubted, *check_record(db, trusted), *check_people(db), *check_frozen(db)]
    return said + list(check_graph(db, copy))


@pytest.mark.parametrize("tamper", KINDS, ids=lambda kind: kind.__name__)
def test_a_change_is_found_and_named(tamper: Tamper, plant_store: Store, home: Settings, copy: Store) -> None:
    for seed in range(EACH):
        with uncommitted(plant_store) as db:
            expected = tamper(db, Random(seed))
            told = found(db, home, copy)
        assert any(
            one.kind in expected.kinds
            and (expected.sequence is None or one.sequence == expected.sequence)
            and expected.text in one.text
            for one in told
        ), (expected, told[:5])
    print(f"{tamper.__name__}: {EACH} changes, all found")


def test_what_nobody_changed_is_intact(plant_store: Store, home: Settings, copy: Store) -> None:
    assert found(plant_store, home, copy) == []
    with uncommitted(plant_store) as db:
        assert found(db, home, copy) == []


def test_an_outbox_is_not_accused(plant_store: Store, home: Settings, copy: Store) -> None:
    plant_store.write("outbox.keep_subscription", id="w", props=SUBSCRIPTION | {"paused_until": None})
    plant_store.write("outbox.put", messages=[MESSAGE], at=MOMENT)
    assert plant_store.read("outbox.due", now=MOMENT).rows == [("w",)]
    assert found(plant_store, home, copy) == []
    plant_store.write("outbox.remove_subscription", id="w")
    assert plant_store.write(
        "outbox.remove_messages", queue="w waiting", before=MOMENT + dt.timedelta(days=1), limit=9
    ).one() == (1,)


def test_a_checkpoint_that_was_changed_is_not_trusted(plant_store: Store, home: Settings, copy: Store) -> None:
    (point,) = kept(home, verifier_of(plant_store, home))
    assert not isinstance(point, Exception)
    point.file.write_text(point.note.replace("\n1", "\n2", 1).replace(point.note.split("\n")[1], "7", 1), "utf-8")
    told = found(plant_store, home, copy)
    point.file.write_text(point.note, "utf-8")
    assert [one.kind for one in told] == ["checkpoint"]
    assert str(point.file) in told[0].text


def test_a_constraint_that_is_gone_is_named(server_store: Store, plant_store: Store) -> None:
    assert list(check_schema(server_store)) == []
    (name,) = next(
        iter(
            server_store.driver.execute_query(
                "SHOW CONSTRAINTS YIELD name, labelsOrTypes WHERE labelsOrTypes = ['Batch'] RETURN name"
            ).records
        )
    )
    server_store.run_text(f"DROP CONSTRAINT {name}")
    told = list(check_schema(server_store))
    wipe(server_store)  # puts it back
    fill(server_store)
    assert [one.kind for one in told] == ["constraint"]
    assert "Batch.key" in told[0].text


@pytest.mark.timeout(size(600, 4 * 3600))
def test_plants_that_grow_are_never_accused(server_store: Store, home: Settings, copy: Store) -> None:
    wipe(server_store)
    for file in Path(home.home / "checkpoints").glob("*"):
        file.unlink()
    for number in range(CLEAN):
        record_bundles(server_store, [plant(number, f"p{number}-")], chunk=30)
        if number % 3 == 0:
            make(server_store, home)
        follow(server_store, copy, ZONE)
        assert found(server_store, home, copy) == []
    print(f"{CLEAN} clean verifications without alarm")


def test_the_whole_verification(server_store: Store, tmp_path: Path) -> None:
    home = load_settings().model_copy(update={"home": tmp_path, "timezone": "UTC"})
    fill(server_store)
    said: list[str] = []
    done = verify(server_store, home, progress=lambda what, *_: said.append(what))
    assert done.as_dict()["intact"] is True
    assert done.unanchored == done.events == len(events())
    make(server_store, home)
    server_store.run_text("MATCH (b:Batch {key: 'M/D@S#1'}) SET b.lot = 'Z'")
    done = verify(server_store, home, full=False)
    assert done.unanchored == 0
    (one,) = done.differences
    assert (one.kind, "lot is 'Z', and should be 'D'" in one.text) == ("node_changed", True)
    assert {"events", "drawing anew", "comparing the graphs"} <= set(said)


def test_the_graph_of_archived_events(plant_store: Store, home: Settings, copy: Store, tmp_path: Path) -> None:
    """Drawn anew from a file of archived events it is the same; without the file it cannot be drawn, and is not."""
    wipe(plant_store)
    record_bundles(plant_store, [plant(1, "p-")], chunk=20)
    events_before = last_of(plant_store)
    settings = home.model_copy(update={"home": tmp_path, "archive_years": 0})
    archive(plant_store, settings, dt.datetime.now(dt.UTC).isoformat(), tmp_path / "a", Said("a", "b"))
    empty(copy)
    with pytest.raises(ArchivedError):
        follow(plant_store, copy, ZONE)
    archives = looked_through(plant_store, tmp_path / "a")
    assert follow(plant_store, copy, ZONE, fill=archives.fill) == events_before + 1
    assert [*check_record(plant_store, (), archives=archives), *check_graph(plant_store, copy)] == []
    assert archives.missing == {}
    assert follow(plant_store, copy, ZONE) == 0  # what was drawn needs no archive
    plant_store.run_text("MATCH (p:Page) WHERE p.first = 1 SET p.by = 'somebody'")
    told = list(check_record(plant_store, (), archives=archives))
    assert {(one.sequence, one.kind) for one in told} == {
        (number, "event") for number in range(1, events_before + 1)[:20]
    }


def test_whoever_looks_from_inside_is_a_store(server_store: Store) -> None:
    with uncommitted(server_store) as db:
        assert isinstance(db, Uncommitted)
        db.change("CREATE (:Batch {key: 'X/1'})")
        assert db.read("schema.count").one()[0] == server_store.read("schema.count").one()[0] + 1
    assert not server_store.driver.execute_query("MATCH (b:Batch {key: 'X/1'}) RETURN b").records
