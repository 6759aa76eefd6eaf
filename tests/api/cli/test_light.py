"""Help and errors wait for nothing heavy: what a command needs is imported when it runs."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("fastapi", "neo4j", "neomodel", "numpy", "pandas", "pydantic", "rich.table", "uvicorn")


def test_the_command_line_imports_nothing_heavy() -> None:
    asked = f"import sys, api.cli.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
