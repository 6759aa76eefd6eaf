"""The command line in a process of its own, on the test database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

from genealogy.errors import GenealogyError

Address = tuple[str, str, str]  # uri, user, password


def command(
    address: Address, home: Path, *args: str | Path, terminal: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run `genealogy` with these arguments, in a home of its own, on a `terminal` of that encoding; `more` are further
    settings, by name."""
    uri, user, password = address
    own = {"NEO4J_URI": uri, "NEO4J_USER": user, "NEO4J_PASSWORD": password, "HOME": str(home), **more}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GENEALOGY_")}
    env = kept | {f"GENEALOGY_{name}": value for name, value in own.items()}
    env |= {"PYTHONIOENCODING": terminal} if terminal else {}
    line = [sys.executable, "-m", "api.cli", *map(str, args)]
    return subprocess.run(line, capture_output=True, text=True, env=env, check=False, stdin=subprocess.DEVNULL)


def inside(address: Address, home: Path, *args: str | Path, **more: str) -> Result:
    """The same in this process, which saves its start: for answers; what only a process has is not looked at."""
    from api.cli.app import app

    uri, user, password = address
    own = {"NEO4J_URI": uri, "NEO4J_USER": user, "NEO4J_PASSWORD": password, "HOME": str(home), **more}
    done = CliRunner().invoke(app, list(map(str, args)), env={f"GENEALOGY_{name}": said for name, said in own.items()})
    if isinstance(done.exception, GenealogyError):
        done.exit_code = done.exception.exit_code
    return done
