"""The key a home signs with: Ed25519, in a file for the owner's eyes only, made when it is first needed."""

from __future__ import annotations

import base64
import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from genealogy.errors import GenealogyError, UsageError
from genealogy.server.layout import disk_errors

FILE = "ledger-key"


def load_or_make(path: Path) -> Ed25519PrivateKey:
    """The private key in this file (PKCS8 PEM, mode 0600); made where there is none, by one of several at once.

    Raises GenealogyError where the file holds something else, ServerError where the disk does not let it.
    """
    if not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise GenealogyError(
            f"{path} holds no private key: {error}; restore it from a copy, or move it away"
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise GenealogyError(f"{path} holds a key that is not Ed25519; restore it from a copy, or move it away")
    return key


def _make(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with disk_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            fresh.touch(mode=0o600)
            fresh.write_bytes(pem)
            with suppress(FileExistsError):
                os.link(fresh, path)  # unlike a rename, it never takes the place of a key that is there
        finally:
            fresh.unlink(missing_ok=True)


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The public half: 32 bytes."""
    return key.public_key().public_bytes_raw()


def public_text(key: Ed25519PrivateKey | Ed25519PublicKey) -> str:
    """The public key as text: Base64 of its 32 bytes."""
    public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
    return base64.b64encode(public.public_bytes_raw()).decode()


def public_key(text: str) -> Ed25519PublicKey:
    """The key that `public_text` wrote. Raises UsageError."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except ValueError:
        raise UsageError(
            f"{text!r} is no public key: it is 44 characters of Base64, as `ledger export` says it"
        ) from None
