"""One target for each parser: bytes in; the parser takes them or says in its own words why not, and what holds, holds.

A target raises where something else happened. `TARGETS` gives each with its seeds: inputs that are taken.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.fuzz import files, ledgers, requests, values

Target = Callable[[bytes, Path], bool]
"""From what is read, and the folder in which it may write, to whether it was taken."""
TARGETS: dict[str, tuple[Target, list[bytes]]] = {
    **values.TARGETS,
    **files.TARGETS,
    **requests.TARGETS,
    **ledgers.TARGETS,
}
