"""A witness: a small program with a key of its own, on another machine, that signs each checkpoint it sees once it has
seen the proof that nothing it saw before was rewritten (C2SP tlog-witness, `POST /add-checkpoint`)."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from genealogy.errors import GenealogyError
from genealogy.ledger.checkpoints import Kept
from genealogy.ledger.keys import load_or_make, public_bytes
from genealogy.ledger.notes import COSIGNED, NoteError, Verifier, cosign, opened, parse, seen_at
from genealogy.ledger.tree import EMPTY, Read, consistency, consistent
from genealogy.server.layout import write_private

KEY_FILE, SEEN_FILE = "witness-key", "seen.json"
LARGEST = 64 * 1024  # a request is a checkpoint and at most 63 hashes
_TIMEOUT = 20.0


@dataclass(slots=True)
class Witness:
    """What a witness knows: its key, the ledgers it watches, and the last checkpoint it saw of each."""

    name: str
    key: Ed25519PrivateKey
    ledgers: dict[str, Verifier]
    folder: Path
    clock: Callable[[], float] = time.time
    _lock: Lock = field(default_factory=Lock)

    @property
    def verifier(self) -> Verifier:
        """The key by which others verify what it saw."""
        return Verifier(self.name, COSIGNED, public_bytes(self.key))

    def add(self, text: str) -> tuple[int, str]:
        """HTTP status and answer to a request: `old SIZE`, proof lines, an empty line, the checkpoint.

        200 with a signature line; 409 with the size it saw last; 403 for a signature of nobody it knows; 404 for a
        ledger it does not watch; 422 for a proof that does not hold; 400 for what cannot be read.
        """
        try:
            old, path, note = _request(text)
            origin = parse(note)[0].origin
        except (NoteError, ValueError):
            return 400, "this is no request to add a checkpoint\n"
        if origin not in self.ledgers:
            return 404, f"this witness does not watch {origin}\n"
        try:
            point = opened(note, self.ledgers[origin])
        except NoteError as error:
            return 403, f"{error}\n"
        with self._lock:
            size, root = self._seen(origin)
            if old != size:
                return 409, f"{size}\n"
            if old > point.size:
                return 400, f"this checkpoint of {point.size} events is smaller than {old}\n"
            if not consistent(old, point.size, path, root if old else EMPTY, point.root):
                status = 409 if old == point.size else 422
                return status, f"the ledger of {point.size} events does not begin with the {old} seen before\n"
            self._keep(origin, point.size, point.root)
        signed = cosign(note, self.name, self.key, int(self.clock()))
        return 200, signed[len(note) :]

    def _file(self) -> Path:
        return self.folder / SEEN_FILE

    def _all(self) -> dict[str, list[object]]:
        return dict(json.loads(self._file().read_text("utf-8"))) if self._file().exists() else {}

    def _seen(self, origin: str) -> tuple[int, bytes]:
        size, root = self._all().get(origin, [0, ""])
        return int(str(size)), bytes.fromhex(str(root))

    def _keep(self, origin: str, size: int, root: bytes) -> None:
        """Before it is signed: a witness that forgets what it saw would sign a second story."""
        write_private(self._file(), json.dumps(self._all() | {origin: [size, root.hex()]}) + "\n")


def open_witness(name: str, folder: Path, ledgers: list[Verifier]) -> Witness:
    """A witness whose key and memory lie in a folder, made at the first call."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Witness(name, load_or_make(folder / KEY_FILE), {one.name: one for one in ledgers}, folder)


def serve(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """A server that answers for a witness; call `serve_forever`."""

    class Handler(BaseHTTPRequestHandler):
        timeout = _TIMEOUT

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint" or not length.isdigit() or int(length) > LARGEST:
                self._say(404 if self.path != "/add-checkpoint" else 413, "")
                return
            self._say(*witness.add(self.rfile.read(int(length)).decode("utf-8", "replace")))

        def _say(self, status: int, text: str) -> None:
            body = text.encode()
            self.send_response(status)
            kind = "text/x.tlog.size" if status == 409 and text.strip().isdigit() else "text/plain; charset=utf-8"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Standard error belongs to whoever runs it."""

    return ThreadingHTTPServer((host, port), Handler)


def show(kept: Kept, url: str, witness: Verifier, read: Read) -> Kept:
    """Show a checkpoint to a witness, and keep it with the witness's line.

    Raises GenealogyError where the witness cannot be reached, or does not sign: it then saw another story.
    """
    if seen_at(kept.note, witness):
        return kept
    size = 0
    for _ in range(2):
        answer = _post(url, _asked(size, consistency(read, size, kept.checkpoint.size), kept.note))
        if answer.status_code != 409 or not answer.text.strip().isdigit():
            break
        size = int(answer.text)
        if size > kept.checkpoint.size:
            raise GenealogyError(f"the witness saw {size} events already, more than there are: the ledger was cut")
    if answer.status_code != 200:
        raise GenealogyError(f"the witness at {url} does not sign ({answer.status_code}): {answer.text.strip()[:300]}")
    note = kept.note + answer.text
    if not seen_at(note, witness):
        raise GenealogyError(f"the witness at {url} signed by a key that is not {witness}")
    write_private(kept.file, note)
    return Kept(kept.file, note, kept.checkpoint)


def _post(url: str, text: str) -> httpx.Response:
    try:
        return httpx.post(f"{url.rstrip('/')}/add-checkpoint", content=text.encode(), timeout=_TIMEOUT)
    except httpx.HTTPError as error:
        raise GenealogyError(f"the witness at {url} does not answer: {error}") from error


def _asked(old: int, path: list[bytes], note: str) -> str:
    lines = "".join(base64.b64encode(step).decode() + "\n" for step in path)
    return f"old {old}\n{lines}\n{note}"


def _request(text: str) -> tuple[int, list[bytes], str]:
    head, parted, note = text.partition("\n\n")
    first, *lines = head.split("\n")
    word, _, size = first.partition(" ")
    if not parted or word != "old" or not size.isdigit() or len(lines) > 63:
        raise ValueError
    return int(size), [base64.b64decode(line, validate=True) for line in lines], note
