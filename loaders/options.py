"""How a load is to go, whatever it is of and whichever way it goes in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from genealogy.progress import Progress, quiet


@dataclass(frozen=True, slots=True)
class Options:
    """Where rejected rows go with their reasons (`rejected_dir`; nowhere, they are only reported), who is told how far
    it is, how many rows are recorded at once, the id it goes by (else a new one), and who loads."""

    rejected_dir: Path | None = None
    progress: Progress = quiet
    chunk: int = 10_000
    load_id: str = ""
    by: str = ""


USUAL = Options()
