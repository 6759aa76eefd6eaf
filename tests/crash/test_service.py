"""The service killed, connections cut, many at once: what was acknowledged is there, once, and recalls hold it."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

from genealogy.settings import Settings
from genealogy.store import Store, connect
from tests.api.conftest import client_of, key_of, serving
from tests.crash.sending import Ledger, Sent, check, root_of, sending
from tests.support.campaign import size
from tests.support.commands import Address
from tests.support.proxy import When, breaking

pytestmark = pytest.mark.timeout(size(600, 7200))
Capsys = pytest.CaptureFixture[str]
KILLS, CUTS, SECONDS = size(2, 200), size(4, 300), size(4, 600)
PAGE = b"CREATE (p:Page)"


def _tell(capsys: Capsys, text: str) -> None:
    with capsys.disabled():
        print(f"\n{text}")


@contextmanager
def _served(address: Address, home: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The service in a process of its own, ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = dict(zip(("NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD"), address, strict=True)) | {"HOME": str(home)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GENEALOGY_")}
    env = kept | {f"GENEALOGY_{name}": value for name, value in own.items()}
    line = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
    with subprocess.Popen(line, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            while not _ready(url):
                assert process.poll() is None
                time.sleep(0.05)
            yield process, url
        finally:
            process.kill()


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/ready").status_code == 200
    except httpx.TransportError:
        return False


def test_kills_of_the_service(store: Store, server_address: Address, tmp_path: Path, capsys: Capsys) -> None:
    ledger, key = Ledger(), key_of(Settings(home=tmp_path))
    for number in range(KILLS):
        with _served(server_address, tmp_path) as (process, url):
            with httpx.Client(base_url=url, timeout=120, headers=key) as client:
                ledger.send_again(client)
            with sending(ledger, url, 4, key):
                time.sleep(random.Random(number).uniform(0.1, 0.5))
                process.kill()
        assert process.returncode == -signal.SIGKILL
    with serving(Settings(home=tmp_path), store) as client:
        ledger.send_again(client)

    recorded = check(store, ledger)
    _tell(capsys, f"{KILLS} kills of the service: {recorded} events, each once, {dict(ledger.codes)}")
    assert ledger.codes["cut off"]


def test_the_service_ends_with_what_it_has_begun(store: Store, server_address: Address, tmp_path: Path) -> None:
    """Told to end, it takes no more, answers what it has taken, and goes."""
    ledger = Ledger()
    key = key_of(Settings(home=tmp_path))
    with _served(server_address, tmp_path) as (process, url), sending(ledger, url, 4, key):
        while not ledger.told:
            time.sleep(0.01)
        process.terminate()
        assert process.wait(60) == 0
        assert not _ready(url)
    check(store, ledger)
    runs = {f"W{writer}-{number}" for writer, number in ledger.told}
    assert store.read("schema.version").one()[1] == 2 * len(runs), "what was begun was also acknowledged"


def test_cut_connections(store: Store, server_address: Address, settings: Settings, capsys: Capsys) -> None:
    """Services beside each other, each with a database that hangs up at commits, and a writer with one request."""
    ledger, starting = Ledger(), threading.Lock()
    uri, user, password = server_address

    def cut(number: int) -> int:
        when: When = "before" if number % 2 else "after"
        with (
            breaking(uri, PAGE, when, random.Random(number).randint(1, size(2, 12))) as proxy,
            connect(proxy.uri, user, password) as broken,
            ExitStack() as running,
        ):
            with starting:  # one process is one service: what FastAPI does to the process as it starts is not for two
                client = running.enter_context(client_of(settings, broken))
            ledger.send(client, (0, number))
            return proxy.done

    with ThreadPoolExecutor(size(2, 8)) as services:
        done = sum(services.map(cut, range(CUTS)))
    with client_of(settings, store) as client:
        ledger.send_again(client)

    recorded = check(store, ledger)
    _tell(capsys, f"{CUTS} requests with {done} cut connections: {recorded} events, each once, {dict(ledger.codes)}")
    assert ledger.codes["500"] == 0
    assert (done >= CUTS, recorded) == (True, 2 * CUTS)


def test_recalls_hold_all_that_was_acknowledged_before(store: Store, settings: Settings, capsys: Capsys) -> None:
    """Eight writers and four readers: a recall holds every edge that was acknowledged before it began."""
    ledger, recalls, missing, stop = Ledger(), [0] * 4, list[str](), threading.Event()

    def read(number: int, client: httpx.Client) -> None:
        while not stop.is_set():
            time.sleep(0.01)  # the service is in this process too
            if not (told := set(ledger.told)):
                continue
            root = root_of(max(told, key=lambda sent: sent[1])[1])
            answer = client.post("/recalls/preview", json={"seeds": [{"key": f"M/{root}"}]}).json()
            found = {batch["key"] for batch in answer["batches"]}
            missing.extend(
                f"{_key(sent)} of {root}" for sent in told if root_of(sent[1]) == root and _key(sent) not in found
            )
            recalls[number] += 1

    with serving(settings, store) as client, sending(ledger, str(client.base_url), 8, key_of(settings)):
        readers = [threading.Thread(target=read, args=(number, client)) for number in range(4)]
        for reader in readers:
            reader.start()
        time.sleep(SECONDS)
        stop.set()
        for reader in readers:
            reader.join()

    recorded = check(store, ledger)
    _tell(
        capsys, f"{SECONDS} s, 8 writers, 4 readers: {recorded} events, {sum(recalls)} recalls, {len(missing)} missing"
    )
    assert missing == []
    assert min(recalls) > 0


def _key(sent: Sent) -> str:
    return f"M/W{sent[0]}-{sent[1]}"
