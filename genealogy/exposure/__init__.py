"""How much of each batch may be suspect: the well-mixed share, and bounds of the quantity (rules 25 to 27)."""

from genealogy.exposure.answer import Exposures, exposure_of

__all__ = ["Exposures", "exposure_of"]
