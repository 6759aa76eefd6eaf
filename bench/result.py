"""What a measurement says, and how it is shown and kept."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

RUNS = 9
WARM = 5.0  # seconds of both, untimed


@dataclass(frozen=True, slots=True)
class Result:
    """Ours beside the peer's; `ratio` is peer time / our time, or our rate / peer rate. `wanted` is the least ratio."""

    name: str
    ours: float
    peer: float
    ratio: float
    unit: str
    wanted: float | None
    remark: str


def by_time(name: str, ours: float, peer: float, wanted: float | None, remark: str) -> Result:
    """A result of two times in seconds, shown in milliseconds."""
    return Result(name, round(ours * 1000, 3), round(peer * 1000, 3), round(peer / ours, 3), "ms", wanted, remark)


def alternating(ours: Callable[[], object], peer: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """The minimum of alternating runs of both, once both are warm: a server that has just started interprets what it
    compiles later, and that would be measured in place of the work."""
    _warm(ours, peer)
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for work, kept in zip((ours, peer), times, strict=True):
            begun = perf_counter()
            work()
            kept.append(perf_counter() - begun)
    return min(times[0]), min(times[1])


def _warm(ours: Callable[[], object], peer: Callable[[], object]) -> None:
    begun = perf_counter()
    while True:
        ours()
        peer()
        if perf_counter() - begun > WARM:
            return


def peak_mib() -> float:
    """The most memory this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 / (1024 if sys.platform == "darwin" else 1)


def show(results: list[Result], scale: dict[str, object], path: Path) -> bool:
    """Print the table, write the file; gives back whether every ratio is what is wanted."""
    table = Table(title=f"{scale['batches']} batches, {scale['nodes']} nodes, {scale['edges']} edges")
    for column in ("measurement", "ours", "peer", "unit", "ratio", "wanted", "remark"):
        table.add_column(column, justify="right" if column in ("ours", "peer", "ratio", "wanted") else "left")
    for result in results:
        wanted = "" if result.wanted is None else f"≥ {result.wanted:.3g}"
        met = result.wanted is None or result.ratio >= result.wanted
        colour = "green" if met else "red"
        ratio = f"[{colour}]{result.ratio:.3g}[/]"
        table.add_row(result.name, f"{result.ours:g}", f"{result.peer:g}", result.unit, ratio, wanted, result.remark)
    Console().print(table)
    path.parent.mkdir(parents=True, exist_ok=True)
    said = {result.name: asdict(result) for result in results}
    path.write_text(json.dumps({**said, "scale": scale}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return all(result.wanted is None or result.ratio >= result.wanted for result in results)
