"""As much of K3Cloud's WebAPI as a reader needs: ExecuteBillQuery with filters, order and position over rows.

A row is a line with the fields of its head; where only fields of heads are asked for, each head comes once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import Any

from tests.support.peer import Asked, FakeSystem

Forms = dict[str, list[dict[str, Any]]]
SECRET = "密钥"
APPLICATION = "262853_0123456789abcdefghijklmnopqrstuv"
LINES = ("EntryID", "FMaterialId", "FLot", "Qty", "FMo", "FUnitID", "FStock", "FSrc", "FDest", "FSupplierLot")
_TERM = re.compile(r"([\w.]+?)\s*(>=|>|=| IN )\s*(.+)")


def kingdee(forms: Forms) -> FakeSystem:
    """A data centre that holds these rows."""
    return FakeSystem(lambda asked: _answer(forms, asked))


def _answer(forms: Forms, asked: Asked) -> tuple[int, Any]:
    said = {name.lower(): value for name, value in asked.headers.items()}
    data = base64.b64decode(said["x-kd-appdata"]).decode()
    expected = hmac.new(SECRET.encode(), (APPLICATION + data).encode(), hashlib.sha256).hexdigest()
    if base64.b64decode(said["x-kd-signature"]).decode() != expected or data != "plant,reader,2052,0":
        return 200, _refused("会话信息已丢失，请重新登录")
    if "Save" in asked.path:
        return 200, _save(forms[asked.body["formid"]], asked.body["data"])
    query = asked.body["data"]
    fields = query["FieldKeys"].split(",")
    rows = forms.get(query["FormId"], [])
    if unknown := [field for field in fields if rows and field not in rows[0]]:
        return 200, _refused(f"字段{unknown[0]}不存在")
    rows = [row for row in rows if all(_holds(row, term) for term in query["FilterString"].split(" AND ") if term)]
    field, way = query["OrderString"].split()
    rows = sorted((row for row in rows if row[field] is not None), key=lambda row: row[field], reverse=way == "DESC")
    found = [[row[name] for name in fields] for row in rows]
    if not any(word in name for name in fields for word in LINES):
        found = [row for at, row in enumerate(found) if row not in found[:at]]
    start = query["StartRow"]
    return 200, found[start : start + min(query["Limit"], 2000)]


def _save(rows: list[dict[str, Any]], data: dict[str, Any]) -> Any:
    model = data["Model"]
    key = next(iter(model))
    assert set(data["NeedUpDateFields"]) == model.keys() - {key}
    found = [row for row in rows if row[key] == model[key]]
    for row in found:
        row.update(model, FModifyDate="2026-03-20T08:00:00")
    return {"Result": {"ResponseStatus": {"IsSuccess": bool(found), "Errors": []}}}


def _refused(text: str) -> Any:
    status = {"ErrorCode": 500, "IsSuccess": False, "Errors": [{"FieldName": None, "Message": text, "DIndex": 0}]}
    return [[{"Result": {"ResponseStatus": {**status, "SuccessEntitys": [], "MsgCode": 1}}}]]


def _holds(row: dict[str, Any], term: str) -> bool:
    if term.startswith("("):
        return any(_holds(row, one) for one in term.strip("()").split(" OR "))
    match = _TERM.fullmatch(term)
    assert match, term
    name, how, value = match.groups()
    if how == " IN ":
        return f"'{row[name]}'" in value or str(row[name]) in value.strip("()").split(",")
    if how == "=":
        return str(row[name]) == value.strip("'")
    if row[name] is None:
        return False
    if value.startswith("'"):
        one = str(row[name]).replace("T", " ")
        return one >= value.strip("'")
    return bool(row[name] > int(value) if how == ">" else row[name] >= int(value))
