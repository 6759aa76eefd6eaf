"""What has been seen, in little memory: a number of 64 bits a key and what is kept with it, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]
Values = npt.NDArray[Any]
LONGEST = 1 << 20  # runs are not merged beyond this: merging takes several times the memory of what is merged


def number_of(text: str) -> int:
    """A text as a number of 64 bits."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


class Seen:
    """Numbers of 64 bits, each with another of the kind that is given; kept sorted in runs of which each is more than
    twice as long as the next, or very long, so that adding and asking cost little more than one sort of what is added.
    """

    def __init__(self, kind: type[np.generic] = np.uint64) -> None:
        self._kind = kind
        self._runs: list[tuple[Numbers, Values]] = []

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
        fresh = _sorted(np.fromiter(pairs.keys(), np.uint64), np.fromiter(pairs.values(), self._kind))
        while self._runs and len(self._runs[-1][0]) <= min(2 * len(fresh[0]), LONGEST):
            keys, values = self._runs.pop()
            fresh = _sorted(np.concatenate([keys, fresh[0]]), np.concatenate([values, fresh[1]]))
        self._runs.append(fresh)

    def take(self, asked: Iterable[int]) -> set[int]:
        """Add those that are new; gives them back."""
        wanted = set(asked)
        fresh = wanted - self.known(wanted).keys()
        self.add(dict.fromkeys(fresh, 0))
        return fresh


def names() -> Seen:
    """Numbers with nothing kept beside them."""
    return Seen(np.bool_)


def _sorted(keys: Numbers, values: Values) -> tuple[Numbers, Values]:
    order = np.argsort(keys, kind="stable")
    return keys[order], values[order]
