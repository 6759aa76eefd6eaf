"""Out and in again: the same pages, the same graph; and no file that was touched is taken."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from genealogy.cases.check import check_case
from genealogy.cases.frozen import frozen_bytes
from genealogy.errors import ConflictError, DamagedFileError, UsageError
from genealogy.events import event_id
from genealogy.graph_hash import graph_hash
from genealogy.history import history
from genealogy.ledger import importing
from genealogy.ledger.exporting import Plan, export
from genealogy.ledger.importing import import_ledger
from genealogy.ledger.keys import load_or_make, public_key, public_text
from genealogy.ledger.lines import Writer
from genealogy.ledger.reading import Sealed, verified
from genealogy.ledger.verify import verify
from genealogy.record.authors import author
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.example import BUNDLE
from loaders.load import load
from tests.cases.conftest import FLOUR, PLANT, SECOND_RUN, later, opened, rows
from tests.loaders.graph import ask
from tests.support.bundles import record_bundles
from tests.support.commands import inside
from tests.support.servers import wipe

UTC = ZoneInfo("UTC")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEPT = ("Page", "Load", "Person", "Frozen", "Drill")


def kept(store: Store) -> dict[str, list[Any]]:
    """All that a rebuild could not make again, in full."""
    return {
        label: sorted(
            str(sorted(dict(props).items())) for (props,) in ask(store, f"MATCH (n:{label}) RETURN properties(n)")
        )
        for label in KEPT
    }


def busy(store: Store) -> str:
    """A plant with late events, a correction, a case with a hold of its answer, a drill, a load; the id of the case."""
    record_bundles(store, [PLANT], chunk=7)
    case = opened(store)
    later(store, **SECOND_RUN)
    later(store, corrections=rows("record_kind=shipment record=S2 action=void reason=错 by=李雷"))
    store.write("drill.keep", drill="d", at=ask(store, "RETURN datetime()")[0][0], record="{}")
    said = {"sha256": "0", "started_at": ask(store, "RETURN datetime()")[0][0], "by": author(store, "key:1")}
    store.write("load.start", load="L", source="面.csv", **said)
    store.write("load.finish", load="L", props={"state": "done", "clean": True, "rows": 3, "report": '{"a": 1}'})
    return case


def test_out_and_in_again(store: Store, tmp_path: Path) -> None:
    case = busy(store)
    before, hashed, checked = kept(store), graph_hash(store), check_case(store, case)
    digest = checked["frozen"]["sha256"]
    frozen = frozen_bytes(store, digest)
    file = tmp_path / "ledger.jsonl"
    said = export(store, Plan(file), KEY, Settings(home=tmp_path))
    assert said["event"] == said["last"] == len(re.findall(rb'^\{"seq":', file.read_bytes(), re.M))
    assert file.stat().st_mode & 0o777 == 0o600
    assert all(orjson.loads(line) for line in file.read_bytes().splitlines())
    wipe(store)
    done = import_ledger(store, verified(file, public_text(KEY), "ledger"), None, Settings(home=tmp_path))
    assert done["graph_hash"] == hashed == graph_hash(store)
    assert done["database"] == said["database"]
    assert kept(store) == before
    assert frozen_bytes(store, digest) == frozen
    again = check_case(store, case)
    assert [again[name] for name in ("batches", "lines", "records")] == [
        checked[name] for name in ("batches", "lines", "records")
    ]
    later(store, **PLANT)  # the same people have the same references: nothing is new, nothing conflicts
    assert graph_hash(store) == hashed
    with pytest.raises(ConflictError, match="not empty"):
        import_ledger(store, verified(file, None, "ledger"), None, Settings(home=tmp_path))
    with pytest.raises(UsageError, match="there already"):
        export(store, Plan(file), KEY, Settings(home=tmp_path))


def test_the_example_plant(store: Store, tmp_path: Path) -> None:
    load(store, BUNDLE, ZoneInfo("Asia/Shanghai"))
    hashed = graph_hash(store)
    export(store, Plan(tmp_path / "x"), KEY, Settings(home=tmp_path))
    wipe(store)
    done = import_ledger(store, verified(tmp_path / "x", None, "ledger"), None, Settings(home=tmp_path))
    assert done["graph_hash"] == hashed


def test_people_apart_or_not_at_all(store: Store, tmp_path: Path) -> None:
    record_bundles(store, [PLANT])
    hashed, before = graph_hash(store), kept(store)
    file, people = tmp_path / "ledger", tmp_path / "people"
    export(store, Plan(file, people, "apart"), KEY, Settings(home=tmp_path))
    assert "李雷" not in file.read_text("utf-8")
    assert "李雷" in people.read_text("utf-8")
    wipe(store)
    import_ledger(store, verified(file, None, "ledger"), None, Settings(home=tmp_path))
    assert graph_hash(store) != hashed
    assert ask(store, "MATCH (c:Customer {customer: 'K-北'}) RETURN c.contact, c.name") == [("(erased)", "北方超市")]
    assert verify(store, Settings(home=tmp_path), graph=False).differences == []
    wipe(store)
    import_ledger(store, verified(file, None, "ledger"), verified(people, None, "people"), Settings(home=tmp_path))
    assert (graph_hash(store), kept(store)) == (hashed, before)
    assert verify(store, Settings(home=tmp_path), graph=False).differences == []
    store.run_text("MATCH (p:Person) WITH p LIMIT 1 DETACH DELETE p")
    assert [one.kind for one in verify(store, Settings(home=tmp_path), graph=False).differences] == ["person"]
    with pytest.raises(UsageError, match="holds people"):
        verified(people, None, "ledger")
    wipe(store)
    export(store, Plan(tmp_path / "other"), KEY, Settings(home=tmp_path))
    with pytest.raises(UsageError, match="another database"):
        import_ledger(
            store,
            verified(tmp_path / "other", None, "ledger"),
            verified(people, None, "people"),
            Settings(home=tmp_path),
        )


def test_an_import_that_broke_off_goes_on(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    busy(store)
    hashed, before = graph_hash(store), kept(store)
    export(store, Plan(tmp_path / "x"), KEY, Settings(home=tmp_path))
    wipe(store)
    ledger = verified(tmp_path / "x", None, "ledger")
    keep, times = importing._keep_page, iter(range(3))

    def dying(*args: Any) -> None:
        if next(times, None) is None:
            raise KeyboardInterrupt
        keep(*args)

    monkeypatch.setattr(importing, "_keep_page", dying)
    with pytest.raises(KeyboardInterrupt):
        import_ledger(store, ledger, None, Settings(home=tmp_path))
    monkeypatch.undo()
    assert len(kept(store)["Page"]) == 3
    other = Sealed(ledger.path, ledger.header, ledger.end | {"sha256": "0"})
    with pytest.raises(ConflictError, match="another file"):
        import_ledger(store, other, None, Settings(home=tmp_path))
    assert import_ledger(store, ledger, None, Settings(home=tmp_path))["graph_hash"] == hashed
    assert kept(store) == before


@pytest.fixture(scope="module")
def exported(server_store: Store, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    wipe(server_store)
    busy(server_store)
    file = tmp_path_factory.mktemp("ledger") / "x"
    export(server_store, Plan(file), KEY, Settings(home=file.parent))
    return file.read_bytes()


def test_whatever_is_changed_is_found_and_its_line_named(exported: bytes, tmp_path: Path) -> None:
    """300 files, each with one byte changed, or a line left out, doubled, swapped with the next, or cut."""
    lines = exported.splitlines(keepends=True)
    chance, file = random.Random(7), tmp_path / "x"
    changes: list[Callable[[int], list[bytes]]] = [
        lambda n: [*lines[:n], _bent(lines[n], chance), *lines[n + 1 :]],
        lambda n: [*lines[:n], *lines[n + 1 :]],
        lambda n: [*lines[: n + 1], *lines[n:]],
        lambda n: [*lines[:n], lines[n + 1], lines[n], *lines[n + 2 :]],
        lambda n: [*lines[:n], lines[n][: chance.randrange(len(lines[n]))]],
    ]
    for number in range(300):
        at = chance.randrange(len(lines) - 2)
        file.write_bytes(b"".join(changes[number % len(changes)](at)))
        with pytest.raises(DamagedFileError, match=rf"line {at + 1}\b|line {at + 2}\b|after line {at}:"):
            verified(file, public_text(KEY), "ledger")
    file.write_bytes(exported)
    assert verified(file, public_text(KEY), "ledger").end["lines"] == len(lines) - 1


def _bent(line: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(line) - 1)
    return line[:at] + bytes([line[at] ^ (1 << chance.randrange(7))]) + line[at + 1 :]


def test_who_signed(exported: bytes, tmp_path: Path) -> None:
    file, stranger = tmp_path / "x", Ed25519PrivateKey.generate()
    file.write_bytes(exported)
    with pytest.raises(DamagedFileError, match="not the one that is trusted"):
        verified(file, public_text(stranger), "ledger")
    head, end = exported[: exported.rindex(b'{"end"')], exported[exported.rindex(b'{"end"') :]
    forged = end.replace(public_text(KEY).encode(), public_text(stranger).encode())
    signature = base64.b64encode(stranger.sign(b"whatever"))
    for last in (forged, re.sub(rb'"signature":"[^"]+"', b'"signature":"%s"' % signature, end), end + end, end[:-9]):
        file.write_bytes(head + last)
        with pytest.raises(DamagedFileError, match="line"):
            verified(file, None, "ledger")


def test_a_file_that_is_sound_and_says_nonsense(tmp_path: Path) -> None:
    """Whoever signs can write what he likes: sequence, pages and ids are looked at all the same."""
    event = b'{"seq":%d,"row":1,"id":"%s","event":{"event":"material","material":"M"}'
    good = event_id(b'{"event":"material","material":"M"}').encode()
    wrong: list[list[bytes]] = [
        [b'{"page":{"first":1,"last":2}', event % (2, good)],
        [b'{"page":{"first":1,"last":1}', event % (1, b"0" * 32)],
        [event % (1, good)],
        [b'{"page":{"first":1,"last":2}', event % (1, good)],
        [b'{"page":{"first":1,"last":1}', event % (1, good), b'{"page":{"first":3,"last":3}'],
    ]
    for number, bodies in enumerate(wrong):
        file = tmp_path / str(number)
        with file.open("wb") as opened_file:
            lines = Writer(opened_file)
            lines.object(
                "header",
                {"format": "genealogy ledger 1", "holds": "ledger", "last": 2, "database": "d", "timezone": "UTC"},
            )
            for body in bodies:
                lines.write("event", body)
            lines.finish(KEY)
        with pytest.raises(DamagedFileError, match="line"):
            verified(file, None, "ledger")
    for text in ("", "{}\n", "nonsense"):
        (tmp_path / "y").write_text(text)
        with pytest.raises(DamagedFileError):
            verified(tmp_path / "y", None, "ledger")


def test_from_the_command_line(store: Store, server_address: tuple[str, str, str], tmp_path: Path) -> None:
    record_bundles(store, [PLANT])
    home, other, file, people = (tmp_path / name for name in ("home", "other", "ledger", "people"))
    done = inside(server_address, home, "ledger", "export", file, "--people-file", people, "--json")
    key = orjson.loads(done.stdout)["public_key"]
    assert key == public_text(load_or_make(home / "ledger-key"))
    wipe(store)
    import_ = ("ledger", "import", file)
    assert inside(server_address, other, *import_).exit_code == 2  # no key of its own
    assert inside(server_address, other, *import_, "--key", "nonsense").exit_code == 2
    refused = inside(server_address, other, *import_, "--key", public_text(KEY))
    assert (refused.exit_code, "not the one that is trusted" in str(refused.exception)) == (1, True)
    taken = inside(server_address, other, *import_, "--key", key, "--people-file", people, TIMEZONE="Asia/Shanghai")
    assert (taken.exit_code, "GENEALOGY_TIMEZONE=UTC" in taken.stderr) == (0, True)
    assert "events: " in taken.stdout
    wipe(store)
    taken = inside(server_address, other, *import_, "--unsigned")
    assert (taken.exit_code, "nobody vouches" in taken.stderr, "(erased)" in taken.stderr) == (0, True, True)
    assert inside(server_address, home, *import_).exit_code == 4
    both = inside(server_address, home, "ledger", "export", tmp_path / "x", "--no-people", "--people-file", people)
    assert both.exit_code == 2


def test_the_key_of_a_home(tmp_path: Path) -> None:
    path = tmp_path / "home" / "ledger-key"
    key = load_or_make(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert public_text(load_or_make(path)) == public_text(key) == public_text(public_key(public_text(key)))
    assert [one.name for one in path.parent.iterdir()] == ["ledger-key"]
    path.write_text("-----BEGIN PRIVATE KEY-----")
    with pytest.raises(Exception, match="no private key"):
        load_or_make(path)
    with pytest.raises(UsageError):
        public_key("ab")


def test_the_history_is_there_too(store: Store, tmp_path: Path) -> None:
    busy(store)
    before = [history(store, name) for name in (FLOUR, "shipment:S2", "customer:K-南")]
    export(store, Plan(tmp_path / "x"), KEY, Settings(home=tmp_path))
    wipe(store)
    import_ledger(store, verified(tmp_path / "x", None, "ledger"), None, Settings(home=tmp_path))
    assert [history(store, name) for name in (FLOUR, "shipment:S2", "customer:K-南")] == before
