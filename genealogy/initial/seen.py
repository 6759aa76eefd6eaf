"""What has been seen, in little memory: 16 bytes a key, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]


def number_of(text: str) -> int:
    """A text as a number of 64 bits."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


class Seen:
    """Numbers of 64 bits, each with another; kept sorted in runs of which each is more than twice as long as the
    next, so that adding and asking cost little more than one sort of what is added."""

    def __init__(self) -> None:
        self._runs: list[tuple[Numbers, Numbers]] = []

    def known(self, asked: Iterable[int]) -> dict[int, int]:
        """Those of the numbers that were added, each with what it was added with."""
        wanted = np.fromiter(asked, dtype=np.uint64)
        found: dict[int, int] = {}
        for keys, values in self._runs:
            at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            hit = keys[at] == wanted
            found |= dict(zip(wanted[hit].tolist(), values[at[hit]].tolist(), strict=True))
        return found

    def add(self, pairs: Mapping[int, int]) -> None:
        """Add numbers that are not there yet."""
        if not pairs:
            return
        fresh = _sorted(np.fromiter(pairs.keys(), np.uint64), np.fromiter(pairs.values(), np.uint64))
        while self._runs and len(self._runs[-1][0]) <= 2 * len(fresh[0]):
            keys, values = self._runs.pop()
            fresh = _sorted(np.concatenate([keys, fresh[0]]), np.concatenate([values, fresh[1]]))
        self._runs.append(fresh)

    def take(self, asked: Iterable[int]) -> set[int]:
        """Add those that are new; gives them back."""
        wanted = set(asked)
        fresh = wanted - self.known(wanted).keys()
        self.add(dict.fromkeys(fresh, 0))
        return fresh


def _sorted(keys: Numbers, values: Numbers) -> tuple[Numbers, Numbers]:
    order = np.argsort(keys, kind="stable")
    return keys[order], values[order]
