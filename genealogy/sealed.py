"""Texts that this database gave out and knows again: a payload and an HMAC of it by the database's secret, so that
nothing has to be kept of them. What is sealed for one purpose is nothing for another."""

from __future__ import annotations

import binascii
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256


class NotOursError(ValueError):
    """A text that this database did not give out, or not for that purpose."""


def seal(secret: str, purpose: str, payload: bytes) -> str:
    """The payload and its HMAC as one text that fits into an address or a header."""
    return f"{_text(payload)}.{_text(_mac(secret, purpose, payload))}"


def unseal(secret: str, purpose: str, text: str) -> bytes:
    """The payload of such a text. Raises NotOursError."""
    try:
        payload, mac = (_bytes(part) for part in text.split("."))
    except (ValueError, binascii.Error):
        raise NotOursError("it is no sealed text") from None
    if not hmac.compare_digest(mac, _mac(secret, purpose, payload)):
        raise NotOursError("it is sealed by another secret, or for another purpose")
    return payload


def _mac(secret: str, purpose: str, payload: bytes) -> bytes:
    return hmac.new(secret.encode(), purpose.encode() + b"\n" + payload, sha256).digest()


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
