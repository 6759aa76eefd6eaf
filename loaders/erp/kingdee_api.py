"""K3Cloud's bill query: rows of a form, and nothing but rows with the fields that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from genealogy.errors import PullError
from loaders.erp.kingdee_sign import Signature
from loaders.erp.peer import Peer

MOST = 2000  # rows that one answer may have
_QUERY, _SAVE = (
    f"/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.{name}.common.kdsvc" for name in ("ExecuteBillQuery", "Save")
)
_SHOWN = 200
Row = dict[str, Any]


class Api:
    """One data centre, asked as one application."""

    def __init__(self, peer: Peer, secret: str) -> None:
        self.source = peer.source
        self._peer = peer
        self._signature = Signature(peer.source, secret)

    def rows(
        self, form: str, fields: Sequence[str], filters: Iterable[str], order: str, limit: int = MOST, start: int = 0
    ) -> list[Row]:
        """One answer; raises PullError where it is no rows of that form."""
        query: dict[str, Any] = {"FormId": form, "FieldKeys": ",".join(fields), "FilterString": " AND ".join(filters)}
        query |= {"OrderString": order, "TopRowCount": 0, "StartRow": start, "Limit": limit, "SubSystemId": ""}
        answer = self._peer.ask("POST", _QUERY, json={"data": query}, auth=self._signature)
        if refused := _refusal(answer):
            raise PullError(f"Kingdee refused the query of {form}: {refused[:_SHOWN]}")
        if not isinstance(answer, list) or not all(isinstance(row, list) and len(row) == len(fields) for row in answer):
            raise PullError(f"Kingdee answered what are no rows of {form}: {str(answer)[:_SHOWN]}")
        return [dict(zip(fields, row, strict=True)) for row in answer]

    def all(self, form: str, fields: Sequence[str], filters: Sequence[str], key: str) -> list[Row]:
        """Every row by ascending `key` (one of the fields), until an answer is empty: one that is shorter than it may
        be ends nothing, for a server may have a lower limit."""
        found: list[Row] = []
        while page := self.rows(form, fields, [*filters, f"{key}>{found[-1][key] if found else 0}"], f"{key} ASC"):
            numbers = [found[-1][key] if found else 0, *(row[key] for row in page)]
            if not all(isinstance(number, int) for number in numbers) or numbers != sorted(set(numbers)):
                raise PullError(f"Kingdee pages {form} wrongly: rows after {numbers[0]} do not follow by {key}")
            found += page
        return found

    def save(self, form: str, model: Row) -> None:
        """Write these fields of one record and no others; raises PullError where it is refused."""
        fields = [name for name in model if name != next(iter(model))]
        data = {"NeedUpDateFields": fields, "IsDeleteEntry": "false", "Model": model}
        answer = self._peer.ask("POST", _SAVE, json={"formid": form, "data": data}, auth=self._signature)
        status = answer.get("Result", {}).get("ResponseStatus", {}) if isinstance(answer, dict) else {}
        if status.get("IsSuccess") is not True:
            raise PullError(f"Kingdee refused to save {form}: {(_refusal(answer) or str(answer))[:_SHOWN]}")

    def number(self, form: str, key: str, filters: Sequence[str]) -> int:
        """How many rows there are. The interface has no count: they are gone through by position."""
        count = 0
        while page := self.rows(form, [key], filters, f"{key} ASC", start=count):
            count += len(page)
        return count


def quoted(values: Iterable[str]) -> str:
    """A list of texts in a filter."""
    return ",".join("'" + value.replace("'", "''") + "'" for value in values)


def _refusal(answer: Any) -> str:
    """What an answer says where it is an error: an object, or rows that hold one."""
    while isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    status = answer
    for name in ("Result", "ResponseStatus"):
        status = status.get(name) if isinstance(status, dict) else None
    if isinstance(status, dict) and isinstance(status.get("Errors"), list):
        said = [str(error.get("Message")) for error in status["Errors"] if isinstance(error, dict)]
        return "; ".join(said) or "without a reason"
    return str(answer.get("Message") or answer) if isinstance(answer, dict) else ""
