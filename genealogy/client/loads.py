"""Loads: what is sent of a bundle, what came of it, and the rows that were rejected."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar

from genealogy.client import trails
from genealogy.client.answers import Answer

if TYPE_CHECKING:
    import httpx
    import pandas as pd

UNDER_WAY = ("queued", "running")
Part = tuple[str, tuple[str, IO[bytes]]]


class Load(Answer):
    """A load. That it is done does not say that all went in: `clean` does."""

    tables: ClassVar[Mapping[str, type]] = {"report.files": trails.File}

    @property
    def load(self) -> str:
        """Its id."""
        return str(self.json["load"])

    @property
    def state(self) -> str:
        """queued, running, done, failed or interrupted."""
        return str(self.json["state"])

    @property
    def under_way(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in UNDER_WAY

    @property
    def clean(self) -> bool:
        """Whether it is done, and every row went in: none rejected, none in conflict."""
        return self.state == "done" and bool(self.json["report"]["clean"])

    @property
    def totals(self) -> dict[str, int]:
        """rows, new, repeated, rejected, conflicts; empty until it is done."""
        return dict((self.json["report"] or {}).get("totals", {}))


@dataclass(frozen=True, slots=True)
class Rejected:
    """Rows that were not taken, by file: to be corrected and loaded again."""

    files: dict[str, bytes]

    def __bool__(self) -> bool:
        return bool(self.files)

    def frame(self, file: str | None = None) -> pd.DataFrame:
        """The rows of a file, of the first one where none is named, each cell the text that it was."""
        import pandas as pd

        name = file or next(iter(self.files))
        return pd.read_csv(io.BytesIO(self.files[name]), dtype=str, keep_default_na=False, encoding="utf-8-sig")


def rejected_in(response: httpx.Response, load: str) -> Rejected:
    """The rejected rows in an answer: none, one file, or a zip of several."""
    if response.status_code == 204:
        return Rejected({})
    if response.headers["content-type"].startswith("application/zip"):
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            return Rejected({name: archive.read(name) for name in archive.namelist()})
    name = response.headers["content-disposition"].partition('filename="')[2].rstrip('"') or f"{load}.csv"
    return Rejected({name: response.content})


@contextmanager
def parts(path: Path) -> Iterator[list[Part]]:
    """A bundle as it is sent: a file, or the files that lie in a folder. Raises OSError, ValueError."""
    files = sorted(file for file in path.iterdir() if _is_sent(file)) if path.is_dir() else [path]
    if not files:
        raise ValueError(f"{path} holds no files")
    with ExitStack() as stack:
        yield [("file", (file.name, stack.enter_context(file.open("rb")))) for file in files]


def _is_sent(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(".")


def failure(load: Load) -> str:
    """Why a load came to no end."""
    problem: dict[str, Any] = load.json["problem"] or {}
    why = problem.get("detail", "the service ended, or was stopped, meanwhile; load it again: what is in stays")
    return f"load {load.load} {load.state}: {why}"
