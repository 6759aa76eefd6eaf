"""Timestamps of an authority (RFC 3161) on checkpoints: asked for, kept beside them, verified.

A timestamp is of the three lines that a checkpoint's signature is of, so that lines of witnesses may be added later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from cryptography import x509

from genealogy.errors import TimestampError
from genealogy.ledger.checkpoints import Kept, folder_of
from genealogy.ledger.differences import Difference
from genealogy.server.layout import write_private
from genealogy.settings import Settings

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

ENDING = ".tsr"
LARGEST = 1 << 18  # bytes of an answer; with a whole chain of certificates it is some 6,000
_TIMEOUT = 10.0
_QUERY = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
_SHA256 = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A timestamp: the size of its checkpoint, and when the authority saw it."""

    size: int
    time: dt.datetime
    file: Path

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"size": self.size, "time": self.time.isoformat().replace("+00:00", "Z"), "file": str(self.file)}


@dataclass(slots=True)
class Stamps:
    """Timestamps that are good, what is wrong with others, and why some could not be verified at all."""

    good: list[Stamp] = field(default_factory=list)
    wrong: list[Difference] = field(default_factory=list)
    unchecked: int = 0
    reason: str | None = None

    @property
    def latest(self) -> Stamp | None:
        """The one that covers most."""
        return max(self.good, key=lambda one: one.size, default=None)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        latest = self.latest.as_dict() if self.latest else None
        return {"checked": len(self.good), "unchecked": self.unchecked, "reason": self.reason, "latest": latest}


def stamp(kept: Kept, settings: Settings) -> Stamp:
    """Have a checkpoint stamped by the authority of the settings, and keep the timestamp beside it; the one that is
    there where there is one. Raises TimestampError: the checkpoint is kept all the same, and can be stamped later."""
    file = file_of(kept)
    if not settings.tsa_url:
        raise TimestampError("no time-stamping authority is set; GENEALOGY_TSA_URL is its address")
    if file.exists():
        return _read(kept, _roots(settings))
    request = _request(kept)
    answer = _ask(settings.tsa_url, request.as_bytes())
    time = _verified(_parsed(answer), kept, _roots(settings), request.nonce)
    write_private(file, answer)
    return Stamp(kept.checkpoint.size, time, file)


def check_stamps(kept: Iterable[Kept], settings: Settings) -> Stamps:
    """Hold every timestamp beside these checkpoints against them, and against the authority's root certificate."""
    found = Stamps()
    stamped = [one for one in kept if file_of(one).exists()]
    try:
        roots = _roots(settings) if stamped and _library() else []
    except TimestampError as error:
        found.unchecked, found.reason = len(stamped), str(error)
        stamped = []
    for one in stamped:
        try:
            found.good.append(_read(one, roots))
        except TimestampError as error:
            found.wrong.append(Difference(one.checkpoint.size, "timestamp", str(error)))
    found.wrong += _alone(settings)
    return found


def file_of(kept: Kept) -> Path:
    """Where the timestamp of a checkpoint lies."""
    return kept.file.with_suffix(ENDING)


def _alone(settings: Settings) -> Iterator[Difference]:
    for file in sorted(folder_of(settings).glob(f"*{ENDING}")):
        if not file.with_suffix(".note").exists():
            yield Difference(None, "timestamp", f"{file} is a timestamp of a checkpoint that is gone")


def _roots(settings: Settings) -> list[x509.Certificate]:
    """The certificates of the authority that are trusted, and any between them and its own."""
    if not settings.tsa_root:
        raise TimestampError("GENEALOGY_TSA_ROOT names no certificate by which timestamps are verified")
    try:
        return x509.load_pem_x509_certificates(settings.tsa_root.expanduser().read_bytes())
    except (OSError, ValueError) as error:
        raise TimestampError(f"{settings.tsa_root} (GENEALOGY_TSA_ROOT) holds no certificate in PEM: {error}") from None


def _ask(url: str, query: bytes) -> bytes:
    try:
        with httpx.stream("POST", url, content=query, headers=_QUERY, timeout=_TIMEOUT) as answer:
            if answer.status_code != 200:
                raise TimestampError(f"the authority at {url} does not stamp: HTTP {answer.status_code}")
            found = b""
            for part in answer.iter_bytes():
                found += part
                if len(found) > LARGEST:
                    raise TimestampError(f"the authority at {url} answers with more than {LARGEST} bytes")
            return found
    except httpx.HTTPError as error:
        raise TimestampError(f"the authority at {url} does not answer: {error}") from error


def _library() -> Any:
    try:
        import rfc3161_client
    except ImportError:
        raise TimestampError("the package rfc3161-client is missing: pip install 'genealogy[timestamps]'") from None
    return rfc3161_client


def _request(kept: Kept) -> Any:
    tsp = _library()
    builder = tsp.TimestampRequestBuilder().data(kept.checkpoint.body.encode()).hash_algorithm(tsp.HashAlgorithm.SHA256)
    return builder.nonce(nonce=True).cert_request(cert_request=True).build()


def _parsed(answer: bytes) -> TimeStampResponse:
    try:
        found: TimeStampResponse = _library().decode_timestamp_response(answer)
    except ValueError as error:
        raise TimestampError(f"what the authority sent is no timestamp: {error}") from None
    if found.status != 0:
        raise TimestampError(f"the authority refused: status {found.status} {'; '.join(found.status_string)}".rstrip())
    return found


def _read(kept: Kept, roots: list[x509.Certificate]) -> Stamp:
    """The timestamp that lies beside a checkpoint, verified."""
    file = file_of(kept)
    try:
        time = _verified(_parsed(file.read_bytes()), kept, roots)
    except (OSError, TimestampError) as error:
        raise TimestampError(f"{file}: {error}") from None
    return Stamp(kept.checkpoint.size, time, file)


def _verified(
    found: TimeStampResponse, kept: Kept, roots: list[x509.Certificate], nonce: int | None = None
) -> dt.datetime:
    """The time of a timestamp of this checkpoint that the authority signed; the certificates held then."""
    tsp = _library()
    own = [one for one in roots if one.issuer == one.subject]
    between = [one for one in roots if one not in own]
    try:
        imprint = found.tst_info.message_imprint
        tsp.VerifierBuilder(roots=own, intermediates=between, nonce=nonce).build().verify(found, imprint.message)
    except Exception as error:  # it comes from outside, and its parts are parsed only here
        raise TimestampError(f"the timestamp is not one of the authority that is trusted: {error}") from None
    if (imprint.hash_algorithm, imprint.message) != (_SHA256, sha256(kept.checkpoint.body.encode()).digest()):
        raise TimestampError(f"the timestamp is not of the checkpoint of {kept.checkpoint.size} events")
    return found.tst_info.gen_time
