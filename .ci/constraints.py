"""Writes to standard output which versions are installed beside this program: what its tests ran with.

Only names and versions: no paths of this machine, no addresses packages came from.
"""

from __future__ import annotations

import sys
from importlib.metadata import distributions

# pip belongs to the environment, not to the program; the program itself is what the file is for.
LEFT_OUT = frozenset({"genealogy", "pip", "setuptools", "wheel"})


def pins() -> list[str]:
    """`name==version` of every installed distribution, in order."""
    found = {dist.metadata["Name"]: dist.version for dist in distributions()}
    return [f"{name}=={found[name]}" for name in sorted(found, key=str.casefold) if name.casefold() not in LEFT_OUT]


if __name__ == "__main__":
    version = ".".join(map(str, sys.version_info[:2]))
    print(f"# The versions that were tested, with Python {version}; written by `make constraints`.")
    print("\n".join(pins()))
