"""What goes where: answers to standard output, everything else to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from genealogy.progress import Progress

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
PIPED_WIDTH = 140  # a table that goes into a file or a pager is not cut to the 80 columns of nowhere


def print_json(document: Any) -> None:
    """One JSON document on standard output; times and whatever else JSON does not know become text."""
    import orjson

    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    sys.stdout.buffer.write(orjson.dumps(document, default=str, option=options))


def say(text: str) -> None:
    """A line for the person at the terminal, on standard error."""
    sys.stderr.write(text + "\n")


def out() -> Console:
    """Standard output for tables."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False, soft_wrap=False)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write that was not there before, and is not there afterwards where it did not become whole.

    Raises UsageError where there is one already: nothing is written over; GenealogyError where the disk refuses it.
    """
    from genealogy.errors import GenealogyError, UsageError

    try:
        with path.open("xb") as file:
            try:
                yield file
            except BaseException:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError:
        raise UsageError(f"{path} is there already; name a file that is not") from None
    except OSError as error:
        raise GenealogyError(f"{path} cannot be written: {error.strerror or error}") from error


def named_path(text: str) -> Path:
    """A path that was named: an empty one (of a variable that is not set) would be the folder one stands in. Raises
    UsageError."""
    from genealogy.errors import UsageError

    if not text:
        raise UsageError("the path is empty; name a file or folder (. is the one you are in)")
    return Path(text)


def given_file(text: str) -> Path:
    """A file to read. Raises UsageError, NotFoundError where there is none."""
    from genealogy.errors import NotFoundError, UsageError

    path = named_path(text)
    if not path.exists():
        raise NotFoundError(f"there is no file {text}")
    if path.is_dir():
        raise UsageError(f"{text} is a folder; name a file")
    return path


@contextmanager
def progress() -> Iterator[Progress]:
    """A callback `(what, done, total)`: bars on a terminal, and where there is none a line for each new step."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Bars(bars)


class _Lines:
    """Progress where nobody watches: a line per step."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        if what != self._last:
            say(what)
            self._last = what


class _Bars:
    """Progress as bars: one per step, and a line for a step of unknown length."""

    def __init__(self, bars: Any) -> None:
        self._bars = bars
        self._tasks: dict[str, Any] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        if total == 0:
            if what not in self._tasks:
                self._tasks[what] = None
                self._bars.console.print(what, highlight=False)
            return
        if what not in self._tasks:
            self._tasks[what] = self._bars.add_task(what, total=total)
        self._bars.update(self._tasks[what], completed=done, total=total)
