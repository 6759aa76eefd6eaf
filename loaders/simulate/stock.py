"""Things that hold material while the plant runs: batches, shelves, vessels, lines. Only what is alive is kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from genealogy.keys import BatchKey
from loaders.simulate.plant import Material

Part = tuple["Batch", int]


class Batch:
    """A batch in one place: what is left of it, since when, and the suspect share in it, from a minute on."""

    __slots__ = ("assigner", "bad_from", "came", "last", "left", "lot", "made", "material", "place", "serial", "share")

    def __init__(self, material: Material, lot: str, amount: int, made: int, place: str) -> None:
        self.material = material
        self.lot = lot
        self.assigner = ""
        self.serial = ""
        self.came = self.left = amount
        self.made = made
        self.last = made
        self.place = place
        self.share = 0.0
        self.bad_from: float = 0

    def share_at(self, at: int) -> float:
        """The suspect share in what is taken at that minute."""
        return self.share if at >= self.bad_from else 0.0

    @property
    def key(self) -> str:
        """The key as the contract writes it."""
        return str(BatchKey.of(self.material.code, self.lot, self.assigner, self.serial))

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The four identifying cells of every line."""
        return self.material.code, self.lot, self.assigner, self.serial

    def use(self, amount: int, at: int) -> None:
        """Take an amount away; more than is left is a fault of the plant model."""
        if amount > self.left or at < self.made:
            raise ValueError(f"{self.key}: {amount} wanted at {at}, {self.left} left, made at {self.made}")
        self.left -= amount
        self.last = max(self.last, at)

    def elsewhere(self, amount: int, at: int, place: str) -> Batch:
        """The part of this batch that arrived at another place: same identity, its own stock."""
        twin = Batch(self.material, self.lot, amount, at, place)
        twin.assigner, twin.serial, twin.share = self.assigner, self.serial, self.share
        twin.bad_from = self.bad_from
        return twin


class Shelf:
    """Batches of one material, first in first out."""

    __slots__ = ("level", "lots")

    def __init__(self) -> None:
        self.lots: deque[Batch] = deque()
        self.level = 0

    def add(self, batch: Batch) -> None:
        """Put a batch at the end of the queue."""
        self.lots.append(batch)
        self.level += batch.left

    def take(self, amount: int) -> list[Part]:
        """The oldest parts that make up the amount; the caller uses them."""
        parts: list[Part] = []
        self.level -= amount
        while amount:
            batch = self.lots[0]
            part = min(batch.left, amount)
            parts.append((batch, part))
            amount -= part
            if part == batch.left:
                self.lots.popleft()
            else:
                break
        return parts

    def pop(self) -> Batch:
        """The oldest batch, whole."""
        batch = self.lots.popleft()
        self.level -= batch.left
        return batch

    def __iter__(self) -> Iterator[Batch]:
        return iter(self.lots)

    def __len__(self) -> int:
        return len(self.lots)


class Line:
    """A line or machine: free again when, and what it holds back from one run for the next (`hold`, base units)."""

    __slots__ = ("code", "free", "held", "hold", "place", "share")

    def __init__(self, code: str, place: str, hold: int = 0) -> None:
        self.code = code
        self.place = place
        self.hold = hold
        self.held = 0
        self.share = 0.0
        self.free = 0


class Vessel:
    """A tank or silo: its level in base units, the suspect amount in it, and when it is next idle."""

    __slots__ = ("code", "free", "level", "place", "size", "suspect")

    def __init__(self, code: str, place: str, size: int) -> None:
        self.code = code
        self.place = place
        self.size = size
        self.level = 0
        self.suspect = 0.0
        self.free = 0

    @property
    def share(self) -> float:
        """The suspect share of the content."""
        return self.suspect / self.level if self.level else 0.0
