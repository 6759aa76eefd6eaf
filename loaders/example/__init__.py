"""The example plant: a bundle of a few hundred batches, and the coating lot that turns out bad."""

from __future__ import annotations

from pathlib import Path
from typing import Final

BUNDLE: Final = Path(__file__).parent / "bundle"
BAD_LOT: Final = "COAT-2K/批20260225-03@SUP-TUFANG"
