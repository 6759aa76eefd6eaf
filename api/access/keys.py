"""API keys: made, listed, revoked, recognised. The database keeps a hash of each; the key itself is shown once.

A key is `gk_ID_SECRET`: the id finds it, the secret has 256 random bits, so that a plain SHA-256 of it is enough.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from dataclasses import replace
from hashlib import sha256
from typing import Any

from api.access.caller import Caller, UnknownCallerError, caller_of
from genealogy.errors import NotFoundError, UsageError
from genealogy.store import Store

PREFIX = "gk_"
LONGEST_DAYS = 3650
_SHOWN = ("id", "name", "role", "party", "created_at", "expires_at", "revoked_at", "made_by", "revoked_by")


class UnknownKeyError(NotFoundError):
    """There is no API key of that id."""

    code = "unknown_key"


def new_key(
    store: Store, name: str, role: str, *, party: str | None = None, days: int | None = None, by: str = ""
) -> dict[str, Any]:
    """Make a key for a role, of a party where the role is supplier or customer, that expires after so many days.

    Gives back what `list_keys` says of it, and the `key` itself, which nothing shows again. Raises UsageError.
    """
    if not name.strip():
        raise UsageError("a key needs a name that says who or what uses it")
    if days is not None and not 0 < days <= LONGEST_DAYS:
        raise UsageError(f"a key expires after 1 to {LONGEST_DAYS} days; leave it out for one that does not")
    caller_of("", [role], party)
    id_, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    now = dt.datetime.now(dt.UTC)
    props = {"name": name.strip(), "role": role, "party": party, "sha256": _hash(secret), "created_at": now}
    props |= {"expires_at": now + dt.timedelta(days=days) if days else None, "made_by": by}
    store.write("access.keep_key", id=id_, props=props)
    return {**_shown(_row(store, id_)), "key": f"{PREFIX}{id_}_{secret}"}


def list_keys(store: Store) -> list[dict[str, Any]]:
    """All keys by when they were made, revoked and expired ones too: whose, which role, since and until when."""
    return [_shown(row) for row in store.read("access.keys").dicts()]


def revoke_key(store: Store, id_: str, by: str) -> dict[str, Any]:
    """Revoke a key: from now on no request is let in with it. Raises UnknownKeyError."""
    store.write("access.revoke_key", id=id_, at=dt.datetime.now(dt.UTC), by=by)
    return _shown(_row(store, id_))


def caller_by_key(store: Store, key: str) -> Caller:
    """Whoever has this key. It is looked up each time, so that what was revoked or has expired ends at once.

    Raises UnknownCallerError; what is wrong with a key is said only to whoever has all of it.
    """
    id_, _, secret = key.removeprefix(PREFIX).partition("_")
    rows = store.read("access.key", id=id_).dicts()
    kept = rows[0]["sha256"] if rows else _hash("")  # so that an unknown id takes as long
    if not hmac.compare_digest(kept, _hash(secret)) or not rows:
        raise UnknownCallerError("this is no key of this service")
    row = rows[0]
    if row["revoked_at"] is not None:
        raise UnknownCallerError(f"key {id_} was revoked; ask for another")
    if row["expires_at"] is not None and row["expires_at"].to_native() <= dt.datetime.now(dt.UTC):
        raise UnknownCallerError(f"key {id_} has expired; ask for another")
    try:
        return replace(caller_of(f"key:{id_}", [row["role"]], row["party"]), name=row["name"] or "")
    except UsageError:  # of a newer program, or edited in the database
        raise UnknownCallerError(f"key {id_} has a role that this program does not know; ask for another") from None


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _row(store: Store, id_: str) -> dict[str, Any]:
    rows = store.read("access.key", id=id_).dicts()
    if not rows:
        raise UnknownKeyError(f"there is no key {id_!r}; `genealogy key list` names them")
    return rows[0]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _text(row[name]) for name in _SHOWN}


def _text(value: Any) -> Any:
    return value.to_native().isoformat(timespec="seconds") if hasattr(value, "to_native") else value
