#!/usr/bin/env python3
"""Verify a proof of this ledger without its maker: one file, nothing but Python's own library.

    python offline.py PROOF.json KEY [--witness KEY]...

KEY is the ledger's public key as `genealogy checkpoint` prints it (name+id+key); get it from the ledger's owner once,
by a way of your own, and keep it. The program says what is proved and ends with 0, or says what is wrong and ends with
1. What it does, in the order of this file: Ed25519 (RFC 8032), signed notes (C2SP signed-note, tlog-checkpoint,
tlog-cosignature), the Merkle tree (RFC 6962, RFC 9162), the two kinds of proof.
"""

import base64
import hashlib
import json
import re
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Optional

# --- Ed25519: points of the curve -x*x + y*y = 1 + D*x*x*y*y over the field of P, as (X, Y, Z, T) with x = X/Z, y = Y/Z
P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]
Key = tuple[str, bytes, int, bytes]  # name, id, kind (1 a ledger, 4 a witness), public key
ORDER = 2**252 + 27742317777372353535851937790883648493


def add(one: Point, two: Point) -> Point:
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def same(one: Point, two: Point) -> bool:
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


def point_of(raw: bytes) -> Optional[Point]:  # noqa: UP045 -- as above
    """A point from its 32 bytes; None where there is none, or where the bytes are not the one right form."""
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    sign = raw[31] >> 7
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = point_of(bytes([0x58] + [0x66] * 31)) or (0, 1, 1, 0)


def signed(public: bytes, said: bytes, signature: bytes) -> bool:
    """Whether this key signed these bytes."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, point, scalar = point_of(public), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or point is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + said).digest()
    return same(times(scalar, BASE), add(point, times(int.from_bytes(digest, "little") % ORDER, key)))


# --- Signed notes
class WrongError(Exception):
    """The proof does not hold; the text says why."""


def raw_of(text: str) -> bytes:
    """Bytes from base64, in its one right form."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        raise WrongError("something is not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise WrongError("something is not base64 in its one right form")
    return raw


def key_of(text: str) -> Key:
    """Name, id, kind and public key of a key given as name+id+key."""
    name, _, rest = text.strip().partition("+")
    told, _, packed = rest.partition("+")
    raw = raw_of(packed)
    id_ = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if len(raw) != 33 or raw[0] not in (1, 4) or id_.hex() != told:
        raise WrongError(f"{text!r} is no key of the form name+id+key")
    return name, id_, raw[0], raw[1:]


def opened(note: str, key: Key, witnesses: list[Key]) -> tuple[int, bytes]:
    """Size and root of a checkpoint that the ledger signed and every one of these witnesses saw."""
    body, parted, tail = note.partition("\n\n")
    lines = body.split("\n")
    if not parted or len(lines) != 3 or not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]) or not tail.endswith("\n"):
        raise WrongError("this is no checkpoint")
    found: dict[tuple[str, bytes], bytes] = {}
    for line in tail[:-1].split("\n"):
        match = re.fullmatch("\u2014 ([^\\s+]+) (\\S+)", line)
        if not match:
            raise WrongError("a signature line cannot be read")
        raw = raw_of(match[2])
        found.setdefault((match[1], raw[:4]), raw[4:])
    name, id_, kind, public = key
    text = (body + "\n").encode()
    if kind != 1 or lines[0] != name or not signed(public, text, found.get((name, id_), b"")):
        raise WrongError(f"the checkpoint of size {lines[1]} is not signed by {name}")
    for name, id_, _, public in witnesses:
        raw = found.get((name, id_), b"")
        moment = int.from_bytes(raw[:8], "big")
        if not signed(public, b"cosignature/v1\ntime %d\n" % moment + text, raw[8:]):
            raise WrongError(f"the checkpoint of size {lines[1]} was not seen by the witness {name}")
        seen = datetime.fromtimestamp(moment, timezone.utc)  # noqa: UP017 -- an auditor's Python may be older than ours
        print(f"seen by {name} at {seen:%Y-%m-%d %H:%M:%S} UTC")
    root = raw_of(lines[2])
    if len(root) != 32:
        raise WrongError("the root is no hash")
    return int(lines[1]), root


# --- The Merkle tree
def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def steps_of(path: list[str]) -> list[bytes]:
    steps = [raw_of(step) for step in path]
    if any(len(step) != 32 for step in steps):
        raise WrongError("a step of a path is no hash")
    return steps


def included(entry: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Whether the entry is leaf `index` of the tree of that size and root (RFC 9162, 2.1.3.2)."""
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < size:
        return False
    last, found = size - 1, hashlib.sha256(b"\x00" + entry).digest()
    for step in path:
        if last == 0:
            return False
        if index & 1 or index == last:
            found = node(step, found)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            found = node(found, step)
        index, last = index >> 1, last >> 1
    return last == 0 and found == root


def consistent(old: int, new: int, path: list[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the tree of `new` leaves begins with that of `old` (RFC 9162, 2.1.4.2)."""
    if old == 0 or old >= new:
        empty = hashlib.sha256().digest()
        return not path and (old_root == empty if old == 0 else old == new and old_root == new_root)
    path = path if old & (old - 1) else [old_root, *path]
    if not path:
        return False
    index, last = old - 1, new - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    first = second = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            first, second = node(step, first), node(step, second)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            second = node(second, step)
        index, last = index >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


# --- The two kinds of proof
def check_events(proof: dict[str, Any], key: Key, witnesses: list[Key]) -> None:
    size, root = opened(proof["checkpoint"], key, witnesses)
    for one in proof["events"]:
        entry = json.loads(one["entry"])
        if entry["seq"] != one["index"] + 1 or entry["event"] != hashlib.sha256(one["event"].encode()).hexdigest():
            raise WrongError(f"event {one['index'] + 1} is not the one of its entry")
        if not included(one["entry"].encode(), one["index"], size, steps_of(one["path"]), root):
            raise WrongError(f"event {one['index'] + 1} is not in the ledger that was signed")
        print("event {seq}, recorded {recorded_at}, {source} row {row}:".format_map(entry), one["event"])
    print(f"proved: {len(proof['events'])} events lie in the ledger of {size} events that {key[0]} signed")


def check_consistency(proof: dict[str, Any], key: Key, witnesses: list[Key]) -> None:
    old, old_root = opened(proof["old"], key, [])
    new, new_root = opened(proof["new"], key, witnesses)
    if not consistent(old, new, steps_of(proof["path"]), old_root, new_root):
        raise WrongError(f"the ledger of {new} events does not begin with that of {old}: it was rewritten")
    print(f"proved: the ledger of {new} events begins with the very {old} that {key[0]} signed before")


KINDS = {"genealogy-inclusion/1": check_events, "genealogy-consistency/1": check_consistency}


def main(arguments: list[str]) -> int:
    if len(arguments) < 2 or len(arguments) % 2 or any(word != "--witness" for word in arguments[2::2]):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        proof = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        KINDS[proof["format"]](proof, key_of(arguments[1]), [key_of(word) for word in arguments[3::2]])
    except WrongError as error:
        print(f"NOT PROVED: {error}")
        return 1
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        print(f"NOT PROVED: this is no proof that can be read ({type(error).__name__}: {error})")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
