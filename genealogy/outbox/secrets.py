"""Secrets of subscriptions and senders: files of the home that only its owner reads, never in the database."""

from __future__ import annotations

from pathlib import Path

from genealogy.errors import GenealogyError
from genealogy.server.layout import disk_errors, home_of, write_private
from genealogy.settings import Settings


class NoSecretError(GenealogyError):
    """The home does not have the secret that is needed."""

    code = "no_secret"


def folder(settings: Settings, kind: str) -> Path:
    """Where the home keeps secrets of one kind: `webhooks` or `inboxes`."""
    return home_of(settings).root / kind


def keep(settings: Settings, kind: str, name: str, text: str) -> None:
    """Keep a secret. Raises ServerError where the disk does not let it."""
    place = folder(settings, kind)
    with disk_errors(place):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(place / name, text + "\n")


def secret_of(settings: Settings, kind: str, name: str) -> str:
    """The secret of that name. Raises NoSecretError."""
    file = folder(settings, kind) / name
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise NoSecretError(f"{file} cannot be read: {error.strerror}; copy it from the home that made it") from error


def forget(settings: Settings, kind: str, name: str) -> None:
    """Let go of it."""
    (folder(settings, kind) / name).unlink(missing_ok=True)
