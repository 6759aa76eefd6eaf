"""Signatures that are made before they are used: bound to exactly what was signed, for some minutes.

A ticket is the signature, the hash of what it is over, and an HMAC of both by the database's secret; it is not kept.
Whoever catches one on its way can do with it what was signed, and nothing else.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import orjson

from api.idempotency import bytes_of
from genealogy.events.signing import Signature
from genealogy.sealed import NotOursError, seal, unseal

PREFIX = "gs_"
LONGEST = 4096
_PURPOSE = "signature"
_NOT_OURS = "it is not one that this service gave"


class NoTicketError(ValueError):
    """A text is no ticket of this database, or is over something else; the message says which."""


def ticket(secret: str, signature: Signature, over: Any) -> str:
    """The ticket of a signature over a JSON value."""
    payload = orjson.dumps([_hash(over), signature.fields()])
    return PREFIX + seal(secret, _PURPOSE, payload)


def signature_in(secret: str, text: str, over: Any) -> Signature:
    """The signature in a ticket that is over just this. Raises NoTicketError."""
    if not text.startswith(PREFIX):
        raise NoTicketError(_NOT_OURS)
    try:
        payload = unseal(secret, _PURPOSE, text.removeprefix(PREFIX))
    except NotOursError:
        raise NoTicketError(_NOT_OURS) from None
    digest, fields = orjson.loads(payload)
    if digest != _hash(over):
        raise NoTicketError("it is over another record than the one it comes with")
    return Signature(**fields)


def _hash(over: Any) -> str:
    return sha256(bytes_of(over)).hexdigest()
