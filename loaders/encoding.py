"""A first pass over a file: its hash, its length, and the one encoding that reads all of it. Nothing is guessed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from genealogy.errors import GenealogyError

BLOCK = 1 << 18
LONGEST_LINE = 1 << 20
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_HALF_MARKS = (codecs.BOM_UTF8[:1], codecs.BOM_UTF8[:2])  # a decoder that waits for the rest takes them for nothing
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
        failed = head in _HALF_MARKS
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
    if first == "utf-16":
        raise FileRefusedError(f"begins as UTF-16 but is broken; {_ADVICE}")
    not_utf8 = not_gb18030 = ""
    offset = chinese = 0
    with open_() as file:
        for number, line in enumerate(file, 1):
            bad = _first_bad(line, "utf-8")
            if bad is not None:
                not_utf8 = not_utf8 or f"line {number}, byte {offset + bad}"
            elif not chinese and _CHINESE.search(line.decode("utf-8")):
                chinese = number
            if not not_gb18030 and (bad := _first_bad(line, "gb18030")) is not None:
                not_gb18030 = f"line {number}, byte {offset + bad}"
            offset += len(line)
    if chinese:
        raise FileRefusedError(f"mixes encodings: line {chinese} is UTF-8, but not {not_utf8}; repair it and {_ADVICE}")
    if not_gb18030:
        raise FileRefusedError(f"is neither UTF-8 ({not_utf8}) nor GB18030 ({not_gb18030}); {_ADVICE}")
    return "gb18030"


def _first_bad(line: bytes, encoding: str) -> int | None:
    try:
        line.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return None
