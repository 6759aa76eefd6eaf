"""Attached files in an exported ledger: a line that says which, then its bytes in lines of Base64."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256
from typing import Any

from genealogy.errors import DamagedFileError, GenealogyError
from genealogy.files import incoming, place_of, put, settled
from genealogy.ledger.lines import Writer
from genealogy.settings import Settings
from genealogy.store import Store

OF_FILES = ("attachment", "bytes")
AT_ONCE = 3 << 18  # bytes in a line: some 1 MB of Base64


def write_files(store: Store, settings: Settings, lines: Writer, upto: int) -> None:
    """Every file that events up to a number attach. Raises GenealogyError for one that is missing or damaged."""
    for digest, size, name, about, _ in store.stream("attachments.all", upto=upto):
        lines.object("attachment", {"sha256": digest, "size": size})
        held = sha256()
        for block in _blocks(settings, digest):
            held.update(block)
            lines.object("bytes", base64.b64encode(block).decode())
        if held.hexdigest() != digest:
            raise GenealogyError(
                f"the file {name!r} of {about} is missing or is not what was attached ({place_of(settings, digest)}):"
                " bring it back from a copy, or export with --no-attachments"
            )


def _blocks(settings: Settings, digest: str) -> Iterator[bytes]:
    try:
        with settled(settings, digest).open("rb") as file:
            while block := file.read(AT_ONCE):
                yield block
    except FileNotFoundError:
        return


class Unpacking:
    """The files of an export, one after the other: held against their hashes, and kept where there is a home for it.

    Raises DamagedFileError for bytes that are not those of their hash.
    """

    def __init__(self, home: Settings | None = None) -> None:
        self._home = home
        self._open = ExitStack()
        self._digest: str | None = None
        self._left = 0

    def take(self, kind: str, value: Any) -> None:
        """One line, whatever its kind: what is no `bytes` ends the file before it."""
        if kind == "bytes":
            self._add(value)
            return
        if self._digest is not None:
            raise DamagedFileError(f"of the attached file {self._digest} {self._left} bytes are missing")
        if kind == "attachment":
            self._begin(value)

    def _begin(self, said: Any) -> None:
        try:
            self._digest, self._left = str(said["sha256"]), int(said["size"])
        except (KeyError, TypeError, ValueError):
            raise DamagedFileError("a line names no attached file") from None
        self._held = sha256()
        if self._home:
            self._fresh, self._target = self._open.enter_context(incoming(self._home))
        if not self._left:
            self._end()

    def _add(self, text: Any) -> None:
        try:
            block = base64.b64decode(text, validate=True)
        except (binascii.Error, TypeError, ValueError):
            raise DamagedFileError("a line of bytes is no Base64") from None
        if self._digest is None or len(block) > self._left:
            raise DamagedFileError("there are more bytes than the attached file has")
        self._held.update(block)
        self._left -= len(block)
        if self._home:
            self._target.write(block)
        if not self._left:
            self._end()

    def _end(self) -> None:
        if self._held.hexdigest() != self._digest:
            raise DamagedFileError(f"the attached file {self._digest} is not what its hash says")
        if self._home:
            put(self._fresh, self._target, place_of(self._home, self._digest))
            self._open.close()
        self._digest = None

    def __enter__(self) -> Unpacking:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
