"""Bytes made from others, by chance: the short form of what a fuzzer does."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

ODD = [
    b"\x00",
    b"\xff\xfe",
    b"\xc3",
    b"\n",
    b"\r",
    b'"',
    b"'",
    b"/",
    b"..",
    b"%",
    b"=",
    b"{",
    b"[",
    b"1e99",
    b"-",
    "批".encode(),
]


def mutated(random: Random, seeds: Sequence[bytes]) -> bytes:
    """One of the seeds after one to four changes."""
    data = random.choice(seeds)
    for _ in range(random.randint(1, 4)):
        start = random.randint(0, len(data))
        end = min(len(data), start + random.choice((0, 1, 1, 2, 8, 40)))
        data = data[:start] + _piece(random, seeds) + data[end:]
    return data


def _piece(random: Random, seeds: Sequence[bytes]) -> bytes:
    kind = random.randrange(4)
    if kind == 0:
        return b""
    if kind == 1:
        return random.randbytes(random.randint(1, 4))
    if kind == 2:
        return random.choice(ODD)
    other = random.choice(seeds)
    start = random.randint(0, len(other))
    return other[start : start + random.randint(1, 30)]
