"""Proofs of a real ledger, verified by the auditor's program in a Python of its own; witnesses that are asked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from genealogy.errors import GenealogyError, NotFoundError
from genealogy.ledger import offline
from genealogy.ledger.checkpoints import Kept, make, verifier_of
from genealogy.ledger.notes import Verifier
from genealogy.ledger.proofs import numbers_of_batch, prove, prove_consistency, reader
from genealogy.ledger.witness import Witness, open_witness, serve, show
from genealogy.record.writer import Source, record
from genealogy.settings import Settings, load_settings
from genealogy.store import Store
from tests.queries.everything import events
from tests.support.servers import wipe

PROGRAM = Path(offline.__file__)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load_settings().model_copy(update={"home": tmp_path_factory.mktemp("home")})


@pytest.fixture(scope="module")
def points(server_store: Store, home: Settings) -> list[Kept]:
    """A checkpoint after each of four transactions."""
    wipe(server_store)
    said, found = events(), []
    for first in range(0, len(said), 30):
        record(server_store, said[first : first + 30], Source("load", "events 批.csv", "吴"), ZoneInfo("UTC"))
        found.append(make(server_store, home))
    return found


@pytest.fixture(scope="module")
def ledger(server_store: Store, points: list[Kept], home: Settings) -> Verifier:
    return verifier_of(server_store, home)


def verified(proof: object, folder: Path, *keys: str) -> tuple[int, str]:
    """How the program ends, and what it says."""
    file = folder / "proof.json"
    file.write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-I", str(PROGRAM), str(file), *keys]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env={"LC_ALL": "C.UTF-8"})
    return done.returncode, done.stdout


def test_the_events_of_a_batch_are_proved(
    server_store: Store, points: list[Kept], ledger: Verifier, tmp_path: Path
) -> None:
    numbers = numbers_of_batch(server_store, "M/C")
    proof = prove(server_store, numbers, points[-1])
    code, said = verified(proof, tmp_path, str(ledger))
    assert code == 0
    assert said.count("event ") == len(numbers) > 3
    assert '"lot":"C"' in said
    assert "events 批.csv" in said
    assert f"proved: {len(numbers)} events lie in the ledger of {len(events())} events" in said


def test_every_event_is_proved_in_every_checkpoint(server_store: Store, points: list[Kept], ledger: Verifier) -> None:
    for point in points:
        proof = prove(server_store, range(1, point.checkpoint.size + 1), point)
        offline.check_events(proof, offline.key_of(str(ledger)), [])


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one | {"event": one["event"].replace("M", "N", 1)},
        lambda one: one | {"entry": one["entry"].replace("load", "loda", 2)},
        lambda one: one | {"index": one["index"] + 1},
        lambda one: one | {"path": one["path"][1:]},
        lambda one: one | {"path": ["AAAA", *one["path"][1:]]},
        lambda one: {"index": 0},
        lambda one: one | {"index": True},
    ],
)
def test_a_changed_proof_is_not_accepted(
    change: object, server_store: Store, points: list[Kept], ledger: Verifier, tmp_path: Path
) -> None:
    proof = prove(server_store, [2], points[-1])
    proof["events"] = [change(one) for one in proof["events"]]  # type: ignore[operator]
    code, said = verified(proof, tmp_path, str(ledger))
    assert (code, said.startswith("NOT PROVED")) == (1, True)


def test_one_checkpoint_begins_with_another(
    server_store: Store, points: list[Kept], ledger: Verifier, tmp_path: Path
) -> None:
    for old in points:
        proof = prove_consistency(server_store, old, points[-1])
        code, said = verified(proof, tmp_path, str(ledger))
        assert code == 0, said
        assert f"begins with the very {old.checkpoint.size}" in said
    proof = prove_consistency(server_store, points[1], points[-1]) | {"old": points[0].note}
    assert verified(proof, tmp_path, str(ledger))[0] == 1


def test_what_is_not_covered_yet_is_not_proved(server_store: Store, points: list[Kept]) -> None:
    with pytest.raises(NotFoundError, match="make a new checkpoint"):
        prove(server_store, [points[0].checkpoint.size + 1], points[0])
    with pytest.raises(NotFoundError, match="no record names the batch"):
        numbers_of_batch(server_store, "NO/1")


@pytest.fixture
def watched(ledger: Verifier, tmp_path: Path) -> Iterator[tuple[Witness, str]]:
    witness = open_witness("witness.example", tmp_path / "witness", [ledger])
    server = serve(witness, "127.0.0.1", 0)
    Thread(target=server.serve_forever, daemon=True).start()
    yield witness, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_witness_signs_what_continues(
    server_store: Store, points: list[Kept], ledger: Verifier, watched: tuple[Witness, str], tmp_path: Path
) -> None:
    witness, url = watched
    read = reader(server_store)
    for point in points:
        seen = show(point, url, witness.verifier, read)
        assert show(seen, url, witness.verifier, read) == seen
    proof = prove(server_store, [1], seen)
    code, said = verified(proof, tmp_path, str(ledger), "--witness", str(witness.verifier))
    assert (code, "seen by witness.example" in said) == (0, True)
    code, said = verified(prove(server_store, [1], points[-1]), tmp_path, str(ledger), "--witness", str(ledger))
    assert code == 1
    with pytest.raises(GenealogyError, match="the ledger was cut"):
        show(points[0], url, witness.verifier, read)
    # It remembers after a restart.
    again = open_witness("witness.example", witness.folder, [ledger])
    assert again.add(f"old 0\n\n{points[0].note}") == (409, f"{points[-1].checkpoint.size}\n")


def test_a_witness_does_not_sign_a_second_story(points: list[Kept], watched: tuple[Witness, str]) -> None:
    witness, _ = watched
    assert witness.add(f"old 0\n\n{points[0].note}")[0] == 200
    size = points[0].checkpoint.size
    assert witness.add(f"old {size}\n\n{points[1].note}")[0] == 422
    assert witness.add("old 0\n")[0] == 400
    assert witness.add(f"old 0\n\n{points[0].note.replace('genealogy/', 'other/')}")[0] == 404
    forged = points[1].note.replace(f"\n{points[1].checkpoint.size}\n", "\n999\n", 1)
    assert witness.add(f"old {size}\n\n{forged}")[0] == 403
    stranger = replace(witness, ledgers={})
    assert stranger.add(f"old {size}\n\n{points[1].note}")[0] == 404


def test_a_witness_that_is_not_there_is_told(server_store: Store, points: list[Kept], ledger: Verifier) -> None:
    with pytest.raises(GenealogyError, match="does not answer"):
        show(points[0], "http://127.0.0.1:9", replace(ledger, kind=4), reader(server_store))
