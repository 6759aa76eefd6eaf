"""As much of Odoo's JSON-RPC as a reader needs: search_read and search_count with domains, over records in memory.

Fields and their types are those of odoo/odoo 17 (addons/stock/models, addons/mrp/models).
"""

from __future__ import annotations

from typing import Any

from tests.support.peer import Asked, FakeSystem

Records = dict[str, list[dict[str, Any]]]
SECRET = "秘密"
_MANY = {
    ("stock.picking", "move_line_ids"): ("stock.move.line", "picking_id"),
    ("stock.move", "move_line_ids"): ("stock.move.line", "move_id"),
    ("mrp.production", "move_raw_ids"): ("stock.move", "raw_material_production_id"),
    ("mrp.production", "move_finished_ids"): ("stock.move", "production_id"),
    ("mrp.unbuild", "consume_line_ids"): ("stock.move", "consume_unbuild_id"),
    ("mrp.unbuild", "produce_line_ids"): ("stock.move", "unbuild_id"),
}


def odoo(records: Records) -> FakeSystem:
    """A server with one database that holds these records."""
    return FakeSystem(lambda asked: (200, {"jsonrpc": "2.0", "id": 1, **_answer(records, asked)}))


def _answer(records: Records, asked: Asked) -> dict[str, Any]:
    params = asked.body["params"]
    if params["service"] == "common":
        _, user, secret, _ = params["args"]
        return {"result": 7 if (user, secret) == ("reader", SECRET) else False}
    _, uid, secret, model, method, args, more = params["args"]
    if (uid, secret) != (7, SECRET) or (model not in records and method != "message_post"):
        return {"error": {"code": 200, "message": "Odoo Server Error", "data": {"message": f"no access to {model}"}}}
    if method in ("write", "message_post"):
        return {"result": _write(records, model, method, args, more)}
    (domain,) = args
    found = [row for row in records[model] if _fits(records, model, row, list(domain))]
    if method == "search_count":
        return {"result": len(found)}
    field, _, way = str(more.get("order", "id asc")).split(",")[0].partition(" ")
    found.sort(key=lambda row: row[field], reverse=way == "desc")
    found = found[: more.get("limit") or None]
    return {"result": [{"id": row["id"]} | {name: row[name] for name in more["fields"]} for row in found]}


def _write(records: Records, model: str, method: str, args: list[Any], more: dict[str, Any]) -> Any:
    """Values, or a note in the log. The time of change moves with values only."""
    if method == "message_post":
        (id_,) = args[0]
        log = records.setdefault("mail.message", [])
        log.append({"id": len(log) + 1, "model": model, "res_id": id_, "body": f"<p>{more['body']}</p>"})
        return len(log)
    for row in records[model]:
        if row["id"] in args[0]:
            row.update(args[1], write_date="2026-03-20 08:00:00")
    return True


def _fits(records: Records, model: str, row: dict[str, Any], domain: list[Any]) -> bool:
    """A domain in prefix form; what stands side by side holds together."""
    terms = list(domain)
    whole = True
    while terms:
        whole &= _term(records, model, row, terms)
    return whole


def _term(records: Records, model: str, row: dict[str, Any], terms: list[Any]) -> bool:
    term = terms.pop(0)
    if term == "|":
        left, right = _term(records, model, row, terms), _term(records, model, row, terms)
        return left or right
    path, operator, value = term
    return any(_holds(one, operator, value) for one in _values(records, model, row, path.split(".")))


def _values(records: Records, model: str, row: dict[str, Any], path: list[str]) -> list[Any]:
    if (model, path[0]) not in _MANY:
        if path[1:] == ["default_code"]:
            return [one["default_code"] for one in records["product.product"] if one["id"] == row[path[0]][0]]
        value = row[path[0]]
        return [value[0] if isinstance(value, list) else value]
    other, back = _MANY[model, path[0]]
    mine = [line for line in records[other] if line[back] and line[back][0] == row["id"]]
    return [value for line in mine for value in _values(records, other, line, path[1:])]


def _holds(one: Any, operator: str, value: Any) -> bool:
    if operator == "ilike":
        return value.lower() in str(one).lower()
    if operator == "in":
        return one in value
    if operator in ("=", "!="):
        return (one == value) is (operator == "=")
    return one is not False and (one > value or (operator == ">=" and one == value))
