"""What stays of a page whose events were archived, and what is said where their bytes are needed."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import accumulate, pairwise

from genealogy.errors import ArchivedError, GenealogyError
from genealogy.store import Reads


def packed_rows(rows: Sequence[int]) -> bytes:
    """The rows of the source that a page's events were: the first, and each by how much it is further than the last."""
    steps = (later - row for row, later in pairwise(rows))
    return zlib.compress(b"\n".join(b"%d" % step for step in (*rows[:1], *steps)), 6)


def rows_in(packed: bytes) -> list[int]:
    """What `packed_rows` packed."""
    return list(accumulate(int(step) for step in zlib.decompress(packed).split(b"\n")))


def refusal(store: Reads, number: int) -> GenealogyError:
    """The error to raise where the bytes of an event are wanted that the database does not hold."""
    rows = store.read("ledger.archive_of", number=number).dicts()
    if not rows:
        return GenealogyError(
            f"the record is damaged: the bytes of event {number} are gone, and the ledger knows no archive of them;"
            " `genealogy verify` says more, and `genealogy ledger restore-archive FILE` puts them back if you have one"
        )
    found = rows[0]
    return ArchivedError(
        f"the events {found['first']} to {found['last']} are archived in {found['file']} (sha256"
        f" {found['sha256']}), and this needs event {number}; bring them back: genealogy ledger restore-archive"
        f" {found['file']}"
    )
