"""Pages as they lie in the database, a few at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from genealogy.ledger.archived import refusal
from genealogy.ledger.entries import Origin
from genealogy.store import Reads

AT_ONCE = 8
ALL = 1 << 62
NEVER = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
FOREVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """The events of one transaction."""

    first: int
    last: int
    packed: bytes
    hashes: bytes
    batch: str
    load: str
    source: str
    by: str
    recorded_at: dt.datetime

    def as_props(self) -> dict[str, Any]:
        """What `ledger.append` keeps."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return {"bytes": said.pop("packed"), **said}

    @property
    def origin(self) -> Origin:
        """What its events have in common."""
        return Origin(self.by, self.load, self.source, self.recorded_at)


Fill = Callable[[Page], Page]  # gives an archived page its bytes where it has them, else gives it back as it is


def pages(store: Reads, after: int = 0, upto: int = ALL, fill: Fill | None = None) -> Iterator[Page]:
    """The pages whose first event has a number above `after`, and the last none above `upto`, in order. Raises
    ArchivedError for the first that is archived and that `fill` does not have either."""
    for page in kept_pages(store, after, upto):
        yield page if page.packed else _filled(store, page, fill)


def _filled(store: Reads, page: Page, fill: Fill | None) -> Page:
    whole = fill(page) if fill else page
    if not whole.packed:
        raise refusal(store, page.first)
    return whole


def kept_pages(store: Reads, after: int = 0, upto: int = ALL) -> Iterator[Page]:
    """The same as they lie in the database: archived ones without bytes."""
    while rows := store.read("ledger.pages", after=after, upto=upto, limit=AT_ONCE).rows:
        for row in rows:
            yield _page(row)
        after = rows[-1][0]


def common(store: Reads, copy: Reads) -> int | None:
    """The number of the last event of a copy that is a beginning of the record; 0 where it holds nothing, None where
    its last page is none of the record's."""
    rows = copy.read("ledger.known", before=FOREVER).dicts()
    if not rows:
        return 0
    newest = {name: rows[0][name] for name in ("last", "batch", "hashes")}
    return newest["last"] if store.read("ledger.page", first=rows[0]["first"]).dicts() == [newest] else None


def pages_of(store: Reads, numbers: list[int]) -> list[Page]:
    """The pages that keep these events, by number; in order. Raises ArchivedError."""
    rows = store.read("ledger.whole_pages", numbers=numbers).rows if numbers else []
    found = sorted(map(_page, rows), key=lambda page: page.first)
    return [page if page.packed else _filled(store, page, None) for page in found]


def _page(row: Any) -> Page:
    first, last, batch, packed, hashes, load, source, by, recorded_at = row
    native = recorded_at.to_native() if hasattr(recorded_at, "to_native") else None
    moment = native if isinstance(native, dt.datetime) and native.tzinfo else NEVER
    batch, load, source, by = (str(text or "") for text in (batch, load, source, by))
    last = last if isinstance(last, int) else first
    packed, hashes = (said if isinstance(said, bytes) else b"" for said in (packed, hashes))
    return Page(int(first), int(last), packed, hashes, batch, load, source, by, moment)
