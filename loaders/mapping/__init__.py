"""Foreign tables as a bundle: which of their columns is which of ours, kept as YAML, proposed from headers."""

from loaders.mapping.propose import Proposal, propose
from loaders.mapping.spec import MAPPING_FILE, Mapping, parsed, read_mapping
from loaders.mapping.table import Mapped, Raw, mapped

__all__ = ["MAPPING_FILE", "Mapped", "Mapping", "Proposal", "Raw", "mapped", "parsed", "propose", "read_mapping"]
