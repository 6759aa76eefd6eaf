"""A HyperLogLog sketch: how many different things a set holds, from 8 KiB, and the union of two sketches by maximum.

Registers after Flajolet, Fusy, Gandouet and Meunier (2007); the estimate after Ertl, "New cardinality estimation
algorithms for HyperLogLog sketches" (arXiv:1702.01284, algorithm 6), which is right from the smallest to the largest
sets without tables of bias. With 8,192 registers its standard error is 1.04 / sqrt(8192) = 1.15 %: more than 5 % wrong
in about one case of 70,000.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from genealogy.finder.digests import Numbers

BITS = 13  # of a hash, that choose the register
REGISTERS = 1 << BITS
STANDARD_ERROR = 1.04 / math.sqrt(REGISTERS)
_LONGEST = 64 - BITS


@dataclass(frozen=True, slots=True)
class Hashed:
    """For each thing the register it belongs to, and what it writes there: zeros in front of the rest of its hash, and
    one."""

    registers: Numbers
    ranks: Numbers

    @classmethod
    def of(cls, hashes: Numbers) -> Hashed:
        """From 64-bit hashes, evenly distributed."""
        rest = hashes & np.uint64((1 << _LONGEST) - 1)
        # The number of binary digits of the rest, from its two halves: a double holds each exactly.
        high, low = (rest >> np.uint64(32)).astype(np.float64), (rest & np.uint64(0xFFFFFFFF)).astype(np.float64)
        digits = np.where(high > 0, np.frexp(high)[1] + 32, np.frexp(low)[1])
        return cls((hashes >> np.uint64(_LONGEST)).astype(np.int32), (_LONGEST - digits + 1).astype(np.uint8))

    def add(self, sketch: Numbers, things: Numbers) -> None:
        """Put things (by number) into a sketch."""
        np.maximum.at(sketch, self.registers[things], self.ranks[things])


def new_sketch() -> Numbers:
    """A sketch of nothing."""
    return np.zeros(REGISTERS, dtype=np.uint8)


def estimate(sketch: Numbers) -> int:
    """How many different things were put in."""
    counts = np.bincount(sketch, minlength=_LONGEST + 2).tolist()
    total = REGISTERS * _tau(1.0 - counts[_LONGEST + 1] / REGISTERS)
    for count in reversed(counts[1 : _LONGEST + 1]):
        total = 0.5 * (total + count)
    total += REGISTERS * _sigma(counts[0] / REGISTERS)
    return round(REGISTERS * REGISTERS / (2.0 * math.log(2.0)) / total)


def _sigma(x: float) -> float:
    if x == 1.0:
        return math.inf
    y, z, before = 1.0, x, -1.0
    while z != before:
        x, before = x * x, z
        z += x * y
        y += y
    return z


def _tau(x: float) -> float:
    if x in (0.0, 1.0):
        return 0.0
    y, z, before = 1.0, 1.0 - x, -1.0
    while z != before:
        x, before, y = math.sqrt(x), z, 0.5 * y
        z -= (1.0 - x) ** 2 * y
    return z / 3.0
