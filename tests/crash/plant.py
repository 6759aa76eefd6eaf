"""A server of its own, a bundle, and what the graph must be in the end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import IO

from genealogy import server
from genealogy.graph_hash import graph_hash
from genealogy.settings import Settings
from genealogy.store import Store, connect
from loaders.load import load
from loaders.options import Options
from tests.crash import loader
from tests.support.servers import wipe


@dataclass(frozen=True, slots=True)
class Moment:
    """So many steps of a load, and so many seconds after the last of them."""

    step: int
    later: float


@dataclass(frozen=True, slots=True)
class Plant:
    """A bundle and the server it is loaded into; `hash`, `events` and `steps` are those of an undisturbed load."""

    settings: Settings
    bundle: Path
    hash: str = ""
    events: int = 0
    steps: int = 0

    @contextmanager
    def store(self) -> Iterator[Store]:
        """A store on the home's server, which is started where it does not run."""
        found = server.ensure(self.settings)
        with connect(found.uri, found.user, found.password) as store:
            yield store

    def empty(self) -> None:
        """Delete all that was loaded."""
        with self.store() as store:
            wipe(store)

    def recorded(self) -> int:
        """How many events the database holds."""
        with self.store() as store:
            return int(store.read("schema.version").one()[1])

    def load_again(self) -> str:
        """Load to the end; gives back the hash of the graph that this leads to."""
        with self.store() as store:
            load(store, self.bundle, self.settings.zone, Options(chunk=loader.CHUNK))
            assert store.read("stale.count").one()[0] == 0
            assert self.recorded() == self.events
            return graph_hash(store)

    def undisturbed(self) -> Plant:
        """The same plant, with what a load that nobody disturbs ends in."""
        self.empty()
        process = self._loader()
        with _out(process) as said:
            steps = len(said.readlines())
        assert process.wait() == 0
        with self.store() as store:
            return replace(self, hash=graph_hash(store), events=self.recorded(), steps=steps)

    def moments(self, count: int) -> list[Moment]:
        """Random moments in the course of a load, one in each part of it."""
        random = Random(count)
        return [
            Moment(int(self.steps * (part + random.random()) / count), random.random() / 10) for part in range(count)
        ]

    def caught(self, moment: Moment) -> subprocess.Popen[str]:
        """A loader at that moment of a load into an empty database."""
        self.empty()
        process = self._loader()
        for _ in range(moment.step):
            assert _out(process).readline()
        time.sleep(moment.later)
        return process

    def _loader(self) -> subprocess.Popen[str]:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("GENEALOGY_NEO4J_")}
        return subprocess.Popen(
            [sys.executable, "-m", loader.__name__, str(self.bundle)],
            env=environ | {"GENEALOGY_HOME": str(self.settings.home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )


def _out(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdout is not None
    return process.stdout
