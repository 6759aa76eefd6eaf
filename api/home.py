"""What the API and the command line keep in the home: logs, the API's key and state, files of loads."""

from __future__ import annotations

import secrets
from pathlib import Path

from genealogy.errors import SettingsError
from genealogy.server.layout import locked, write_private
from genealogy.settings import Settings

LOGS = "logs"
SHORTEST = 20  # characters of an admin key that somebody chose


def root(settings: Settings) -> Path:
    """The home, as an absolute path."""
    return settings.home.expanduser().resolve()


def load_folder(settings: Settings, load: str) -> Path:
    """Where the files of one load lie: what was uploaded, and the rows that were rejected."""
    return root(settings) / "loads" / load


def make(settings: Settings, *parts: str) -> Path:
    """A folder of the home, made where it is not there; the home is for its owner only."""
    root(settings).mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = root(settings).joinpath(*parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def api_key(settings: Settings) -> str:
    """The home's admin key, made at the first call and kept in a file that only its owner reads."""
    file = key_file(settings)
    if not file.exists():
        make(settings)
        with locked(root(settings) / "api-key.lock", "another command has been making the key for too long", 10):
            if not file.exists():
                write_private(file, secrets.token_urlsafe(32) + "\n")
    key = file.read_text(encoding="ascii").strip()
    if len(key) < SHORTEST:
        raise SettingsError(f"{file} holds no key of {SHORTEST} characters or more; delete it to have one made")
    return key


def key_file(settings: Settings) -> Path:
    """Where the home keeps its admin key."""
    return root(settings) / "api-key"
