"""Targets: checkpoints, proofs and exported ledgers, by the service and by the auditor's own program."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import shutil
from hashlib import sha256
from pathlib import Path

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from genealogy.errors import GenealogyError
from genealogy.ledger import offline
from genealogy.ledger.keys import public_bytes
from genealogy.ledger.lines import FORMAT, Writer
from genealogy.ledger.notes import COSIGNED, SIGNED, Checkpoint, NoteError, Verifier, cosign, opened, seen_at, sign
from genealogy.ledger.reading import verified
from genealogy.ledger.tree import leaf_hash, node_hash
from genealogy.ledger.witness import open_witness
from tests.fuzz.values import text_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
EVENT = '{"event":"run","run":"R1"}'
ENTRY = json.dumps({"event": sha256(EVENT.encode()).hexdigest(), "seq": 1}, separators=(",", ":"))
SIBLING = bytes(range(32, 64))
POINT = Checkpoint("genealogy/x", 2, node_hash(leaf_hash(ENTRY.encode()), SIBLING))
LEDGER = Verifier(POINT.origin, SIGNED, public_bytes(KEY))
WITNESS = Verifier("witness.example", COSIGNED, public_bytes(OTHER))
NOTE = cosign(sign(POINT, KEY), WITNESS.name, OTHER, 1_780_000_000)
PATH = [base64.b64encode(SIBLING).decode()]
PROOF = {
    "format": "genealogy-inclusion/1",
    "checkpoint": NOTE,
    "events": [{"index": 0, "entry": ENTRY, "event": EVENT, "path": PATH}],
}
CONSISTENCY = {"format": "genealogy-consistency/1", "old": NOTE, "new": NOTE, "path": []}


def notes(data: bytes, _: Path) -> bool:
    """Service and auditor's program agree, and only the one that was signed is taken."""
    text = text_of(data)
    found: list[tuple[int, bytes] | None] = []
    try:
        point = opened(text, LEDGER)
        found.append((point.size, point.root))
    except NoteError as error:
        assert str(error)
        found.append(None)
    try:
        found.append(offline.opened(text, offline.key_of(str(LEDGER)), []))
    except offline.WrongError as error:
        assert str(error)
        found.append(None)
    assert found[0] == found[1]
    assert found[0] in (None, (POINT.size, POINT.root))
    with contextlib.suppress(NoteError):
        assert seen_at(text, WITNESS) in (None, 1_780_000_000)
    return found[0] is not None


def verifier_keys(data: bytes, _: Path) -> bool:
    text = text_of(data)
    with contextlib.suppress(offline.WrongError):
        offline.key_of(text)
    try:
        key = Verifier.parse(text)
    except NoteError as error:
        assert str(error)
        return False
    assert Verifier.parse(str(key)) == key
    return True


def proofs(data: bytes, folder: Path) -> bool:
    """The auditor's program always ends with a code and in words, and proves nothing but what was in the tree."""
    file = folder / "proof.json"
    file.write_bytes(data)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = offline.main([str(file), str(LEDGER)])
    assert said.getvalue()
    assert code in (0, 1)
    if code == 0:
        proof = json.loads(data)
        assert all(one["event"] == EVENT for one in proof.get("events", ()))
    return code == 0


def witnessed(data: bytes, folder: Path) -> bool:
    """A witness answers every request with a status, and signs only what it was given."""
    shutil.rmtree(folder / "witness", ignore_errors=True)
    witness = open_witness("witness.example", folder / "witness", [LEDGER])
    status, answer = witness.add(text_of(data))
    assert status in (200, 400, 403, 404, 409, 422), (status, answer)
    return status == 200


def exported(data: bytes, folder: Path) -> bool:
    """Bodies of lines, one a line, in a file with good checks and a good signature; or, behind a 0, a file as it is."""
    file = folder / "ledger.jsonl"
    if data[:1] == b"0":
        file.write_bytes(data[1:])
    else:
        with file.open("wb") as out:
            writer = Writer(out)
            for line in data.split(b"\n"):
                writer.write("x", line)
            writer.finish(KEY)
    try:
        sealed = verified(file, None, "ledger")
    except GenealogyError as error:
        assert len(str(error)) > 10
        return False
    assert sealed.header["format"] == FORMAT
    return True


def _exports() -> list[bytes]:
    event = EVENT.encode()
    lines = [
        orjson.dumps({"header": {"format": FORMAT, "holds": "ledger", "first": 1, "last": 1, "timezone": "UTC"}})[:-1],
        orjson.dumps({"page": {"first": 1, "last": 1}})[:-1],
        b'{"seq":1,"row":1,"id":"%s","event":%s' % (sha256(event).hexdigest()[:32].encode(), event),
    ]
    whole = io.BytesIO()
    writer = Writer(whole)
    for line in lines:
        writer.write("x", line)
    writer.finish(KEY)
    return [b"\n".join(lines), b"0" + whole.getvalue(), lines[0]]


TARGETS = {
    "notes": (notes, [NOTE.encode(), sign(POINT, KEY).encode()]),
    "verifier_keys": (verifier_keys, [str(LEDGER).encode(), str(WITNESS).encode()]),
    "proofs": (proofs, [orjson.dumps(PROOF), orjson.dumps(CONSISTENCY)]),
    "witnessed": (witnessed, [f"old 0\n\n{NOTE}".encode(), f"old 1\n{PATH[0]}\n\n{NOTE}".encode()]),
    "exported": (exported, _exports()),
}
