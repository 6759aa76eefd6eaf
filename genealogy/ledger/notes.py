"""Checkpoints of the tree as signed notes (C2SP tlog-checkpoint, signed-note, tlog-cosignature): pure.

A checkpoint is three lines (origin, size, root in base64), an empty line, and a line for each signature.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from genealogy.errors import UsageError
from genealogy.ledger.keys import public_bytes

SIGNED, COSIGNED = 1, 4  # the kinds of key of signed-note: Ed25519, and Ed25519 of a witness
_NAME = re.compile(r"[^\s+]+")
_SIGNATURE = re.compile("\N{EM DASH} ([^\\s+]+) ([A-Za-z0-9+/]+={0,2})")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class NoteError(UsageError, ValueError):
    """A text that is no checkpoint, or is not signed as it must be; it says what is wrong."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The tree of one ledger (`origin`) at one size."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{_text(self.root)}\n"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under its name; `kind` is SIGNED for a ledger, COSIGNED for a witness."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that say which key of that name it is (signed-note)."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        """The key as it is given to whoever verifies: name+id+key."""
        return f"{self.name}+{self.id.hex()}+{_text(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """A key from its text; raises NoteError."""
        name, _, rest = text.strip().partition("+")
        told, _, packed = rest.partition("+")
        raw = _bytes(packed)
        if not _NAME.fullmatch(name) or len(raw) != 33 or raw[0] not in (SIGNED, COSIGNED):
            raise NoteError(f"{text!r} is no verifier key of the form name+id+key")
        found = cls(name, raw[0], raw[1:])
        if found.id.hex() != told:
            raise NoteError(f"the key {text!r} is not the one that its id names")
        return found


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a note, signed by its ledger."""
    name = Verifier(checkpoint.origin, SIGNED, public_bytes(key))
    return f"{checkpoint.body}\n{_line(name, key.sign(checkpoint.body.encode()))}"


def cosign(note: str, name: str, key: Ed25519PrivateKey, time: int) -> str:
    """The note with one more line: a witness saw this checkpoint at that time (Unix seconds), and none beside it."""
    body, _, _ = note.partition("\n\n")
    verifier = Verifier(name, COSIGNED, public_bytes(key))
    signature = time.to_bytes(8, "big") + key.sign(_cosigned(f"{body}\n", time))
    return note + _line(verifier, signature)


def opened(note: str, verifier: Verifier) -> Checkpoint:
    """The checkpoint of a note that this ledger signed; raises NoteError where it is none or the signature is not its.

    Lines of keys that are not known are passed over, as signed-note wants; a wrong signature of this key is not.
    """
    checkpoint, lines = parse(note)
    if checkpoint.origin != verifier.name:
        raise NoteError(f"the checkpoint is of {checkpoint.origin!r}, not of {verifier.name!r}")
    if not any(_holds(checkpoint.body.encode(), signature, verifier) for signature in _of(lines, verifier)):
        raise NoteError(f"the checkpoint of size {checkpoint.size} does not bear a signature of {verifier.name}")
    return checkpoint


def seen_at(note: str, witness: Verifier) -> int | None:
    """When this witness saw the checkpoint (Unix seconds), or None; raises NoteError for a forged line."""
    checkpoint, lines = parse(note)
    for signature in _of(lines, witness):
        time = int.from_bytes(signature[:8], "big")
        if not _holds(_cosigned(checkpoint.body, time), signature[8:], witness):
            raise NoteError(f"a signature in the name of the witness {witness.name} is not its own")
        return time
    return None


def parse(note: str) -> tuple[Checkpoint, list[tuple[str, bytes]]]:
    """A note's checkpoint, nothing of it verified, and its signature lines; raises NoteError."""
    body, parted, signatures = note.partition("\n\n")
    lines = body.split("\n")
    if not parted or len(lines) != 3 or not signatures.endswith("\n") or "\r" in note:
        raise NoteError("this is no checkpoint: origin, size and root, an empty line, signatures")
    origin, size, root = lines
    raw = _bytes(root)
    if not _NAME.fullmatch(origin) or not _SIZE.fullmatch(size) or len(raw) != 32:
        raise NoteError("this is no checkpoint: its size or root cannot be read")
    return Checkpoint(origin, int(size), raw), list(_signatures(signatures))


def _signatures(text: str) -> Iterator[tuple[str, bytes]]:
    for line in text[:-1].split("\n"):
        match = _SIGNATURE.fullmatch(line)
        if not match or len(raw := _bytes(match[2])) <= 4:
            raise NoteError(f"this is no signature line: {line!r}")
        yield match[1], raw


def _of(lines: list[tuple[str, bytes]], verifier: Verifier) -> Iterator[bytes]:
    for name, raw in lines:
        if name == verifier.name and raw[:4] == verifier.id:
            yield raw[4:]


def _holds(said: bytes, signature: bytes, verifier: Verifier) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature, said)
    except InvalidSignature:
        return False
    return True


def _cosigned(body: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{body}".encode()


def _line(verifier: Verifier, signature: bytes) -> str:
    return f"\N{EM DASH} {verifier.name} {_text(verifier.id + signature)}\n"


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    """Strictly: one text for one value, so that no changed note means the same."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return raw if _text(raw) == text else b""
