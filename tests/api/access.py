"""Keys for tests of who may do what."""

from __future__ import annotations

import datetime as dt

from api.access.keys import new_key
from genealogy.store import Store

EVERY = ["viewer", "operator", "quality", "loader", "auditor", "admin", "supplier", "customer"]


def bearer(key: str) -> dict[str, str]:
    """The header that sends a key."""
    return {"Authorization": f"Bearer {key}"}


def key_for(store: Store, role: str, party: str | None = None) -> dict[str, str]:
    """The header that sends a new key of that role."""
    own = party or ("P" if role in ("supplier", "customer") else None)
    return bearer(new_key(store, f"test {role}", role, party=own)["key"])


def expire(store: Store, header: dict[str, str]) -> None:
    """Let a key expire a second ago, as if time had passed."""
    id_ = header["Authorization"].split("_")[1]
    past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    with store.driver.session(database=store.database) as session:
        session.run("MATCH (k:ApiKey {key_id: $id}) SET k.expires_at = $past", id=id_, past=past).consume()
