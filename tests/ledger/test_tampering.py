"""Direct changes to the database are found and named; what nobody changed is not."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from genealogy.attachments import Given, attach
from genealogy.cases.frozen import freeze
from genealogy.derive import settle
from genealogy.errors import ArchivedError
from genealogy.events.cases import Case
from genealogy.files import folder_of, stored
from genealogy.ledger.archives import looked_through
from genealogy.ledger.archiving import Said, archive
from genealogy.ledger.checkpoints import kept, make, verifier_of
from genealogy.ledger.differences import Difference
from genealogy.ledger.file_check import check_files
from genealogy.ledger.graph_check import check_graph, check_schema
from genealogy.ledger.head import last_of
from genealogy.ledger.people_check import check_people
from genealogy.ledger.record_check import check_frozen, check_record, check_zone
from genealogy.ledger.replica import empty, follow, replica
from genealogy.ledger.verify import checkpoints_of, verify, zone_to_draw_by
from genealogy.migrate import open_schema
from genealogy.people import find_people, forget
from genealogy.rebuild import rebuild
from genealogy.record.pages import page_of
from genealogy.record.writer import Source, record
from genealogy.settings import Settings, load_settings
from genealogy.store import Store
from tests.cases.conftest import rows
from tests.exhaustive.plants import plant
from tests.ledger.growing import Growing
from tests.ledger.tampering import KINDS, Expected, Tamper
from tests.ledger.tampering.files import FILE_KINDS
from tests.ledger.uncommitted import Uncommitted, uncommitted
from tests.queries.everything import MESSAGE, MOMENT, SUBSCRIPTION, events
from tests.support.bundles import record_bundles
from tests.support.campaign import size
from tests.support.servers import wipe

ZONE = ZoneInfo("UTC")
EACH = size(1, 25)
CLEAN, GROWN = size(5, 1000), size(5, 20)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load_settings().model_copy(update={"home": tmp_path_factory.mktemp("home"), "timezone": "UTC"})


@pytest.fixture(scope="module")
def copy(home: Settings) -> Iterator[Store]:
    """The replica's database, kept open for all tests."""
    with replica(home) as opened:
        yield opened


def fill(store: Store, home: Settings) -> None:
    """One of everything, in several transactions by several authors; something frozen; files attached."""
    wipe(store)
    frozen = freeze(store, {"batches": ["M/A"]})
    said = [one.model_copy(update={"sha256": frozen}) if isinstance(one, Case) else one for one in events()]
    for first in range(0, len(said), 20):
        record(store, said[first : first + 20], Source(f"load-{first}", "events.csv", "Wu 吴"), ZONE)
    settle(store)
    shutil.rmtree(folder_of(home), ignore_errors=True)
    for name in ("x", "photo.png", "证书.txt"):  # the first is recorded above
        attach(store, home, "run:R1", Given(name, "Wu 吴"), BytesIO(name.encode()))


@pytest.fixture(scope="module")
def plant_store(server_store: Store, home: Settings, copy: Store) -> Store:
    fill(server_store, home)
    make(server_store, home)
    empty(copy)
    follow(server_store, copy, ZONE)
    return server_store


def found(db: Store, home: Settings, copy: Store) -> list[Difference]:
    """Everything a verification tells, by the replica that is there."""
    trusted, doubted = checkpoints_of(db, home, ())
    named = set[str]()
    said = [*doubted, *check_record(db, trusted, named=named), *check_zone(db, home)]
    return [*said, *check_people(db, home, named), *check_frozen(db), *check_files(db, home), *check_graph(db, copy)]


@pytest.mark.parametrize("tamper", KINDS, ids=lambda kind: kind.__name__)
def test_a_change_is_found_and_named(tamper: Tamper, plant_store: Store, home: Settings, copy: Store) -> None:
    for seed in range(EACH):
        with uncommitted(plant_store) as db:
            expected = tamper(db, Random(seed))
            told = found(db, home, copy)
        assert expected.among(told), (expected, told[:5])
    print(f"{tamper.__name__}: {EACH} changes, all found")


@pytest.mark.parametrize("tamper", FILE_KINDS, ids=lambda kind: kind.__name__)
def test_a_file_that_was_touched_is_named(
    tamper: Callable[[list[Path], Random], Expected], plant_store: Store, home: Settings, tmp_path: Path
) -> None:
    for seed in range(EACH):
        touched = home.model_copy(update={"home": tmp_path / str(seed)})
        shutil.copytree(folder_of(home), folder_of(touched))
        assert list(check_files(plant_store, touched)) == []
        expected = tamper(list(stored(touched)), Random(seed))
        told = list(check_files(plant_store, touched))
        assert expected.among(told), (expected, told)
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


def test_a_constraint_that_is_gone_is_named(plant_store: Store) -> None:
    assert list(check_schema(plant_store)) == []
    shown = "SHOW CONSTRAINTS YIELD name, labelsOrTypes RETURN labelsOrTypes[0], name"
    names = dict(sorted(map(tuple, plant_store.driver.execute_query(shown).records)))
    for label in Random(EACH).sample(sorted(names), size(2, len(names))):
        plant_store.run_text(f"DROP CONSTRAINT {names[label]}")
        told = list(check_schema(plant_store))
        open_schema(plant_store)  # puts it back
        assert [one.kind for one in told] == ["constraint"]
        assert f"{label}." in told[0].text
    assert list(check_schema(plant_store)) == []


def test_a_constraint_that_binds_less_is_named(plant_store: Store) -> None:
    """With another property beside it the key is unique no more; so is a batch of pages without any."""
    for label, name, instead in (("Batch", "key", "(n.key, n.other)"), ("Page", "batch", "")):
        shown = "SHOW CONSTRAINTS YIELD name, labelsOrTypes AS l, properties AS p WHERE l = [$label] AND p = [$name]"
        rows = plant_store.driver.execute_query(f"{shown} RETURN name", label=label, name=name).records
        plant_store.run_text(f"DROP CONSTRAINT {rows[0][0]}")
        if instead:
            plant_store.run_text(f"CREATE CONSTRAINT weak FOR (n:{label}) REQUIRE {instead} IS UNIQUE")
        told = list(check_schema(plant_store))
        open_schema(plant_store)
        assert [one.text for one in told] == [f"the constraint that makes {label}.{name} unique is gone"]
        assert list(check_schema(plant_store)) == []
    plant_store.run_text("DROP CONSTRAINT weak")


def test_local_times_are_read_as_they_were_recorded(server_store: Store, home: Settings, copy: Store) -> None:
    """Whatever the setting says: a plant is not accused because somebody verifies it under another one."""
    wipe(server_store)
    record_bundles(server_store, [{"runs": rows("run=R started_at=2026-03-04T08:00")}], zone="Asia/Shanghai")
    unset, other = Settings(home=home.home), Settings(home=home.home, timezone="America/Lima")
    make(server_store, home)
    for settings, kinds in ((unset, []), (other, ["head"])):
        zone = zone_to_draw_by(server_store, settings)
        follow(server_store, copy, zone)
        told = [*check_zone(server_store, settings), *check_graph(server_store, copy)]
        assert [one.kind for one in told] == kinds
    assert "America/Lima" in told[0].text
    rebuild(server_store, ZoneInfo("America/Lima"))
    follow(server_store, copy, zone_to_draw_by(server_store, other))  # begins anew, for the zone is another
    assert [*check_zone(server_store, other), *check_graph(server_store, copy)] == []


def test_a_text_that_is_erased_leaves_the_copy_too(server_store: Store, home: Settings, copy: Store) -> None:
    """Also where it was drawn there before."""
    wipe(server_store)
    shutil.rmtree(home.home / "checkpoints", ignore_errors=True)
    make(server_store, home)  # of nothing, which is a beginning of everything
    record_bundles(server_store, [{"customers": rows("customer=K contact=李雷", "customer=L contact=韩梅")}])
    follow(server_store, copy, ZONE)
    forget(server_store, "李雷", "数据官", "本人要求", None, ZONE)
    follow(server_store, copy, ZONE)
    assert list(check_record(server_store, checkpoints_of(server_store, home, ())[0])) == []
    assert list(check_graph(server_store, copy)) == []
    assert [one["text"] for one in find_people(copy)] == ["数据官", "韩梅"]


@pytest.mark.timeout(size(600, 8 * 3600))
def test_a_plant_that_grows_is_never_accused(server_store: Store, home: Settings, copy: Store) -> None:
    """Verified after each step from where the last verification ended, and now and then in full; then another plant."""
    done, full = Counter[str](), 0
    for number in range(CLEAN):
        if number % GROWN == 0:
            wipe(server_store)
            shutil.rmtree(home.home / "checkpoints", ignore_errors=True)
            shutil.rmtree(folder_of(home), ignore_errors=True)
            it = Growing(server_store, home, Random(number), done)
        it.step()
        settle(server_store)
        if it.random.random() < 0.3:
            make(server_store, home)
        if number % GROWN in (GROWN // 2, GROWN - 1):
            full += 1
            empty(copy)
        follow(server_store, copy, ZONE)
        assert found(server_store, home, copy) == [], f"after step {number}: {dict(done)}"
    print(f"{CLEAN} clean verifications without alarm, {full} of them in full, of {dict(done)}")


def test_the_whole_verification(server_store: Store, tmp_path: Path) -> None:
    home = load_settings().model_copy(update={"home": tmp_path, "timezone": "UTC"})
    fill(server_store, home)
    said: list[str] = []
    done = verify(server_store, home, progress=lambda what, *_: said.append(what))
    assert done.as_dict()["intact"] is True
    assert done.unanchored == done.events == len(events()) + 2
    make(server_store, home)
    server_store.run_text("MATCH (b:Batch {key: 'M/D@S#1'}) SET b.lot = 'Z'")
    done = verify(server_store, home, full=False)
    assert done.unanchored == 0
    (one,) = done.differences
    assert (one.kind, "lot is 'Z', and should be 'D'" in one.text) == ("node_changed", True)
    assert {"events", "drawing anew", "comparing the graphs"} <= set(said)


@pytest.mark.parametrize("what", ["page", "mark"])
def test_what_cannot_be_drawn_is_told(
    what: str, server_store: Store, copy: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that was forged with its hashes may hold anything, and so may a mark; a verification ends with a list."""
    home = load_settings().model_copy(update={"home": tmp_path, "timezone": "UTC"})
    monkeypatch.setattr("genealogy.ledger.verify.replica", lambda *_: nullcontext(copy))
    wipe(server_store)
    record_bundles(server_store, [{"runs": rows("run=R started_at=2026-03-04T08:00")}])
    if what == "page":
        forged = page_of(1, [b'{"event":"nonsense"}'], [1])
        server_store.driver.execute_query("MATCH (p:Page) SET p += $page", page=forged)
    else:
        server_store.run_text("CREATE (:Stale {stale: 'nonsense'})")
    told = verify(server_store, home).differences
    assert ("graph", True) in {(one.kind, "nonsense" in one.text) for one in told}
    assert ("event" in {one.kind for one in told}) == (what == "page")


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
