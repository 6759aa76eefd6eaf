"""Commands as processes of their own, against the test database, in a home of their own."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from genealogy.store import Store
from tests.api.conftest import write_bundle
from tests.support.commands import command

Run = Callable[..., subprocess.CompletedProcess[str]]
BUNDLE = {
    "receipts": "receipt,supplier,material,lot,quantity,uom\nR1,S1,A,批/1,5,kg\n",
    "runs": "run,kind\nW1,produce\n",
    "consumed": "run,material,lot,quantity,uom\nW1,A,批/1,5,kg\n",
    "produced": "run,material,lot,quantity,uom\nW1,B,2,10,pcs\n",
    "shipments": "shipment,customer\nV1,C1\n",
    "shipped": "shipment,material,lot,quantity,uom\nV1,B,2,10,pcs\n",
    "customers": "customer,name,phone,email\nC1,Car & Co,+00 1,q@c1.example\n",
}
SEED = "A/批%2F1"


@pytest.fixture
def run(server_address: tuple[str, str, str], store: Store, tmp_path: Path) -> Run:
    """Run a command against the test database, in a home of its own."""

    def go(*args: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        return command(server_address, tmp_path / "home", *args, **more)

    return go


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return write_bundle(tmp_path / "bundle", **BUNDLE)


def document(done: subprocess.CompletedProcess[str], code: int = 0) -> Any:
    """The one JSON document on standard output."""
    assert done.returncode == code, done.stderr
    return orjson.loads(done.stdout)


def failed(done: subprocess.CompletedProcess[str], code: int) -> str:
    """The one sentence of an error; nothing on standard output, no traceback."""
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr
