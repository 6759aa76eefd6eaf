"""Each target of the fuzzer, some hundred times, by mutations of its seeds that are the same every day.

`make fuzz` gives the same targets 200,000 inputs each, led by which code they reach (`python -m tests.fuzz`).
"""

from __future__ import annotations

import socket
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.fence import EscapedError, within
from tests.fuzz.mutations import mutated
from tests.fuzz.targets import TARGETS
from tests.support.campaign import size

RUNS = size(200, 20_000)
SLOW = size(30, 2_000)  # of those that write a file for each


@pytest.mark.parametrize("name", TARGETS)
def test_a_parser(name: str, tmp_path: Path) -> None:
    target, seeds = TARGETS[name]
    random = Random(name)
    runs = SLOW if name in ("archive", "workbook", "text_file", "b2mml", "exported", "witnessed", "proofs") else RUNS
    with within(tmp_path):
        for data in (b"", *seeds, *(mutated(random, seeds) for _ in range(runs))):
            target(data, tmp_path)


def test_seeds_are_taken(tmp_path: Path) -> None:
    """Else the fuzzer would begin at an error."""
    assert len(TARGETS) >= 20
    for name, (target, seeds) in TARGETS.items():
        took = [seed for seed in seeds if target(seed, tmp_path)]
        assert bool(took) == (name != "tokens"), name


def test_the_fence_holds(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    with within(inside):
        (inside / "a").write_text("x")
        (inside / "a").unlink()
        for act in (
            lambda: outside.write_text("x"),
            lambda: outside.mkdir(),
            lambda: (inside / ".." / "out").write_text("x"),
            lambda: socket.create_connection(("127.0.0.1", 9)),
        ):
            with pytest.raises(EscapedError):
                act()
    outside.write_text("x")


FOUND = [  # by the fuzzer, and mended
    (
        "archive",
        b"PK\x03\x04" + bytes(26) + b"PK\x01\x02" + bytes(42) + b"PK\x05\x06" + bytes(4) + b"\x01\x00\x01\x00"
        b"\x2e\x00\x00\x00\x1e\x00\x00\x00\x00\x00",
    ),  # a file without a name
    ("encodings", b"\xef"),  # half a mark was taken for an empty file
    ("exported", b'{"header":{"format":"genealogy ledger 1"}\n{"page":{}'),
    ("exported", b'{"header":{"format":"genealogy ledger 1","holds":"ledger"}'),
    ("exported", b'0{"end":{},"signature":"%s"}\n' % (b"A" * 88)),
]


@pytest.mark.parametrize(("name", "data"), FOUND)
def test_what_was_found(name: str, data: bytes, tmp_path: Path) -> None:
    target, _ = TARGETS[name]
    with within(tmp_path):
        assert not target(data, tmp_path)
