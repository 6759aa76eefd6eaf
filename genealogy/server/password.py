"""The password of a home's server: generated once, kept in a file that only its owner reads."""

from __future__ import annotations

import secrets

from genealogy.errors import ServerError
from genealogy.progress import Progress
from genealogy.server.java import Tools, admin
from genealogy.server.layout import Home, write_private

REMEDY = (
    "put the server's password back into it, or take a backup (`genealogy server backup FILE` needs no password) and"
    " restore that into a new home"
)


def read_password(home: Home) -> str:
    """The password from the home; raises ServerError when its file is gone or empty."""
    try:
        password = home.password.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ServerError(f"{home.password} cannot be read ({error.strerror}); {REMEDY}") from error
    if not password:
        raise ServerError(f"{home.password} is empty; {REMEDY}")
    return password


def set_password(tools: Tools, home: Home, progress: Progress) -> None:
    """Give a server that was never started its password, generated unless the home has one; else do nothing."""
    if (home.data / "databases").exists() or (home.data / "dbms" / "auth.ini").exists():
        return
    progress("setting the password of a new server", 0, 0)
    if not home.password.exists():
        write_private(home.password, secrets.token_hex(20) + "\n")
    read_password(home)
    # The tool reads it from the file: on a command line every user of the machine could see it.
    admin(tools, home, "dbms", "set-initial-password", f"@{home.password}")
