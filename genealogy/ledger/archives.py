"""Files of archived events: read, held against themselves and against the ledger, and used in the place of pages.

A file is an export (docs/history.md) of some pages. Its header has the tree of all that is before them, and its last
line but one the signed checkpoint that they end with: so the file alone shows that its events are those that were
signed.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from genealogy.errors import DamagedFileError, NotFoundError
from genealogy.ledger.entries import leaves
from genealogy.ledger.growth import edge_at
from genealogy.ledger.lines import checked_lines, last_line
from genealogy.ledger.pages import Page
from genealogy.ledger.reading import EVENT, Sealed, kind_of, value_of, verified
from genealogy.ledger.tree import Growth, cut, right_edge
from genealogy.record.pages import page_of
from genealogy.store import Reads

FOLDER = "archives"
ENDING = "*.jsonl"


@dataclass(frozen=True, slots=True)
class Archived:
    """What the ledger says of an archive: the numbers of its events, the file's name and hash, who, when and why;
    `kept` is how many of its pages the database holds all the same."""

    sha256: str
    file: str
    first: int
    last: int
    root: str
    reason: str
    by: str
    at: str
    seq: int
    kept: int

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @property
    def numbers(self) -> dict[str, Any]:
        """Its events, for JSON."""
        return {"first": self.first, "last": self.last, "file": self.file, "sha256": self.sha256}


def archives_of(store: Reads) -> list[Archived]:
    """The archives of this ledger, in the order of their events."""
    return [Archived(**row) for row in store.read("ledger.archives").dicts()]


def edge_as_text(tree: Growth) -> list[str]:
    """The right edge of a tree, for the header of an archive."""
    return [base64.b64encode(b"".join(tail)).decode() for tail in tree.tails]


def root_in(sealed: Sealed) -> bytes:
    """The root of the tree that ends with the last event of a file that was verified."""
    before = sealed.header["first"] - 1
    tails = [base64.b64decode(text) for text in sealed.header["edge"]]
    edge = {tile: tails[tile[0]] for tile in right_edge(before) if tile[0] < len(tails)}
    try:
        tree = Growth.at(before, edge)
    except ValueError as error:
        raise DamagedFileError(f"{sealed.path}: line 1: {error}") from None
    for page, rows in pages_in(sealed.path):
        tree.add(leaves(page.origin, page.first, cut(page.hashes), rows))
        tree.written.clear()
    return tree.root()


def pages_in(path: Path) -> Iterator[tuple[Page, list[int]]]:
    """The pages of a file that was verified, with the rows of their events; checked again while it is read."""
    page: dict[str, Any] = {}
    events: list[tuple[bytes, int]] = []
    for _, body in checked_lines(path):
        if found := EVENT.fullmatch(body):
            events.append((found[4], int(found[2])))
            if int(found[1]) == page["last"]:
                yield _page(page, events)
                events = []
        elif kind_of(body) == "page":
            page = value_of(body, "page")


def _page(said: dict[str, Any], events: Sequence[tuple[bytes, int]]) -> tuple[Page, list[int]]:
    rows = [row for _, row in events]
    made = page_of(said["first"], [canonical for canonical, _ in events], rows)
    return Page(**said, packed=made["bytes"], hashes=made["hashes"]), rows


def found_in(store: Reads, path: Path) -> tuple[Archived, Sealed]:
    """The archive of this ledger that a file is, once it is verified against itself and against the tree. Raises
    NotFoundError where it is none of this ledger's, DamagedFileError where it was cut or changed."""
    digest = last_line(path)["sha256"]
    known = next((one for one in archives_of(store) if one.sha256 == digest), None)
    if known is None:
        raise NotFoundError(
            f"{path} is no archive of this ledger; `genealogy ledger archives` lists those there are, with their hashes"
        )
    sealed = verified(path, None, "archive")
    root = root_in(sealed)
    if root != edge_at(store, known.last).root():
        raise DamagedFileError(f"{path}: its events are not those of the tree; `genealogy verify` says more")
    return known, sealed


def candidates(store: Reads, paths: Iterable[Path]) -> list[Path]:
    """Files, and of folders those files in them that say they are archives of this ledger; nothing verified."""
    wanted = {one.sha256 for one in archives_of(store)}
    return [
        path for said in paths for path in (_beside(said, wanted) if said.is_dir() else [said] if said.exists() else [])
    ]


def _beside(folder: Path, wanted: set[str]) -> Iterator[Path]:
    for path in sorted(folder.glob(ENDING)):
        with suppress(DamagedFileError):
            if last_line(path)["sha256"] in wanted:
                yield path


def looked_through(store: Reads, *paths: Path) -> Archives:
    """The archives in these files and folders, verified when the first of their events is needed."""
    return Archives(store, lambda: {found_in(store, path)[0].sha256: path for path in candidates(store, paths)})


@dataclass
class Archives:
    """Archives at hand by their hash, looked for when they are needed, and those that were needed and not there."""

    store: Reads
    look: Callable[[], Mapping[str, Path]] = dict
    missing: dict[str, Archived] = field(default_factory=dict)
    _path: Path | None = None
    _passed: int = 0
    _reading: Iterator[tuple[Page, list[int]]] = field(default_factory=lambda: iter(()))

    def fill(self, page: Page) -> Page:
        """An archived page with its bytes, the rest as the database says it; as it is where no file has it."""
        known = self._of(page)
        path = self.found.get(known.sha256) if known else None
        return self._sought(path, page) if path else page

    def missed(self, page: Page) -> bool:
        """Whether the ledger says that the page was archived; its archive is among those that are missing then."""
        known = self._of(page)
        if known:
            self.missing[known.sha256] = known
        return known is not None

    @cached_property
    def found(self) -> Mapping[str, Path]:
        """Every file at hand by its hash."""
        return self.look()

    @cached_property
    def _known(self) -> list[Archived]:
        return archives_of(self.store)

    def _of(self, page: Page) -> Archived | None:
        return next((one for one in self._known if one.first <= page.first <= one.last), None)

    def _sought(self, path: Path, page: Page) -> Page:
        """Pages are asked for in order: the file is read on from the one before."""
        if path != self._path or page.first <= self._passed:
            self._path, self._reading = path, pages_in(path)
        for whole, _ in self._reading:
            self._passed = whole.first
            if whole.first >= page.first:
                break
        else:
            return page
        return replace(page, packed=whole.packed, hashes=whole.hashes) if whole.first == page.first else page
