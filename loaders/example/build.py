"""Writes the example plant's CSV files: `python -m loaders.example.build [FOLDER]`. README.md tells the story."""

from __future__ import annotations

import sys
from pathlib import Path

from loaders.example import BUNDLE
from loaders.example.book import Book
from loaders.example.master import buy_material, describe_plant, issue_material
from loaders.example.sales import after_the_week
from loaders.example.week import Floor, work_the_week


def build(folder: Path) -> None:
    """Write all files of the bundle into a folder that exists."""
    book = Book()
    describe_plant(book)
    buy_material(book)
    issue_material(book)
    floor = Floor(book, list(book.raw["COAT-2K"]))
    work_the_week(floor)
    after_the_week(floor)
    book.save(folder)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else BUNDLE)
