"""Events of closed years leave the database and come back; the graph answers as before, and nothing is lost."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from genealogy.cases.check import check_case
from genealogy.cases.life import Said as Acted
from genealogy.cases.life import close_case
from genealogy.errors import ArchivedError, DamagedFileError, GenealogyError, NotFoundError, UsageError
from genealogy.events import event_id
from genealogy.graph_hash import graph_hash
from genealogy.history import history
from genealogy.ledger.archives import FOLDER, archives_of, looked_through
from genealogy.ledger.archiving import archive, restore
from genealogy.ledger.checkpoints import make, read, verifier_of
from genealogy.ledger.exporting import Plan, export
from genealogy.ledger.importing import import_ledger
from genealogy.ledger.keys import load_or_make
from genealogy.ledger.lines import Writer
from genealogy.ledger.proofs import prove, prove_consistency
from genealogy.ledger.reading import verified
from genealogy.rebuild import rebuild
from genealogy.settings import Settings
from genealogy.store import Store
from tests.cases.conftest import FLOUR, PLANT, ZONE, later, opened, rows
from tests.ledger.years import SAID, answers, home_at, now, old_years, pages, record_checked, without_bytes
from tests.loaders.graph import ask
from tests.support.bundles import record_bundles
from tests.support.commands import inside
from tests.support.servers import wipe


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return home_at(tmp_path / "home")


def what_needs_all_is_refused(store: Store, home: Settings, folder: Path) -> None:
    """The file that is needed is named; nothing is changed and nothing is written."""
    hashed = graph_hash(store)
    refused: list[Callable[[], Any]] = [
        lambda: history(store, FLOUR),
        lambda: prove(store, [1], make(store, home)),
        lambda: export(store, Plan(folder), load_or_make(home.home / "ledger-key"), home),
        lambda: rebuild(store, ZONE),
        lambda: later(store, corrections=rows("record_kind=shipment record=S2 action=void reason=错 by=李雷")),
    ]
    for ask_it in refused:
        with pytest.raises(ArchivedError, match=r"restore-archive 2016\.jsonl"):
            ask_it()
    assert (graph_hash(store), folder.exists()) == (hashed, False)


def test_archived_events_are_traversed_and_come_back(store: Store, home: Settings, tmp_path: Path) -> None:
    before, file = old_years(store), tmp_path / "2016.jsonl"
    asked, was, trail = answers(store), pages(store), history(store, FLOUR)
    old = make(store, home)
    done = archive(store, home, before, file, SAID)
    gone = done["last"]
    assert (done["first"], done["removed"], done["held"]) == (1, without_bytes(store), [])
    assert done["removed"] == sum(1 for page in was if page[1] <= gone)
    assert file.stat().st_mode & 0o777 == 0o600
    assert answers(store) == asked  # rows of their sources too
    (known,) = archives_of(store)
    assert (known.first, known.last, known.file, known.by) == (1, gone, "2016.jsonl", "档案员")

    what_needs_all_is_refused(store, home, tmp_path / "x")
    later(store, receipts=rows("receipt=G1 supplier=S-麦香 material=面粉 lot=批0302 assigner=S-麦香 quantity=1 uom=kg"))
    later(store, **PLANT)  # what is archived is known: nothing is new, nothing conflicts
    new = make(store, home)
    assert prove(store, [new.checkpoint.size], new)["events"]
    assert prove_consistency(store, old, new)["path"]

    seen = record_checked(store, home)
    assert ([one.numbers for one in seen.unchecked], seen.differences) == ([known.numbers], [])
    assert record_checked(store, home, file).as_dict() | {"verified_at": ""} == seen.as_dict() | {
        "unchecked": [],
        "verified_at": "",
    }
    (home.home / FOLDER).mkdir()
    shutil.copy(file, home.home / FOLDER / "any-name.jsonl")
    assert record_checked(store, home).unchecked == []
    assert read(home.home / "checkpoints" / f"{gone:012}.note", verifier_of(store, home)).checkpoint.size == gone

    hashed = graph_hash(store)
    assert restore(store, home, file)["restored"] == done["removed"]
    assert pages(store)[: len(was)] == was
    assert (graph_hash(store), restore(store, home, file)["restored"]) == (hashed, 0)
    assert history(store, FLOUR)["events"][: len(trail["events"])] == trail["events"]
    assert rebuild(store, ZONE)["equal"]
    later(store, corrections=rows("record_kind=shipment record=S2 action=void reason=错 by=李雷"))
    assert archive(store, home, before, file, SAID)["removed"] == done["removed"]
    with pytest.raises(NotFoundError, match="archived already"):
        archive(store, home, before, tmp_path / "again", SAID)


def test_two_years_and_an_export_of_both(store: Store, home: Settings, tmp_path: Path) -> None:
    first, one, two = old_years(store), tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    archive(store, home, first, one, SAID)
    later(store, receipts=rows("receipt=G9 material=盐 lot=1"))
    done = archive(store, home, now(), two, SAID)
    assert done["first"] == archives_of(store)[0].last + 1
    assert [part.file for part in record_checked(store, home, one).unchecked] == ["2.jsonl"]
    hashed, file, key = graph_hash(store), tmp_path / "ledger", load_or_make(home.home / "ledger-key")
    export(store, Plan(file), key, home, fill=looked_through(store, tmp_path).fill)
    wipe(store)
    assert import_ledger(store, verified(file, None, "ledger"), None, home)["graph_hash"] == hashed
    assert without_bytes(store) == 0


def test_what_an_open_case_needs_stays(store: Store, home: Settings, tmp_path: Path) -> None:
    record_bundles(store, [PLANT], chunk=1)
    later(store, receipts=rows("receipt=G9 material=盐 lot=1"), suppliers=rows("supplier=S-盐 name=盐厂"))
    before, file = now(), tmp_path / "a.jsonl"
    case = opened(store)
    trail, checked = history(store, FLOUR), check_case(store, case)["records"]
    done = archive(store, home, before, file, SAID)
    assert 0 < done["removed"] < len(pages(store)) - len(done["held"])
    assert set(done["held"]) >= {event["sequence"] for event in trail["events"] if event["sequence"] <= done["last"]}
    assert history(store, FLOUR)["events"] == trail["events"]
    assert check_case(store, case)["records"] == checked
    close_case(store, case, "查明", Acted("王芳", "没有异物", "2026-03-12T09:00:00+08:00"))
    again = archive(store, home, before, file, SAID)
    assert (again["held"], again["sha256"]) == ([], done["sha256"])
    assert done["removed"] + again["removed"] == without_bytes(store)
    with pytest.raises(ArchivedError):
        history(store, FLOUR)


def test_no_other_file_is_taken(store: Store, home: Settings, tmp_path: Path) -> None:
    """Altered, cut, of another ledger, signed by somebody else: refused, and nothing is put back or removed."""
    before, file, bad = old_years(store), tmp_path / "a.jsonl", tmp_path / "bad.jsonl"
    archive(store, home, before, file, SAID)
    whole, left, chance = file.read_bytes(), pages(store), random.Random(5)
    lines = whole.splitlines(keepends=True)
    for _ in range(40):
        at = chance.randrange(len(whole))
        bent = whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(7))]) + whole[at + 1 :]
        for wrong in (bent, whole[:at], b"".join(lines[: chance.randrange(len(lines) - 1)] + lines[-1:])):
            bad.write_bytes(wrong)
            with pytest.raises((DamagedFileError, NotFoundError)):
                restore(store, home, bad)
    bad.write_bytes(whole.replace(b"shipment", b"shipmenT", 1))
    assert [one.kind for one in record_checked(store, home, bad).differences] == ["archive"]
    bad.write_bytes(signed_anew(lines, tmp_path))
    with pytest.raises(DamagedFileError, match="not the one that is trusted"):
        restore(store, home, bad)
    assert pages(store) == left

    wipe(store)
    before = old_years(store)
    untouched = pages(store)
    for there in (file, bad):
        with pytest.raises((UsageError, DamagedFileError)):
            archive(store, home, before, there, SAID)
        with pytest.raises((NotFoundError, DamagedFileError), match=r"no archive of this ledger|not the one"):
            restore(store, home, there)
    assert (pages(store), archives_of(store)) == (untouched, [])


def signed_anew(lines: list[bytes], folder: Path) -> bytes:
    """The same archive with another event in it, sound in itself, signed by a stranger."""
    with (folder / "forged").open("wb") as file:
        writer = Writer(file)
        for line in lines[:-1]:
            said = orjson.loads(line)
            body = line[: line.rindex(b',"check"')]
            if "event" in said and said["seq"] == 3:
                event = orjson.dumps(said["event"] | {"name": "假"}, option=orjson.OPT_SORT_KEYS)
                body = b'{"seq":3,"row":%d,"id":"%s","event":%s' % (said["row"], event_id(event).encode(), event)
            writer.write("line", body)
        writer.finish(Ed25519PrivateKey.generate())
    return (folder / "forged").read_bytes()


def test_what_is_not_archived(store: Store, home: Settings, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    two_years = home.model_copy(update={"archive_years": 2})
    with pytest.raises(NotFoundError, match="nothing was recorded"):
        archive(store, two_years, "2020-01-01", file, SAID)
    before = old_years(store)
    for settings, moment in ((two_years, before), (home, "2999-01-01"), (home, "-"), (home, "")):
        with pytest.raises(UsageError):
            archive(store, settings, moment, file, SAID)
    assert not file.exists()
    file.write_text("nothing of ours\n")
    with pytest.raises(DamagedFileError):
        archive(store, home, before, file, SAID)
    make(store, home)
    ask(store, "MATCH (p:Page) WHERE p.first = 1 SET p.source = 'other'")
    with pytest.raises(GenealogyError, match="nothing was archived: events 1 to"):
        archive(store, home, before, tmp_path / "b", SAID)
    ask(store, "MATCH (p:Page) WHERE p.first = 1 REMOVE p.bytes")
    with pytest.raises(GenealogyError, match="nothing was archived: the page"):
        archive(store, home, before, tmp_path / "b", SAID)
    with pytest.raises(GenealogyError, match="knows no archive of them"):
        rebuild(store, ZONE)
    assert not (tmp_path / "b").exists()
    assert {one.kind for one in record_checked(store, home).differences} >= {"page"}


def test_from_the_command_line(store: Store, server_address: tuple[str, str, str], tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "旧.jsonl"
    before = old_years(store)
    line = ("ledger", "archive", file, "--before", before, "--by", "a", "--reason", "b")
    assert inside(server_address, home, *line).exit_code == 2  # of the last two years
    done = inside(server_address, home, *line, "--json", ARCHIVE_YEARS="0")
    assert (done.exit_code, orjson.loads(done.stdout)["first"]) == (0, 1)
    assert "旧.jsonl" in inside(server_address, home, "ledger", "archives").stdout
    assert len(orjson.loads(inside(server_address, home, "ledger", "archives", "--json").stdout)["archives"]) == 1
    refused = inside(server_address, home, "history", FLOUR)
    assert (refused.exit_code, "restore-archive" in str(refused.exception)) == (1, True)
    checked = inside(server_address, home, "verify", "--record-only")
    assert checked.exit_code == 6
    assert "not checked: events 1 to" in checked.stdout
    assert "unanchored" in checked.stdout
    assert inside(server_address, home, "verify", "--record-only", "--archive", tmp_path).exit_code == 0
    assert inside(server_address, home, "ledger", "export", tmp_path / "x").exit_code == 1
    assert inside(server_address, home, "ledger", "export", tmp_path / "x", "--archive", file).exit_code == 0
    back = inside(server_address, home, "ledger", "restore-archive", file)
    assert (back.exit_code, "are back" in back.stdout) == (0, True)
    assert inside(server_address, home, "history", FLOUR).exit_code == 0
