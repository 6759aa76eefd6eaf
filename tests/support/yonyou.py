"""As much of YonBIP's open API as a reader needs: a token, lists with filters and counts, details, over papers.

Lists of storeprorecord give a row for each line, others one for each paper (isSum), as the published pages have it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from tests.support.peer import Asked, FakeSystem

Papers = dict[str, list[dict[str, Any]]]
SECRET = "应用密钥"
TOKEN = "令牌+/="
LINES = {"purinrecord": "purInRecords", "materialout": "materOuts", "storeprorecord": "storeProRecords"}
LINES |= {"salesout": "details"}
_BARE = "merchant"


def yonyou(papers: Papers) -> FakeSystem:
    """A tenant that holds these papers and records."""
    return FakeSystem(lambda asked: (200, _answer(papers, asked)))


def type_of(path: str) -> str:
    """Of which type a list or a detail is."""
    parts = path.split("/")
    return {"report": "batchno"}.get(parts[-2], parts[-2])


def _answer(papers: Papers, asked: Asked) -> dict[str, Any]:
    if asked.path.endswith("/getAccessToken"):
        text = f"appKey{asked.query['appKey']}timestamp{asked.query['timestamp']}".encode()
        signed = base64.b64encode(hmac.new(SECRET.encode(), text, hashlib.sha256).digest()).decode()
        if (asked.query["appKey"], asked.query["signature"]) != ("reader", signed):
            return {"code": "10018", "message": "应用不存在或appKey已停用"}
        return {"code": "00000", "message": "成功！", "data": {"access_token": TOKEN, "expire": 7200}}
    if asked.query.get("access_token") != TOKEN:
        return {"code": "310036", "message": "非法token"}
    type_ = type_of(asked.path)
    if asked.path.endswith("/save"):
        return _good(_save(papers[type_], asked.body["data"]))
    if asked.path.endswith("/detail"):
        found = [paper for paper in papers[type_] if str(paper["id"]) == asked.query["id"]]
        return _good(found[0]) if found else {"code": "1002", "message": "数据不存在"}
    rows = [row for paper in papers[type_] if _fits(type_, paper, asked.body) for row in _rows(type_, paper)]
    at, size = asked.body["pageIndex"] - 1, asked.body["pageSize"]
    if type_ == _BARE:
        return _good(rows[at * size : (at + 1) * size])
    now = max((paper.get("pubts", "") for paper in papers[type_]), default="")
    data = {"pageIndex": at + 1, "pageSize": size, "recordCount": len(rows), "pubts": now}
    return _good(data | {"recordList": rows[at * size : (at + 1) * size]})


def _save(records: list[dict[str, Any]], said: dict[str, Any]) -> dict[str, Any]:
    found = [one for one in records if str(one["id"]) == said["id__pk"] and said["_status"] == "Update"]
    for one in found:
        defined = {name: value for name, value in said.items() if name.startswith("define")}
        one.update(defined, pubts="2026-03-20 08:00:00")
    return {"sucessCount": len(found), "failCount": 1 - len(found), "messages": []}


def _good(data: Any) -> dict[str, Any]:
    return {"code": "200", "message": "操作成功", "data": data}


def _rows(type_: str, paper: dict[str, Any]) -> list[dict[str, Any]]:
    head = {name: value for name, value in paper.items() if not isinstance(value, list)}
    if type_ != "storeprorecord":
        return [head]
    return [head | {"storeProRecords_id": line["id"]} for line in paper["storeProRecords"]]


def _fits(type_: str, paper: dict[str, Any], body: dict[str, Any]) -> bool:
    since = body.get("open_pubts_begin") or body.get("simple", {}).get("pubts") or ""
    if paper.get("pubts", "") < since or body.get("batchno", paper.get("batchno")) != paper.get("batchno"):
        return False
    return all(_holds(type_, paper, one) for one in body.get("simpleVOs", []))


def _holds(type_: str, paper: dict[str, Any], one: dict[str, Any]) -> bool:
    of, _, field = one["field"].rpartition(".")
    assert not of or of == LINES[type_], one
    values = [line.get(field) for line in paper[of]] if of else [paper[field]]
    return any(value == one["value1"] if one["op"] == "eq" else value >= one["value1"] for value in values)
