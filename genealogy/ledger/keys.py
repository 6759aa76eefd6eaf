"""Ed25519 keys that lie in a home, outside the database: who has the database only cannot sign."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from genealogy.errors import SettingsError
from genealogy.server.layout import write_private

LEDGER_KEY = "ledger-key"


def load_or_make(path: Path) -> Ed25519PrivateKey:
    """The key in that file (PKCS8, PEM), made at the first call and readable for its owner only.

    Raises SettingsError where the file holds no Ed25519 key: it is never replaced, for what it signed hangs on it.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(path, _pem(Ed25519PrivateKey.generate()))
    key = None
    with suppress(ValueError, UnsupportedAlgorithm, TypeError):
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise SettingsError(f"{path} holds no Ed25519 key; put the right file back, or move it away to begin anew")
    return key


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The public half: 32 bytes."""
    return key.public_key().public_bytes_raw()


def _pem(key: Ed25519PrivateKey) -> str:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode("ascii")
