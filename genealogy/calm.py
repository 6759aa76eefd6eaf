"""Work that makes many small objects and no cycles, without the cyclic collector walking over all of them again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def calm() -> Iterator[None]:
    """Pause the cyclic garbage collector; reference counting goes on. It doubled the time of a large answer."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
