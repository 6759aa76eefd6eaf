"""What the API and the command line keep in the home: logs, the API's key and state, files of loads."""

from __future__ import annotations

import secrets
from pathlib import Path

from genealogy.settings import Settings


def root(settings: Settings) -> Path:
    """The home, as an absolute path."""
    return settings.home.expanduser().resolve()


def log_folder(settings: Settings) -> Path:
    """Where logs go."""
    return root(settings) / "logs"


def load_folder(settings: Settings, load: str) -> Path:
    """Where the files of one load lie: what was uploaded, and the rows that were rejected."""
    return root(settings) / "loads" / load


def make_private(folder: Path) -> Path:
    """The folder, made where it is not there, for its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def api_key(settings: Settings) -> str:
    """The home's admin key, made at the first call and kept in a file that only its owner reads."""
    file = make_private(root(settings)) / "api-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32) + "\n", encoding="ascii")
    return file.read_text(encoding="ascii").strip()
