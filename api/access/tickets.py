"""Signatures that are made before they are used: bound to exactly what was signed, for some minutes.

A ticket is the signature, the hash of what it is over, and an HMAC of both by the database's secret; it is not kept.
Whoever catches one on its way can do with it what was signed, and nothing else.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

import orjson

from api.idempotency import bytes_of
from genealogy.events.signing import Signature

PREFIX = "gs_"
LONGEST = 4096


class NoTicketError(ValueError):
    """A text is no ticket of this database, or is over something else; the message says which."""


def ticket(secret: str, signature: Signature, over: Any) -> str:
    """The ticket of a signature over a JSON value."""
    payload = orjson.dumps([_hash(over), signature.fields()])
    return f"{PREFIX}{_text(payload)}.{_text(_mac(secret, payload))}"


def signature_in(secret: str, text: str, over: Any) -> Signature:
    """The signature in a ticket that is over just this. Raises NoTicketError."""
    try:
        payload, mac = (_bytes(part) for part in text.removeprefix(PREFIX).split("."))
    except (ValueError, binascii.Error):
        raise NoTicketError("it is not one that this service gave") from None
    if not text.startswith(PREFIX) or not hmac.compare_digest(mac, _mac(secret, payload)):
        raise NoTicketError("it is not one that this service gave")
    digest, fields = orjson.loads(payload)
    if digest != _hash(over):
        raise NoTicketError("it is over another record than the one it comes with")
    return Signature(**fields)


def _mac(secret: str, payload: bytes) -> bytes:
    return hmac.new(secret.encode(), b"signature\n" + payload, sha256).digest()


def _hash(over: Any) -> str:
    return sha256(bytes_of(over)).hexdigest()


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
