# ruff: noqa: E501 - the table is easier to read with one case a line
"""Zip archives that explode, lie about themselves, or name files that lie elsewhere."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable, Sequence
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from tests.hostile.case import GOOD, Hostile, Make, blob

BATCHES = b"material,lot\nA,1\n"
_CENTRAL, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
Member = tuple[str | ZipInfo, bytes]
Change = Callable[[bytes], bytes]


def packed(*members: Member, kind: int = ZIP_DEFLATED, good: bool = True) -> bytes:
    """A zip of these members, the good file among them."""
    body = io.BytesIO()
    with ZipFile(body, "w", kind) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where a name is there twice
        for name, content in (*([("materials.csv", GOOD)] if good else []), *members):
            archive.writestr(name, content)
    return body.getvalue()


def zipped(*members: Member, change: Change = bytes, kind: int = ZIP_DEFLATED) -> Make:
    """A zip of these members, changed afterwards as no archiver would."""
    return lambda folder: blob(change(packed(*members, kind=kind)), "in.zip")(folder)


def bomb(size: int) -> Make:
    """A zip of one file of zeros."""
    return lambda folder: zipped(("batches.csv", bytes(size)))(folder)


def _link(name: str, target: str) -> ZipInfo:
    info = ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return info


def _of_last(mark: bytes, offset: int, value: bytes) -> Change:
    """Write over a field of the last record of that kind."""

    def change(body: bytes) -> bytes:
        at = body.rindex(mark) + offset
        return body[:at] + value + body[at + len(value) :]

    return change


def _both(first: Change, then: Change) -> Change:
    return lambda body: then(first(body))


def _overlapping(body: bytes) -> bytes:
    """Every entry of the directory leads to the data of the first: one kernel, unpacked many times."""
    start = body.index(_CENTRAL)
    found, at = body[:start], start
    while (at := body.find(_CENTRAL, at)) >= 0:
        body = body[: at + 42] + struct.pack("<I", 0) + body[at + 46 :]
        at += 4
    return found + body[start:]


def _twice(name: str, other: str) -> Make:
    return zipped((name, BATCHES), (other, BATCHES))


def nested(depth: int) -> bytes:
    """A zip in a zip in a zip."""
    body = packed(("batches.csv", BATCHES))
    for level in range(depth):
        body = packed((f"{level}.zip", body), good=False)
    return body


def _many(count: int) -> Sequence[Member]:
    return [(f"f{number}.csv", b"") for number in range(count)]


_SIZE = _of_last(_CENTRAL, 24, struct.pack("<I", 5))
_HUGE = _of_last(_CENTRAL, 24, struct.pack("<I", 0xFFFFFFF0))
_ENCRYPTED = _both(_of_last(_CENTRAL, 8, b"\x01\x00"), _of_last(_LOCAL, 6, b"\x01\x00"))
_METHOD = _both(_of_last(_CENTRAL, 10, b"\x63\x00"), _of_last(_LOCAL, 8, b"\x63\x00"))
_CRC = _both(_of_last(_CENTRAL, 16, b"\0\0\0\0"), _of_last(_LOCAL, 14, b"\0\0\0\0"))


def _nul(body: bytes) -> bytes:
    return body.replace(b"batchesX.csv", b"batches\0.csv")


CASES = (
    Hostile("a bomb that could be a file", zipped(("batches.csv", BATCHES + b"A,1\n" * (3 << 20))), 1, "batches.csv unpacks to"),
    Hostile("a bomb in zeros", bomb(32 << 20), 1, "times its packed size"),
    Hostile("a zip in a zip in a zip", blob(nested(3), "in.zip"), 2, "holds no file of a bundle"),
    Hostile("10,001 members", lambda folder: zipped(*_many(10_001))(folder), 1, "more than 10000 are not taken"),
    Hostile("members over each other", zipped(*((f"{n}/x.csv", bytes(100)) for n in range(50)), ("batches.csv", BATCHES), change=_overlapping), 2, "lie over each other"),
    Hostile("more than it says", zipped(("batches.csv", BATCHES * 9), change=_SIZE), 4, "batches.csv", 1),
    Hostile("less than it says", zipped(("batches.csv", BATCHES), change=_HUGE, kind=ZIP_STORED), 1, "times its packed size"),
    Hostile("up and out", zipped(("../batches.csv", BATCHES)), 2, "names a file outside itself"),
    Hostile("up and out with backslashes", zipped(("..\\..\\batches.csv", BATCHES)), 2, "names a file outside itself"),
    Hostile("down and up again", zipped(("a/../../batches.csv", BATCHES)), 2, "names a file outside itself"),
    Hostile("an absolute name", zipped(("/etc/batches.csv", BATCHES)), 2, "names a file outside itself"),
    Hostile("a drive", zipped(("C:\\Windows\\batches.csv", BATCHES)), 2, "names a file outside itself"),
    Hostile("a drive without a slash", zipped(("C:batches.csv", BATCHES)), 2, "names a file outside itself"),
    Hostile("a share", zipped(("\\\\host\\share\\batches.csv", BATCHES)), 2, "names a file outside itself"),
    Hostile("a link", zipped((_link("batches.csv", "/etc/passwd"), b"/etc/passwd")), 2, "is a link to another file"),
    Hostile("one name twice", _twice("batches.csv", "batches.csv"), 2, "twice"),
    Hostile("names that differ in case", _twice("batches.csv", "BATCHES.CSV"), 2, "twice"),
    Hostile("one name in two folders", _twice("a/batches.csv", "b/batches.csv"), 2, "twice"),
    Hostile("a NUL in a name", zipped(("batchesX.csv", BATCHES), change=_nul), 2, "a NUL in its name"),
    Hostile("a name of control characters", zipped(("\x1b[2Jbatches.csv", BATCHES)), 0, "x1b[2Jbatches.csv", 1),
    Hostile("a name without end", zipped(("n" * 60_000 + ".csv", BATCHES)), 0, "", 1),
    Hostile("an encrypted member", zipped(("batches.csv", BATCHES), change=_ENCRYPTED), 2, "is encrypted"),
    Hostile("a method nobody knows", zipped(("batches.csv", BATCHES), change=_METHOD), 4, "batches.csv", 1),
    Hostile("a wrong sum", zipped(("batches.csv", BATCHES), change=_CRC), 4, "batches.csv", 1),
    Hostile("cut off", zipped(("batches.csv", BATCHES), change=lambda body: body[:-30]), 2, "damaged"),
    Hostile("nothing but an end", blob(b"PK\x05\x06" + bytes(18), "in.zip"), 2, "holds no file of a bundle"),
    Hostile("an end that lies", zipped(change=_of_last(b"PK\x05\x06", 10, b"\xff\xff")), 0, "", 1),
    Hostile("a comment without end", zipped(("batches.csv", BATCHES), change=lambda body: body[:-2] + b"\xff\xff"), 0, "", 2),
)  # fmt: skip
