"""The command line: `genealogy`. Heavy modules are imported inside the commands, so that help and errors are quick."""

from __future__ import annotations

import sys

from genealogy.errors import GenealogyError


def main() -> None:
    """Run the command line; an error of the product's own is one sentence on standard error and its exit code."""
    from api.cli.app import app

    try:
        app()
    except GenealogyError as error:
        sys.stderr.write(f"genealogy: {error}\n")
        sys.exit(error.exit_code)
    except OSError as error:  # a file that cannot be read, a disk that is full
        sys.stderr.write(f"genealogy: {error}\n")
        sys.exit(GenealogyError.exit_code)
