"""`python -m bench.loading BUNDLE`: load one bundle in a process of its own; print seconds and peak memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import perf_counter

from bench.home import open_store
from genealogy.settings import load_settings
from loaders.load import load


def main(bundle: str) -> None:
    """Load and report."""
    with open_store() as store:
        begun = perf_counter()
        report = load(store, Path(bundle), load_settings().zone)
        seconds = perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kib = peak / 1024 if sys.platform == "darwin" else peak
    rejected = sum(file.rejected + file.conflicts for file in report.files)
    print(json.dumps({"seconds": seconds, "peak_mib": kib / 1024, "rejected": rejected}))


if __name__ == "__main__":
    main(sys.argv[1])
