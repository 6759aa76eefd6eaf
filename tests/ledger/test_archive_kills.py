"""A kill at any moment of an archiving loses nothing, and the same command goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from genealogy.ledger.archives import Archived, archives_of
from genealogy.ledger.archiving import archive, restore
from genealogy.ledger.reading import verified
from genealogy.rebuild import rebuild
from genealogy.store import Store
from tests.cases.conftest import ZONE
from tests.ledger.years import SAID, answers, home_at, old_years, pages, record_checked, without_bytes
from tests.loaders.graph import ask

DYING = """
import os, signal, sys
from pathlib import Path
from genealogy.ledger import archiving
from genealogy.settings import load_settings
from genealogy.store import connect

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

where, before, file, uri, user, password = sys.argv[1:]
if where == "halfway":
    archiving.AT_ONCE, ask = 1, archiving.packed_rows
    pages = iter((ask, ask, die))
    archiving.packed_rows = lambda rows: next(pages)(rows)
else:
    setattr(archiving, where, die)
with connect(uri, user, password) as store:
    archiving.archive(store, load_settings(), before, Path(file), archiving.Said("a", "b"))
"""


@pytest.mark.parametrize("where", ["_recorded", "halfway"])
def test_killed_between_writing_and_removing(
    where: str, store: Store, server_address: tuple[str, str, str], tmp_path: Path
) -> None:
    home = home_at(tmp_path / "home")
    before, file = old_years(store), tmp_path / "a.jsonl"
    was, asked = pages(store), answers(store)
    env = {"GENEALOGY_HOME": str(home.home), "GENEALOGY_TIMEZONE": "UTC", "GENEALOGY_ARCHIVE_YEARS": "0"}
    line = [sys.executable, "-c", DYING, where, before, str(file), *server_address]
    died = subprocess.run(line, env=os.environ | env, check=False, capture_output=True)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert without_bytes(store) == (2 if where == "halfway" else 0)
    assert verified(file, None, "archive").header["last"] >= 7  # whole, on the disk, before anything is removed
    assert answers(store) == asked
    assert record_checked(store, home, *([file] if where == "halfway" else [])).as_dict()["intact"]
    archive(store, home, before, file, SAID)  # the same command goes on
    assert without_bytes(store) == sum(1 for page in was if page[1] <= archives_of(store)[0].last)
    ask(store, "MATCH (a:Archive) DELETE a")  # as a rebuild leaves it that breaks off
    restore(store, home, file)
    assert pages(store)[: len(was)] == was
    assert [one.last for one in rebuilt(store)] == [verified(file, None, "archive").header["last"]]


def rebuilt(store: Store) -> list[Archived]:
    rebuild(store, ZONE)
    return archives_of(store)
