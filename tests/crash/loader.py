"""What the crash tests kill: a process that loads a bundle in small chunks, and says each step of it."""

from __future__ import annotations

import sys
from pathlib import Path

from api.connection import open_store
from genealogy.settings import load_settings
from loaders.load import load
from loaders.options import Options

CHUNK = 100


def main(bundle: Path) -> None:
    """Load into the database of the home."""
    settings = load_settings()
    with open_store(settings, lambda *_: None) as store:
        load(store, bundle, settings.zone, Options(chunk=CHUNK, progress=_say))


def _say(what: str, done: int, total: int) -> None:
    """A line for each step that writes to the database."""
    if what != "examine":
        print(what, done, total, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
