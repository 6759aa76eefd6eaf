"""Signed JSON Lines: every line ends in a check of all before it, the last holds counts, SHA-256 and a signature.

    {"...": ..., "check": "<16 hex digits>"}
    {"end": {"lines": N, "sha256": "...", "public_key": "...", ...}, "signature": "..."}

A check is the beginning of the SHA-256 of the file's bytes up to it, so that the first line that was changed, left out
or put in is named. `sha256` is that of all lines before the last. The signature (Ed25519, Base64) is of a line with the
name of the format, and the bytes of the value of `end`.
"""

from __future__ import annotations

import base64
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from genealogy.errors import DamagedFileError
from genealogy.ledger.keys import public_key, public_text
from genealogy.server.layout import disk_errors

FORMAT = "genealogy ledger 1"
MOST_OF_END = 4096  # bytes of a last line
_LINE = re.compile(rb'(\{.*),"check":"([0-9a-f]{16})"\}\n', re.DOTALL)
_END = re.compile(rb'\{"end":(\{.*\}),"signature":"([A-Za-z0-9+/=]{88})"\}\n')


class Writer:
    """Writes lines, counts them by kind and signs them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = sha256()
        self.counts: Counter[str] = Counter()

    def write(self, kind: str, body: bytes) -> None:
        """One line: `body` is a JSON object without its closing brace."""
        self._hash.update(body)
        line = b',"check":"%s"}\n' % self._hash.hexdigest()[:16].encode()
        self._hash.update(line)
        self._file.write(body)
        self._file.write(line)
        self.counts[kind] += 1

    def object(self, kind: str, value: Any) -> None:
        """One line that holds a JSON object, under the name of its kind."""
        self.write(kind, orjson.dumps({kind: value})[:-1])

    def finish(self, key: Ed25519PrivateKey) -> dict[str, Any]:
        """The last line; gives back what it says."""
        end = {"lines": self.counts.total(), **self.counts, "sha256": self._hash.hexdigest()}
        end["public_key"] = public_text(key)
        text = orjson.dumps(end)
        signature = base64.b64encode(key.sign(_signed(text)))
        self._file.write(b'{"end":%s,"signature":"%s"}\n' % (text, signature))
        return end


def _signed(text: bytes) -> bytes:
    return FORMAT.encode() + b"\n" + text


def checked_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The bodies of a file's lines with their numbers, each once its check holds, then the end of it all: what is true
    of the file as a whole is known when the last has been read. Raises DamagedFileError that names the line."""
    digest, number = sha256(), 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.startswith(b'{"end":'):
                _check_end(path, number, line, digest.hexdigest())
                if file.read(1):
                    raise DamagedFileError(f"{path}: line {number + 1} comes after the end; something was put in")
                yield number, line
                return
            found = _LINE.fullmatch(line)
            if not found:
                raise DamagedFileError(f"{path}: line {number} is cut or is no line of a ledger")
            digest.update(found[1])
            if digest.hexdigest()[:16] != found[2].decode():
                raise DamagedFileError(
                    f"{path}: line {number} is not what was exported: it was changed or put in, or lines are missing"
                    " before it"
                )
            digest.update(line[len(found[1]) :])
            yield number, found[1]
    raise DamagedFileError(f"{path}: is cut after line {number}: its last line is missing")


def _check_end(path: Path, number: int, line: bytes, digest: str) -> None:
    found = _END.fullmatch(line)
    if not found:
        raise DamagedFileError(f"{path}: line {number} is cut or was changed")
    with readable(path, number):
        end = orjson.loads(found[1])
        if end["sha256"] != digest or end["lines"] != number - 1:
            raise DamagedFileError(
                f"{path}: line {number} does not fit the lines before it: some are missing or changed"
            )
        try:
            public_key(end["public_key"]).verify(base64.b64decode(found[2]), _signed(found[1]))
        except InvalidSignature:
            raise DamagedFileError(f"{path}: line {number}: the signature is not that of the key it names") from None


@contextmanager
def readable(path: Path, number: int) -> Iterator[None]:
    """Anybody can write lines whose checks hold: what such a line lacks is told as damage, by DamagedFileError."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DamagedFileError(f"{path}: line {number} does not say what a line of a ledger says there") from error


def end_of(line: bytes) -> dict[str, Any]:
    """What the last line says, once it is checked."""
    end: dict[str, Any] = orjson.loads(line)["end"]
    return end


def last_line(path: Path) -> dict[str, Any]:
    """What the last line of a file says, nothing of it verified. Raises DamagedFileError where there is none."""
    with disk_errors(path.parent), path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - MOST_OF_END))
        found = _END.fullmatch(b"".join(file.readlines()[-1:]))
    if not found:
        raise DamagedFileError(f"{path}: its last line is missing: it is cut, or no file of a ledger")
    return dict(orjson.loads(found[1]))
