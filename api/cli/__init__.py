"""The command line: `genealogy`. Heavy modules are imported inside the commands, so that help and errors are quick."""

from __future__ import annotations

import io
import sys

from genealogy.errors import GenealogyError, UsageError


def main() -> None:
    """Run the command line; an error of the product's own is one sentence on standard error and its exit code."""
    from api.cli.app import app

    if isinstance(sys.stdout, io.TextIOWrapper):  # what the terminal has no letter for is shown by its number
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        _readable(sys.argv)
        app()
    except GenealogyError as error:
        sys.stderr.write(f"genealogy: {error}\n")
        sys.exit(error.exit_code)
    except OSError as error:  # a file that cannot be read, a disk that is full
        sys.stderr.write(f"genealogy: {error}\n")
        sys.exit(GenealogyError.exit_code)


def _readable(arguments: list[str]) -> None:
    """Raises UsageError where an argument holds bytes that are no text here, as a GBK terminal sends them."""
    for text in arguments:
        try:
            text.encode()
        except UnicodeEncodeError:
            shown = text.encode(errors="surrogateescape")
            raise UsageError(
                f"the argument {shown!r} is no text in {sys.getfilesystemencoding()};"
                " set the terminal, or the locale (LANG), to UTF-8"
            ) from None
