"""Files that are attached to records, held against the ledger, which has their hashes."""

from __future__ import annotations

import time
from collections.abc import Iterator

from genealogy.files import digest_of, folder_of, settled, stored
from genealogy.ledger.differences import Difference
from genealogy.ledger.pages import ALL
from genealogy.progress import Progress, quiet
from genealogy.server.layout import disk_errors
from genealogy.settings import Settings
from genealogy.store import Store

KIND = "file"


def check_files(store: Store, settings: Settings, progress: Progress = quiet) -> Iterator[Difference]:
    """Files that are missing, hold other bytes, or belong to no record. Reads every byte of them.

    One that was just stored is none too many: its event is recorded after it. Raises ServerError where the disk does
    not let it.
    """
    with disk_errors(folder_of(settings)):
        there = [path for path in stored(settings) if path.stat().st_mtime < time.time() - settings.write_timeout]
        known = set()
        for number, (digest, _, name, about, seq) in enumerate(store.stream("attachments.all", upto=ALL), 1):
            progress("files", number, 0)
            path = settled(settings, digest)
            known.add(path)
            what = f"{name!r} of {about} ({path})"
            if not path.exists():
                yield Difference(seq, KIND, f"the file {what} is missing: bring it back from a copy")
            elif digest_of(path) != digest:
                yield Difference(seq, KIND, f"the file {what} is not what was attached: bring it back from a copy")
        for path in there:
            if path not in known:
                yield Difference(None, KIND, f"the file {path} is attached to nothing: nobody recorded it")
