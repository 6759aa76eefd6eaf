"""A first pass over a file: its hash, its length, and the one encoding that reads all of it. Nothing is guessed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from genealogy.errors import GenealogyError

BLOCK = 1 << 20
LONGEST_LINE = 1 << 20
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ADVICE = 'save it as "CSV UTF-8"'

Open = Callable[[], BinaryIO]


class FileRefusedError(GenealogyError):
    """A file of the bundle that cannot be read at all; the other files are not concerned."""

    code = "file_refused"
    status = 422


@dataclass(frozen=True, slots=True)
class Examined:
    """What the first pass found: Python's name of the encoding, number of lines, hash of the bytes."""

    encoding: str
    lines: int
    sha256: str


def examine(open_: Open) -> Examined:
    """Read a file once; raises FileRefusedError where no encoding reads all of it or it is not text."""
    digest, lines, tail = sha256(), 0, 0
    with open_() as file:
        head = file.read(4096)
        encoding = _by_first_bytes(head)
        decoder = codecs.getincrementaldecoder(encoding)()
        failed = None
        for block in _blocks(file, head):
            digest.update(block)
            parts = block.splitlines()
            tail = _longest(parts, tail, block.endswith((b"\n", b"\r")), lines)
            lines += block.count(b"\n") or (len(parts) - 1)
            failed = failed or _fails(decoder, block)
    failed = failed or _fails(decoder, b"", final=True)
    if failed:
        encoding = _second_choice(open_, encoding)
    return Examined(encoding, lines + bool(tail), digest.hexdigest())


def _blocks(file: BinaryIO, head: bytes) -> Iterator[bytes]:
    block = head
    while block:
        yield block
        block = file.read(BLOCK)


def _by_first_bytes(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise FileRefusedError(f"is written in UTF-32; {_ADVICE}")
    if head[:2] in _WIDE:
        return _WIDE[head[:2]]
    if head.count(0) * 4 > len(head) > 0:
        raise FileRefusedError(f"is not text, or UTF-16 without its mark at the start; {_ADVICE}")
    return "utf-8-sig"


def _longest(parts: list[bytes], before: int, closed: bool, lines: int) -> int:
    """Length of the line still open at the end of the block; a line beyond all measure is no line of a CSV file."""
    lengths = [len(part) for part in parts]
    lengths[0] += before
    if max(lengths) > LONGEST_LINE:
        raise FileRefusedError(f"has a line of more than {LONGEST_LINE} bytes after line {lines}; is it a CSV file?")
    return 0 if closed else lengths[-1]


def _fails(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return True
    return False


def _second_choice(open_: Open, first: str) -> str:
    """GB18030, if it reads every line, and no line is plainly Chinese in UTF-8: that would come out as other words."""
    name = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}[first]
    if first == "utf-16":
        raise FileRefusedError(f"begins as UTF-16 but is broken; {_ADVICE}")
    offset, chinese, foreign = 0, None, None
    with open_() as file:
        for number, line in enumerate(file, 1):
            if not line.isascii():
                try:
                    chinese = chinese or (_CHINESE.search(line.decode("utf-8")) and number)
                except UnicodeDecodeError as error:
                    foreign = foreign or (number, offset + error.start)
                    _need_gb18030(line, number, offset, name)
            if chinese and foreign:
                raise FileRefusedError(
                    f"mixes encodings: line {chinese} is UTF-8, line {foreign[0]} (byte {foreign[1]}) is not; "
                    f"write it from one source, or {_ADVICE} after repairing that line"
                )
            offset += len(line)
    return "gb18030"


def _need_gb18030(line: bytes, number: int, offset: int, name: str) -> None:
    try:
        line.decode("gb18030")
    except UnicodeDecodeError as error:
        raise FileRefusedError(
            f"line {number} (byte {offset + error.start}) is neither {name} nor GB18030; {_ADVICE}"
        ) from None
