"""The tables written in a process beside: what goes wrong on either side is said on the other, and nobody outlives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil
import pytest

from genealogy.errors import GenealogyError, UsageError
from genealogy.events.master import Material
from genealogy.initial.beside import TablesBeside
from genealogy.initial.building import Building
from genealogy.initial.empty import nothing
from genealogy.initial.sheets import Sheets
from genealogy.initial.tables import Tables
from genealogy.record.writer import Source

SOURCE = Source("1", "materials.csv")
# Starts a process beside it, says its number, and waits to be killed.
WAITS = """
import sys, time
from pathlib import Path
from genealogy.initial.beside import TablesBeside
beside = TablesBeside(Path(sys.argv[1]))
print(beside._process.pid, flush=True)
time.sleep(600)
"""


def _record(writer: Tables | TablesBeside, *odd: str) -> list[str]:
    building = Building(writer, "s", ZoneInfo("UTC"))
    events = [Material.model_validate({"material": "糖", "name": '"细"', **dict.fromkeys(odd, "x")})]
    building.record(events, SOURCE, [1])
    return building.finish(nothing(), {"load": "1"})


def _children() -> list[psutil.Process]:
    return psutil.Process().children()


def test_the_same_tables_are_written_beside(tmp_path: Path) -> None:
    here, beside = tmp_path / "here", tmp_path / "beside"
    here.mkdir()
    beside.mkdir()
    with Sheets(here) as sheets:
        arguments = _record(Tables(sheets))
    before = _children()
    with TablesBeside(beside) as writer:
        said = _record(writer)
    assert _children() == before
    (own,) = beside.iterdir()
    assert said == [argument.replace(str(here), str(own)) for argument in arguments]
    assert {path.name for path in here.iterdir()} == {path.name for path in own.iterdir()}
    drawn = "nodes-Material-0-0.csv"
    assert (own / drawn).read_bytes() == (here / drawn).read_bytes()


def test_what_goes_wrong_there_is_raised_here(tmp_path: Path) -> None:
    before = _children()
    with pytest.raises(UsageError, match="'a:b' cannot be written"), TablesBeside(tmp_path) as writer:
        _record(writer, "a:b")
    with pytest.raises(FileNotFoundError), TablesBeside(tmp_path) as writer:
        for own in tmp_path.iterdir():
            shutil.rmtree(own)
        _record(writer)
    assert _children() == before


def test_one_that_is_killed_is_missed(tmp_path: Path) -> None:
    before = _children()
    with pytest.raises(GenealogyError, match=r"was stopped \(exit code -9\).* nothing is recorded"):
        _killed(tmp_path, before)
    assert _children() == before


def _killed(folder: Path, before: list[psutil.Process]) -> None:
    with TablesBeside(folder) as writer:
        (process,) = (one for one in _children() if one not in before)
        process.kill()
        _record(writer)


def test_it_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    starter = subprocess.Popen(
        [sys.executable, "-c", WAITS, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, text=True
    )
    assert starter.stdout and starter.stderr
    beside = psutil.Process(int(starter.stdout.readline()))
    starter.kill()
    starter.wait()
    said = starter.stderr.read()  # the end of it: both processes are gone
    starter.stdout.close()
    starter.stderr.close()
    psutil.wait_procs([beside], timeout=60)
    assert not beside.is_running() or beside.status() == psutil.STATUS_ZOMBIE
    assert said == ""
