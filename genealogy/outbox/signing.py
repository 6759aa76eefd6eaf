"""Signatures of messages, both ways: Standard Webhooks 1.0 (https://www.standardwebhooks.com), HMAC-SHA256."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hmac
import secrets
from collections.abc import Mapping

from genealogy.errors import GenealogyError, UsageError

PREFIX = "whsec_"
WINDOW = dt.timedelta(minutes=5)  # a message whose time is further off is not taken
_SHORTEST, _LONGEST = 24, 64  # bytes of a secret, as the standard has it


class SignatureError(GenealogyError):
    """A message without a signature that holds: none, of another secret, of other bytes, or of another time."""

    code = "bad_signature"
    status = 400


def new_secret() -> str:
    """A secret of 256 random bits, in the form of the standard."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def key_of(secret: str) -> bytes:
    """The bytes that a secret stands for. Raises UsageError."""
    try:
        key = base64.b64decode(secret.strip().removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not _SHORTEST <= len(key) <= _LONGEST:
        raise UsageError(f"a secret is {PREFIX} and the Base64 of {_SHORTEST} to {_LONGEST} bytes")
    return key


def headers_of(secret: str, id_: str, at: dt.datetime, body: bytes) -> dict[str, str]:
    """The three headers of a message that is sent at `at`."""
    seconds = str(int(at.timestamp()))
    return {
        "webhook-id": id_,
        "webhook-timestamp": seconds,
        "webhook-signature": "v1," + _signature(key_of(secret), id_, seconds, body),
    }


def check(secret: str, headers: Mapping[str, str], body: bytes, now: dt.datetime) -> None:
    """Raise SignatureError unless one of the signatures holds for these bytes and the time is within `WINDOW`."""
    id_, seconds, given = (headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not (id_ and seconds and given):
        raise SignatureError("the message is not signed: send webhook-id, webhook-timestamp and webhook-signature")
    check_age(seconds, now)
    wanted = _signature(key_of(secret), id_, seconds, body).encode()
    versions = (part.partition(",") for part in given.split())
    if not any(version == "v1" and hmac.compare_digest(text.encode(), wanted) for version, _, text in versions):
        raise SignatureError(
            "the signature does not hold for what was sent; check the secret, and sign the bytes as sent"
        )


def check_age(seconds: str, now: dt.datetime) -> None:
    """Raise SignatureError unless a time in seconds since 1970 is near now."""
    try:
        apart = abs(now.timestamp() - int(seconds))
    except (ValueError, OverflowError):
        raise SignatureError(f"the timestamp {seconds[:40]!r} is no time in seconds since 1970") from None
    if apart > WINDOW.total_seconds():
        raise SignatureError(
            f"the message was signed {apart:.0f} seconds from now, and {WINDOW.total_seconds():.0f} are allowed; "
            "sign it again, and check the clocks"
        )


def _signature(key: bytes, id_: str, seconds: str, body: bytes) -> str:
    return base64.b64encode(hmac.digest(key, f"{id_}.{seconds}.".encode() + body, "sha256")).decode()
