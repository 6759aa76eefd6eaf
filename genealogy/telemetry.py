"""Counts and timings of the core, for `/metrics`."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

QUERY_SECONDS = Histogram("genealogy_query_seconds", "Time of database queries by name", ["query"])
LOADS = Counter("genealogy_loads_total", "Loads by outcome", ["outcome"])
READ_AGAIN = Counter("genealogy_read_again_total", "Answers read again: others wrote meanwhile", ["answer"])
REJECTED_ROWS = Counter("genealogy_rejected_rows_total", "Rows rejected by loads", ["file"])


def query_ran(name: str, seconds: float) -> None:
    """One query ran to its end."""
    QUERY_SECONDS.labels(name).observe(seconds)
