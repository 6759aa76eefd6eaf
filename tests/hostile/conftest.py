"""The process that takes in hostile files, for a module of tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import taker


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one command line: exit code, most memory, standard output and error, and what it should not do."""

    code: int
    kib: int
    out: str
    err: str
    seen: str

    def answer(self) -> Any:
        """The one JSON document, or nothing where the command failed."""
        return json.loads(self.out) if self.out else None


Take = Callable[..., Taken]


@pytest.fixture(scope="package")
def process() -> Iterator[subprocess.Popen[str]]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GENEALOGY_")}
    with subprocess.Popen(
        [sys.executable, "-m", taker.__name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=kept
    ) as found:
        yield found
        assert found.stdin is not None
        found.stdin.close()


@pytest.fixture
def take(process: subprocess.Popen[str], tmp_path: Path) -> Take:
    """Run `genealogy` with these words in a child that may write into `work` only, and reach nobody."""
    work = tmp_path / "work"
    for name in ("tmp", "home"):
        (work / name).mkdir(parents=True)

    def run(*words: str | Path) -> Taken:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"words": [str(word) for word in words], "work": str(work)}) + "\n")
        process.stdin.flush()
        return Taken(**json.loads(process.stdout.readline()))

    return run
