"""The tables written by a process beside this one: reading, checking and hashing take one processor, drawing another.

`python -m genealogy.initial.beside FOLDER` takes parts from its input and answers once, with the importer's arguments
or with what went wrong. It never has more than one part; whoever is ahead waits. It ends with its input, so it does not
outlive the process that started it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import IO, Any, Self

from genealogy.calm import calm
from genealogy.errors import GenealogyError
from genealogy.initial.sheets import Sheets
from genealogy.initial.tables import Part, Row, Tables

_STOPPED = (
    "the process that writes the tables of the first load was stopped (exit code {code}), perhaps for want of memory;"
    " nothing is recorded: load again"
)
_CUT_OFF = (EOFError, pickle.UnpicklingError)


class TablesBeside:
    """`genealogy.initial.tables.Tables` in that folder, by a process of its own; to be used in `with`.

    What goes wrong there is raised here, by the next call; GenealogyError where the process was stopped.
    """

    def __init__(self, folder: Path) -> None:
        path = os.pathsep.join(filter(None, sys.path))  # what is found here must be found there
        own = mkdtemp(dir=folder)  # that of a load killed a moment ago may still be writing
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, own],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
            start_new_session=True,  # who presses Ctrl-C interrupts the one that started it, and that ends it
        )

    def add(self, part: Part) -> None:
        """Hand over a part, once the one before is taken."""
        self._tell(part)

    def finish(self, others: list[Row]) -> list[str]:
        """Write what is left; gives the arguments for the importer."""
        self._tell(others)
        return self._answer()

    def _tell(self, what: Part | list[Row]) -> None:
        assert self._process.stdin
        try:
            pickle.dump(what, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except BrokenPipeError:
            self._answer()

    def _answer(self) -> list[str]:
        assert self._process.stdout
        try:
            answer: Any = pickle.load(self._process.stdout)
        except _CUT_OFF:
            raise GenealogyError(_STOPPED.format(code=self._process.wait())) from None
        if isinstance(answer, BaseException):
            raise answer
        return list(answer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind:
            self._process.kill()
        self._process.communicate()


def _write(folder: Path, parts: IO[bytes]) -> list[str]:
    with calm(), Sheets(folder) as sheets:
        tables = Tables(sheets)
        while isinstance(told := pickle.load(parts), Part):
            tables.add(told)
        return tables.finish(told)


def main(folder: str) -> None:
    """Write tables into the folder."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    answer: list[str] | Exception
    try:
        answer = _write(Path(folder), sys.stdin.buffer)
    except _CUT_OFF:
        return
    except Exception as error:
        answer = error
    pickle.dump(answer, answers)
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])
