"""A simulated plant-year as a bundle, with the true contamination of one batch in a file apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from genealogy.errors import GenealogyError, UsageError
from loaders.simulate import chemical, chemical_goods, dairy, dairy_goods, electronics, electronics_goods
from loaders.simulate.bundle import Bundle
from loaders.simulate.clock import Calendar
from loaders.simulate.master import write_master
from loaders.simulate.missing import spoiler
from loaders.simulate.plant import Catalogue
from loaders.simulate.sim import Progress, Sim, work
from loaders.simulate.truth import Truth

START: Final = date(2025, 9, 1)
LEAST_BATCHES: Final = 500
PLANTS: Final[dict[str, tuple[Catalogue, Callable[[Sim], None]]]] = {
    "electronics": (electronics_goods.CATALOGUE, electronics.start),
    "dairy": (dairy_goods.CATALOGUE, dairy.start),
    "chemical": (chemical_goods.CATALOGUE, chemical.start),
}


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written: the bundle's folder, the truth beside it, the seed batch, how much of each, and since when the
    seed is bad (empty: ever)."""

    bundle: Path
    truth: Path
    seed: str
    batches: int
    contaminated: int
    rows: dict[str, int]
    since: str = ""


def simulate(
    out: Path,
    plant: str,
    batches: int,
    seed: int,
    missing: float = 0.0,
    progress: Progress | None = None,
    *,
    late: bool = False,
) -> Summary:
    """Write `out/bundle/*.csv` and `out/truth.json`: the same bytes for the same arguments.

    `plant` is electronics, dairy or chemical; `batches` all its batches within 5 percent (a year, or less for fewer
    than 18,000); `missing` the share of records that are lost; `progress(done, total)` is called every 1000 batches.
    With `late` the seed is a lot that is used bit by bit and turns bad, at `since`, when a third of it is gone.
    Raises UsageError for arguments that cannot be, and rather than overwrite a folder it did not write; GenealogyError
    when the disk refuses.
    """
    catalogue, start = _check(out, plant, batches, missing)
    try:
        out.mkdir(parents=True, exist_ok=True)
        about = {"plant": plant, "asked": batches, "random_seed": seed, "missing": missing, "late": late}
        with Truth(out / "truth.json", about) as truth:
            spoil = spoiler(missing, Random(f"missing {seed}"), truth.deleted)
            with Bundle(out / "bundle", spoil) as bundle:
                sim = _sim(catalogue, bundle, truth, batches, seed, progress)
                sim.late = late
                write_master(bundle, catalogue)
                start(sim)
                work(sim)
    except OSError as error:
        raise GenealogyError(
            f"cannot write to {out}: {error.strerror}; choose a folder with room for the files"
        ) from error
    if progress is not None:
        progress(batches, batches)
    seed_key = truth.seed.key if truth.seed else ""
    reached, rows = len(truth.reached), dict(bundle.rows)
    return Summary(out / "bundle", out / "truth.json", seed_key, sim.batches, reached, rows, truth.since)


def _sim(catalogue: Catalogue, bundle: Bundle, truth: Truth, batches: int, seed: int, progress: Progress | None) -> Sim:
    days = min(365, max(10, batches // 50))
    rng = Random(f"{catalogue.name} {seed}")
    return Sim(catalogue, bundle, truth, rng, Calendar(START, catalogue.offset), days, batches, progress)


def _check(out: Path, plant: str, batches: int, missing: float) -> tuple[Catalogue, Callable[[Sim], None]]:
    if plant not in PLANTS:
        raise UsageError(f"there is no plant {plant!r} to simulate; choose {', '.join(PLANTS)}")
    if batches < LEAST_BATCHES:
        raise UsageError(f"{batches} batches are too few for a plant; ask for {LEAST_BATCHES} or more")
    if not 0 <= missing <= 1:
        raise UsageError(f"missing={missing} is no share; give a number from 0 to 1")
    if (out / "bundle").exists() and not (out / "truth.json").exists():
        raise UsageError(f"{out / 'bundle'} is not a simulated bundle; choose another folder")
    return PLANTS[plant]
