"""A network peer that breaks: a TCP proxy before a real Neo4j that cuts connections at a commit."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

When = Literal["before", "after"]
_COMMIT = b"\x00\x02\xb0\x12\x00\x00"  # Bolt: a message of two bytes, a structure without fields, COMMIT
_PROBE = b"ledger.committed"  # the question that finds out about a commit bears its name
_PIECE = 65536


@dataclass(slots=True)
class Proxy:
    """Cuts the connection at the first `cuts` commits, and questions about one, after a client has sent `trigger`.

    `when` is `before`: the server never hears of it, or `after`: it has done it, the client never hears of that.
    `done` counts the cuts.
    """

    server: tuple[str, int]
    trigger: bytes
    when: When
    cuts: int = 1
    done: int = 0
    armed: bool = False
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def uri(self) -> str:
        """Where clients find it."""
        return f"bolt://127.0.0.1:{self.listener.getsockname()[1]}"

    def accept(self) -> None:
        """Serve clients until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(self.server)
                threading.Thread(target=self._upward, args=(client, server), daemon=True).start()

    def _upward(self, client: socket.socket, server: socket.socket) -> None:
        """What the client says; the other way runs beside it, and stops when the answer to a commit is to be lost."""
        lost = threading.Event()
        back = threading.Thread(target=_downward, args=(server, client, lost), daemon=True)
        back.start()
        with suppress(OSError), _cut(client), _cut(server):
            while piece := client.recv(_PIECE):
                self.armed |= self.trigger in piece
                if (_COMMIT in piece or _PROBE in piece) and self.armed and self.done < self.cuts:
                    self.done += 1
                    if self.when == "after":
                        lost.set()
                        server.sendall(piece)
                        back.join(timeout=30)  # it ends with the server's answer
                    return
                server.sendall(piece)


def _downward(server: socket.socket, client: socket.socket, lost: threading.Event) -> None:
    with suppress(OSError):
        while (piece := server.recv(_PIECE)) and not lost.is_set():
            client.sendall(piece)


@contextmanager
def _cut(peer: socket.socket) -> Iterator[None]:
    """Hang up at the end, also on a thread that is still reading."""
    try:
        yield
    finally:
        with suppress(OSError):
            peer.shutdown(socket.SHUT_RDWR)
        peer.close()


@contextmanager
def breaking(uri: str, trigger: bytes, when: When, cuts: int = 1) -> Iterator[Proxy]:
    """A proxy before the server at `uri`, for as long as it is needed."""
    address = urlsplit(uri)
    proxy = Proxy((address.hostname or "", address.port or 7687), trigger, when, cuts)
    threading.Thread(target=proxy.accept, daemon=True).start()
    try:
        yield proxy
    finally:
        proxy.listener.shutdown(socket.SHUT_RDWR)
        proxy.listener.close()
