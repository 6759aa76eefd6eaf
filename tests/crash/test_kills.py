"""Kill the loader, or Neo4j, at random moments of a load; load again; the graph is that of an undisturbed load. Kill
Neo4j, or fill its disk, while events are sent; what was acknowledged is there, once."""

from __future__ import annotations

import resource
import signal
import time
from pathlib import Path
from random import Random

import psutil
import pytest

from genealogy import server
from genealogy.settings import Settings
from tests.api.conftest import key_of, serving
from tests.crash.plant import Plant
from tests.crash.sending import Ledger, check, sending
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


DISASTERS = size([("disk full", 1)], [("kill", 40), ("disk full", 20)])


@pytest.mark.parametrize(("disaster", "times"), DISASTERS)
def test_neo4j_fails_while_events_are_sent(
    plant: Plant, disaster: str, times: int, tmp_path: Path, capsys: Capsys
) -> None:
    plant.empty()
    ledger, random = Ledger(), Random(times)
    with plant.store() as store, serving(Settings(home=tmp_path), store) as client:
        for _ in range(times):
            with sending(ledger, str(client.base_url), 4, key_of(Settings(home=tmp_path))):
                told = len(ledger.told)
                while len(ledger.told) < told + 4:
                    time.sleep(0.01)
                time.sleep(random.uniform(0, 0.3))
                _fail(psutil.Process(server.status(plant.settings).pid), disaster, ledger)
                server.ensure(plant.settings)
            ledger.send_again(client)
        recorded = check(store, ledger)

    _tell(capsys, f"{times} times {disaster} of Neo4j: {recorded} events, each once, {dict(ledger.codes)}")
    assert ledger.codes["500"] == 0
    assert disaster == "kill" or ledger.codes["503"]


def _fail(neo4j: psutil.Process, disaster: str, ledger: Ledger) -> None:
    """Kill it; before that let no file of its grow, as on a full disk, until a client was told."""
    if disaster == "disk full":
        told = ledger.codes["503"]
        resource.prlimit(neo4j.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        while ledger.codes["503"] == told:
            time.sleep(0.01)
    neo4j.kill()
    neo4j.wait()
