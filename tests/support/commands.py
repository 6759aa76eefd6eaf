"""The command line in a process of its own, on the test database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

Address = tuple[str, str, str]  # uri, user, password


def command(address: Address, home: Path, *args: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `genealogy` with these arguments, in a home of its own; `more` are further settings, by name."""
    uri, user, password = address
    own = {"NEO4J_URI": uri, "NEO4J_USER": user, "NEO4J_PASSWORD": password, "HOME": str(home), **more}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GENEALOGY_")}
    env = kept | {f"GENEALOGY_{name}": value for name, value in own.items()}
    line = [sys.executable, "-m", "api.cli", *map(str, args)]
    return subprocess.run(line, capture_output=True, text=True, env=env, check=False, stdin=subprocess.DEVNULL)
