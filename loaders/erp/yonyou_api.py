"""YonBIP's open API: a token for the application, lists that are as long as they say, documents by id."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any

import orjson

from genealogy.errors import PullError
from loaders.erp.peer import GoneError, Peer

_TOKEN = "/iuap-api-auth/open-auth/selfAppAuth/base/v1/getAccessToken"
_GATEWAY = "/iuap-api-gateway"
_SOON = 300.0  # seconds before its end from which a token is not used
_STALE = {"310001", "310036"}  # no token, or one that is not valid
_MISSING = "1002"  # 数据不存在
_SHOWN = 200
_STAYS = "the cursor stays where it is: pull again"
Record = dict[str, Any]


class Api:
    """One tenant, asked as one application."""

    def __init__(self, peer: Peer, secret: str) -> None:
        self.source = peer.source
        self._peer = peer
        self._secret = secret
        self._token = ""
        self._until = 0.0

    def page(self, path: str, body: Record, number: int, size: int) -> Record:
        """One page of a list (the first is 1) with its counts; raises PullError where it is none."""
        data = self._ask("POST", path, json={**body, "pageIndex": number, "pageSize": size})
        if isinstance(data, list):  # some lists come bare
            data = {"recordCount": None, "recordList": data}
        count, records = (data.get("recordCount", ""), data.get("recordList")) if isinstance(data, dict) else ("", None)
        records = [] if records is None and count == 0 else records
        if isinstance(count, str | bool | float) or not isinstance(records, list):
            raise PullError(f"Yonyou answered {path} with what is no list that is counted: {str(data)[:_SHOWN]}")
        if not all(isinstance(record, dict) and record.get("id") for record in records):
            raise PullError(f"Yonyou answered {path} with what are no records with an id: {str(records)[:_SHOWN]}")
        return {**data, "recordList": records}

    def records(self, path: str, body: Record) -> list[Record]:
        """Every record of a list, each once; raises PullError where they are not as many as are counted, or where that
        changes meanwhile, for pages have no order that could be relied upon."""
        found: list[Record] = []
        seen = set[bytes]()
        page = self.page(path, body, 1, self.source.page_size)
        count, number = page["recordCount"], 1
        while page["recordList"]:
            found += page["recordList"]
            seen.update(orjson.dumps(record) for record in page["recordList"])
            if len(seen) != len(found) or (count is not None and len(found) >= count):
                break
            number += 1
            page = self.page(path, body, number, self.source.page_size)
            if page["recordCount"] != count:
                raise PullError(f"the list {path} changed while it was read; {_STAYS}")
        if len(seen) != len(found) or len(found) != (len(found) if count is None else count):
            what = len(found) if count is None else count
            raise PullError(f"Yonyou counts {what} records in {path} and gave {len(seen)} different ones; {_STAYS}")
        return found

    def detail(self, path: str, id_: str) -> Record:
        """One document; raises GoneError where it is not there, PullError where it is another thing."""
        data = self._ask("GET", path, params={"id": id_})
        if not isinstance(data, dict) or str(data.get("id")) != id_:
            raise PullError(f"Yonyou was asked for {path} {id_} and answered {str(data)[:_SHOWN]}")
        return data

    def save(self, path: str, record: Record) -> None:
        """Write a record; raises PullError where it is refused, which a count in the answer may say."""
        data = self._ask("POST", path, json={"data": record})
        if not isinstance(data, dict) or data.get("failCount") != 0:
            said = data.get("messages") if isinstance(data, dict) else data
            raise PullError(f"Yonyou refused to save by {path}: {str(said)[:_SHOWN]}")

    def _ask(self, method: str, path: str, **request: Any) -> Any:
        """The data of an answer. A token that is not taken any more is asked for anew, once."""
        for fresh in (False, True):
            params = {**request.get("params", {}), "access_token": self._access(fresh)}
            answer = self._peer.ask(method, _GATEWAY + path, **(request | {"params": params}))
            code = str(answer.get("code")) if isinstance(answer, dict) else ""
            if code not in _STALE:
                break
        if code == _MISSING:
            raise GoneError(f"Yonyou has not what {path} was asked for")
        if code != "200":
            said = f"{code} {answer.get('message')}" if code else str(answer)
            raise PullError(f"Yonyou refused {path}: {said[:_SHOWN]}")
        return answer.get("data")

    def _access(self, fresh: bool) -> str:
        now = self._peer.clock.now()
        if fresh or not self._token or now > self._until:
            moment = str(int(time.time() * 1000))
            params = {"appKey": self.source.user, "timestamp": moment}
            answer = self._peer.ask("GET", _TOKEN, params={**params, "signature": signature(params, self._secret)})
            data = answer.get("data") if isinstance(answer, dict) and answer.get("code") == "00000" else None
            if not isinstance(data, dict) or not isinstance(data.get("access_token"), str):
                said = answer.get("message") if isinstance(answer, dict) else answer
                raise PullError(f"Yonyou gave no token to application {self.source.user!r}: {str(said)[:_SHOWN]}")
            self._token, self._until = data["access_token"], now + float(data.get("expire") or 0) - _SOON
        return self._token


def signature(params: dict[str, str], secret: str) -> str:
    """Base64 of the HMAC of names and values in order; the client encodes it for the address."""
    text = "".join(f"{name}{params[name]}" for name in sorted(params))
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()
