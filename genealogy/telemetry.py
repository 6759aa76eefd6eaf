"""Counts and timings of the core, for `/metrics`; and spans, which go nowhere unless somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from prometheus_client import Counter, Histogram

QUERY_SECONDS = Histogram("genealogy_query_seconds", "Time of database queries by name", ["query"])
LOADS = Counter("genealogy_loads_total", "Loads by outcome", ["outcome"])
READ_AGAIN = Counter("genealogy_read_again_total", "Answers read again: others wrote meanwhile", ["answer"])
REJECTED_ROWS = Counter("genealogy_rejected_rows_total", "Rows rejected by loads", ["file"])

Begin = Callable[[str, dict[str, str]], AbstractContextManager[Any]]
_NOTHING = nullcontext()
_begin: Begin | None = None


def query_ran(name: str, seconds: float) -> None:
    """One query ran to its end."""
    QUERY_SECONDS.labels(name).observe(seconds)


def trace_with(begin: Begin | None) -> None:
    """Have spans begun by this from now on; None: by nobody."""
    global _begin
    _begin = begin


def span(name: str, **attributes: str) -> AbstractContextManager[Any]:
    """A part of the work that is worth a span of its own. Names and ids only: never a lot, a party or a text."""
    return _begin(name, attributes) if _begin else _NOTHING
