"""`python -m bench.ledger`: what the ledger costs a load, and what its verification takes.

The same bundle (BENCH_LEDGER_BATCHES, 20,000) is loaded with the ledger and without, into empty databases; then the
record is verified, with the peak of the process.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from bench.home import open_store, say, settings, simulated
from bench.result import Result, peak_mib, show
from genealogy import server
from genealogy.ledger.checkpoints import make
from genealogy.ledger.head import last_of
from genealogy.ledger.record_check import check_record
from genealogy.store import Store, Tx
from loaders.load import load


def main() -> int:
    """Run both; 1 where a ratio is not what is wanted."""
    bundle = simulated(int(os.environ.get("BENCH_LEDGER_BATCHES", "20000")))
    with patch("genealogy.record.writer._keep", _only_count):
        without, events = _load(bundle)
    withal, _ = _load(bundle)
    with open_store() as store:
        results = [_cost(events, withal, without), _verified(store, events)]
    server.stop(settings())
    scale: dict[str, object] = {"batches": bundle.parent.name, "nodes": "", "edges": ""}
    return 0 if show(results, scale, Path("build/ledger.json")) else 1


def _only_count(tx: Tx, batch: str, items: list[Any], way: Any, last: int) -> None:
    """What is left of keeping where nothing is kept: the number of the last event."""
    page = {"first": last + 1, "last": last + len(items), "batch": batch}
    tx.run("ledger.append", page=page, last=last + len(items), corrections=0, timezone="UTC")


def _load(bundle: Path) -> tuple[float, int]:
    server.stop(settings())
    shutil.rmtree(settings().home, ignore_errors=True)
    with open_store() as store:
        say("loading")
        begun = perf_counter()
        load(store, bundle, ZoneInfo("UTC"))
        return perf_counter() - begun, int(last_of(store))


def _cost(events: int, withal: float, without: float) -> Result:
    rates = round(events / withal), round(events / without)
    remark = f"{events} events: {withal:.1f} s with pages and tree, {without:.1f} s without"
    return Result("ledger_load", *rates, round(without / withal, 3), "events/s", 0.6, remark)


def _verified(store: Store, events: int) -> Result:
    """The record alone; the graph takes a load and a comparison more."""
    make(store, settings())
    begun = perf_counter()
    if found := list(check_record(store, [])):
        raise RuntimeError(f"the record is not intact: {found[0]}")
    seconds = perf_counter() - begun
    remark = f"{seconds:.1f} s for {events} events; peak of the process {peak_mib():.0f} MiB, loading included"
    return Result("verify_record", round(events / seconds), 0, 0.0, "events/s", None, remark)


if __name__ == "__main__":
    sys.exit(main())
