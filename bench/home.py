"""The server the measurements run on: an embedded one of their own, under `build/bench`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from genealogy import server
from genealogy.migrate import open_schema
from genealogy.settings import Settings, load_settings
from genealogy.store import Store, connect
from loaders.simulate import simulate

BUILD = Path("build/bench")


def settings() -> Settings:
    """Those of the environment, with a home and memory of the bench's own."""
    memory = {"heap_mb": int(os.environ.get("BENCH_HEAP_MB", "4096")), "pagecache_mb": 1024}
    return load_settings().model_copy(update={"home": BUILD.resolve() / "home", **memory})


def open_store() -> Store:
    """A store on the bench's server, started where it does not run."""
    endpoint = server.ensure(settings(), lambda *_: None)
    store = connect(endpoint.uri, endpoint.user, endpoint.password, read_timeout=600, write_timeout=1200)
    open_schema(store)
    return store


def simulated(batches: int) -> Path:
    """The bundle of a simulated electronics plant of so many batches, made where it is not there yet."""
    out = BUILD / f"electronics-{batches}"
    if not (out / "truth.json").exists():
        say(f"simulating {batches} batches")
        simulate(out, "electronics", batches, 1)
    return out / "bundle"


def say(text: str) -> None:
    """What goes on, on standard error."""
    print(text, file=sys.stderr, flush=True)
