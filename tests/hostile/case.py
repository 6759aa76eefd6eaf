"""What a hostile file is to a test: how it is made, and what a person must be told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

GOOD = b"material,name\nA,\xe9\x93\x9c\n"  # materials.csv of one good row, which stands beside what is hostile
SHEET = "xl/worksheets/sheet2.xml"

Make = Callable[[Path], Path]


@dataclass(frozen=True, slots=True)
class Hostile:
    """`make` writes into a folder and gives back what is to be loaded; `said` are words of the message.

    `code` is the exit code of the contract; `good` is how many rows of the whole bundle are taken all the same.
    """

    name: str
    make: Make
    code: int
    said: str
    good: int = 0


def text(body: bytes, file: str = "batches.csv") -> Make:
    """A folder with the good file and this one."""

    def make(folder: Path) -> Path:
        bundle = folder / "in"
        bundle.mkdir()
        (bundle / "materials.csv").write_bytes(GOOD)
        (bundle / file).write_bytes(body)
        return bundle

    return make


def blob(body: bytes, name: str) -> Make:
    """One file of these bytes."""

    def make(folder: Path) -> Path:
        (folder / name).write_bytes(body)
        return folder / name

    return make
