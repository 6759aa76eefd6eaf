"""One message to one address, and what came back. No redirect is followed, no proxy is asked, and all of it ends."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from genealogy import __version__
from genealogy.errors import GenealogyError
from genealogy.outbox.hosts import addresses, parts_of, port_of

PATIENCE = 15.0  # seconds for all of it
_LATER = (408, 425, 429)  # refusals that mean: not now


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a message: arrived; refused, which says nothing of others; gone for good; or, where neither, the
    receiver is away and all of its messages wait."""

    ok: bool
    why: str = ""
    refused: bool = False
    gone: bool = False


def post(
    url: str, body: bytes, headers: Mapping[str, str], allowed: Sequence[str], patience: float = PATIENCE
) -> Result:
    """Send it. A status of 2xx is an acknowledgement; all else, and any fault on the way, is said in the result."""
    host = urlsplit(url).hostname  # no more of the address is said: it may hold a token
    try:
        status = _status(url, body, headers, allowed, patience)
    except GenealogyError as error:
        return Result(False, str(error))
    except (OSError, HTTPException, ValueError) as error:
        return Result(False, f"{host} does not answer: {error or type(error).__name__}")
    if 200 <= status < 300:
        return Result(True)
    refused = 300 <= status < 500 and status not in _LATER
    return Result(False, f"{host} answered {status}", refused, status == 410)


def _status(url: str, body: bytes, headers: Mapping[str, str], allowed: Sequence[str], patience: float) -> int:
    parts = parts_of(url)
    host, port = str(parts.hostname), port_of(parts)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    own = {"Host": parts.netloc, "User-Agent": f"genealogy/{__version__}", "Connection": "close"}
    place = (addresses(host, port, allowed)[0], port)
    with (
        socket.create_connection(place, timeout=patience) as sock,
        _ending(sock, patience),
        _wrapped(sock, parts.scheme, host) as way,
    ):
        connection = HTTPConnection(host, port)
        connection.sock = way
        connection.request("POST", target, body, own | dict(headers))
        with connection.getresponse() as response:
            return response.status


def _wrapped(sock: socket.socket, scheme: str, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(sock, server_hostname=host) if scheme == "https" else sock


@contextmanager
def _ending(sock: socket.socket, patience: float) -> Iterator[None]:
    """Cut the connection when time is up: a timeout of the socket ends no answer that comes byte by byte."""
    over = threading.Event()
    with sock.dup() as twin:  # the same connection, whatever becomes of the object
        watch = threading.Timer(patience, _cut, (twin, over))
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()
            watch.join()
    if over.is_set():  # else what was cut would look like an answer that ended
        raise TimeoutError(f"no whole answer in {patience:g} seconds")


def _cut(sock: socket.socket, over: threading.Event) -> None:
    over.set()
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
