"""`python -m bench.loading BUNDLE [--initial]`: load one bundle in a process of its own; print seconds and peak memory
as JSON. A first load counts from the stopped server to the answer, its two starts included."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from bench.home import open_store, settings
from bench.result import peak_mib
from genealogy.settings import load_settings
from loaders.initial import load_initial
from loaders.load import load
from loaders.report import LoadReport


def main(bundle: str, *, initial: bool) -> None:
    """Load and report."""
    report, seconds = _first(bundle) if initial else _ordinary(bundle)
    rejected = sum(file.rejected + file.conflicts for file in report.files)
    print(json.dumps({"seconds": seconds, "peak_mib": peak_mib(), "rejected": rejected}))


def _ordinary(bundle: str) -> tuple[LoadReport, float]:
    with open_store() as store:
        begun = perf_counter()
        return load(store, Path(bundle), load_settings().zone), perf_counter() - begun


def _first(bundle: str) -> tuple[LoadReport, float]:
    begun = perf_counter()
    return load_initial(settings(), Path(bundle), open_store), perf_counter() - begun


if __name__ == "__main__":
    main(sys.argv[1], initial="--initial" in sys.argv[2:])
