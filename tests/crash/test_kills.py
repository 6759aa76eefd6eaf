"""Kill the loader, or Neo4j, at random moments of a load; load again; the graph is that of an undisturbed load."""

from __future__ import annotations

import signal

import psutil
import pytest

from genealogy import server
from tests.crash.plant import Plant
from tests.support.campaign import size

pytestmark = pytest.mark.timeout(size(900, 7200))
Capsys = pytest.CaptureFixture[str]


def _tell(capsys: Capsys, text: str) -> None:
    with capsys.disabled():
        print(f"\n{text}")


def test_kills_of_the_loader(plant: Plant, capsys: Capsys) -> None:
    reached = []
    for moment in plant.moments(size(2, 20)):
        with plant.caught(moment) as process:
            process.kill()
        assert process.returncode == -signal.SIGKILL
        reached.append(plant.recorded())

        assert plant.load_again() == plant.hash

    _tell(capsys, f"{len(reached)} kills of the loader, at {reached} of {plant.events} events: 0 differences")


def test_kills_of_neo4j(plant: Plant, capsys: Capsys) -> None:
    reached, codes = [], []
    for moment in plant.moments(size(1, 5)):
        with plant.caught(moment) as process:
            server_process = psutil.Process(server.status(plant.settings).pid)
            server_process.kill()
            server_process.wait()
            reached.append(plant.recorded())  # by a server that was started again
            process.communicate()  # it goes on, or gives up
        codes.append(process.returncode)

        assert plant.load_again() == plant.hash

    lived = f"{codes.count(0)} loaders outlived it"
    _tell(capsys, f"{len(reached)} kills of Neo4j, at {reached} of {plant.events} events, {lived}: 0 differences")
