"""Odoo's JSON-RPC: records by domain, never fewer than are counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from genealogy.errors import PullError
from loaders.erp.peer import Peer

_SHOWN = 200


class Rpc:
    """One database of one server, asked as one user."""

    def __init__(self, peer: Peer, secret: str) -> None:
        self.source = peer.source
        self._peer = peer
        self._secret = secret
        self._uid: int | None = None

    def all(self, model: str, domain: list[Any], fields: Sequence[str]) -> list[dict[str, Any]]:
        """Every record of a domain; raises PullError where they are not as many as are counted."""
        rows = self.rows(model, domain, fields)
        if len({row["id"] for row in rows}) != len(rows) or len(rows) != (said := self.number(model, domain)):
            said = self.number(model, domain)
            raise PullError(f"Odoo counts {said} {model} and gave {len(rows)}; the cursor stays, pull again")
        return rows

    def rows(self, model: str, domain: list[Any], fields: Sequence[str], **more: Any) -> list[dict[str, Any]]:
        """`search_read`, and nothing but records with these fields; raises PullError."""
        found = self.call(model, "search_read", [domain], {"order": "id asc", **more, "fields": list(fields)})
        if not isinstance(found, list) or not all(_is_row(row, fields) for row in found):
            shown = str(found)[:_SHOWN]
            raise PullError(f"Odoo answered what are no records of {model} with {', '.join(fields)}: {shown}")
        return found

    def number(self, model: str, domain: list[Any]) -> int:
        """`search_count`; raises PullError."""
        found = self.call(model, "search_count", [domain], {})
        if not isinstance(found, int) or isinstance(found, bool) or found < 0:
            raise PullError(f"Odoo answered {str(found)[:_SHOWN]!r} where it was asked how many {model} there are")
        return found

    def call(self, model: str, method: str, args: list[Any], more: dict[str, Any]) -> Any:
        """A method of a model; raises PullError where it is refused."""
        database = self.source.database
        if self._uid is None:
            said = self._call("common", "authenticate", [database, self.source.user, self._secret, {}])
            if not isinstance(said, int) or not said:
                raise PullError(f"Odoo does not know user {self.source.user!r} of {database!r} by this secret")
            self._uid = said
        wish = more | {"context": {"active_test": False}}
        return self._call("object", "execute_kw", [database, self._uid, self._secret, model, method, args, wish])

    def _call(self, service: str, method: str, args: list[Any]) -> Any:
        params = {"service": service, "method": method, "args": args}
        sent = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        answer = self._peer.ask("POST", "/jsonrpc", json=sent)
        if isinstance(answer, dict) and isinstance(answer.get("error"), dict):
            data = answer["error"].get("data")
            text = (data.get("message") if isinstance(data, dict) else "") or answer["error"].get("message")
            raise PullError(f"Odoo refused {args[3] if service == 'object' else method}: {str(text)[:_SHOWN]}")
        if not isinstance(answer, dict) or "result" not in answer:
            raise PullError(f"Odoo answered neither result nor error: {str(answer)[:_SHOWN]!r}")
        return answer["result"]


def _is_row(row: Any, fields: Sequence[str]) -> bool:
    return isinstance(row, dict) and isinstance(row.get("id"), int) and all(name in row for name in fields)
