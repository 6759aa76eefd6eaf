"""Electronic signatures: shown again who it is, with a meaning, and recorded with the step."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import home
from api.access.keys import revoke_key
from api.access.signing import signed_by_key
from api.app import create_app
from genealogy.cases.book import show_case
from genealogy.cases.life import Opening, Said, open_case
from genealogy.cases.question import Question
from genealogy.errors import UsageError
from genealogy.rebuild import rebuild
from genealogy.settings import Settings
from genealogy.store import Store
from tests.api.access import expire, key_for
from tests.cases.conftest import FLOUR, PLANT
from tests.support.bundles import record_bundles
from tests.support.commands import Address, command
from tests.support.provider import AUDIENCE, provider

DECISION = {"by": "王芳", "reason": "涂层脱落", "decision": "全部召回"}
CLOSE = {"by": "王芳", "reason": "完", "status": "closed", "decision": "结案"}
RELEASE = {"by": "王芳", "reason": "复检合格"}


@pytest.fixture
def case(store: Store, settings: Settings) -> str:
    """An open case on a small bakery."""
    record_bundles(store, [PLANT])
    question = Question([{"key": FLOUR, "from": None, "to": None}], None, settings.tolerance, settings.zone)
    return str(open_case(store, question, Opening("面粉异物", "II"), Said("王芳", "异物"), "召回-1")["case"])


@pytest.fixture
def strict(store: Store, settings: Settings) -> Iterator[TestClient]:
    """A service that asks for signatures."""
    chosen = settings.model_copy(update={"signatures": True})
    with TestClient(create_app(chosen, store), base_url="http://127.0.0.1") as found:
        yield found


def with_key(header: dict[str, str], meaning: str = "approval") -> dict[str, Any]:
    return {"signature": {"meaning": meaning, "credential": header["Authorization"].removeprefix("Bearer ")}}


def test_what_must_be_signed(store: Store, case: str, strict: TestClient) -> None:
    key = key_for(store, "quality")
    assert strict.post(f"/cases/{case}/hold", json=RELEASE, headers=key).json()["held"]
    for path, body in (("decisions", DECISION), ("release", RELEASE), ("status", CLOSE)):
        refused = strict.post(f"/cases/{case}/{path}", json=body, headers=key)
        assert (path, refused.status_code, refused.json()["code"]) == (path, 403, "signature_needed")
        done = strict.post(f"/cases/{case}/{path}", json={**body, **with_key(key)}, headers=key)
        assert (path, done.status_code) == (path, 201 if path == "decisions" else 200), done.text
    signed = [entry for entry in strict.get(f"/cases/{case}", headers=key).json()["entries"] if entry["signer"]]
    by = "key:" + key["Authorization"].split("_")[1]
    assert [(entry["action"], entry["signer"], entry["meaning"], entry["by"]) for entry in signed] == [
        (action, by, "approval", "王芳") for action in ("decide", "release", "close")
    ]


def test_what_is_no_signature(store: Store, case: str, strict: TestClient, settings: Settings) -> None:
    mine, other, viewer = (key_for(store, role) for role in ("quality", "quality", "viewer"))
    expired, revoked = key_for(store, "quality"), key_for(store, "quality")
    expire(store, expired)
    revoke_key(store, revoked["Authorization"].split("_")[1], "os:test")
    own = {"Authorization": f"Bearer {home.api_key(settings)}"}
    wrong = [other, viewer, expired, revoked, own, {"Authorization": ""}, {"Authorization": mine["Authorization"][:-1]}]
    for header in wrong:
        sent = strict.post(f"/cases/{case}/decisions", json={**DECISION, **with_key(header)}, headers=mine)
        assert (header, sent.status_code, sent.json()["code"]) == (header, 403, "signature_refused")
    sent = strict.post(f"/cases/{case}/decisions", json={**DECISION, **with_key(own)}, headers=own)
    assert (sent.status_code, sent.json()["code"]) == (403, "signature_refused")
    malformed: list[dict[str, Any]] = [with_key(mine, "fun"), {"signature": {"meaning": "review"}}, {"signature": {}}]
    for body in malformed:
        sent = strict.post(f"/cases/{case}/decisions", json={**DECISION, **body}, headers=mine)
        assert sent.status_code == 422
        assert mine["Authorization"][10:] not in sent.text
    assert [entry["action"] for entry in strict.get(f"/cases/{case}", headers=mine).json()["entries"]] == ["open"]


def test_a_signature_that_nobody_asked_for_is_checked_and_kept(store: Store, case: str, settings: Settings) -> None:
    key, other = key_for(store, "quality"), key_for(store, "quality")
    with TestClient(create_app(settings, store), base_url="http://127.0.0.1", headers=key) as client:
        assert client.post(f"/cases/{case}/decisions", json={**DECISION, **with_key(other)}).status_code == 403
        done = client.post(f"/cases/{case}/decisions", json={**DECISION, **with_key(key, "responsibility")}).json()
        assert done["entries"][-1]["meaning"] == "responsibility"
        rebuild(store, settings.zone, lambda *_: None)
        assert client.get(f"/cases/{case}").json()["entries"] == done["entries"]
    assert key["Authorization"][-20:] not in str(list(store.stream("hash.nodes", without=[])))


def test_a_token_signs_while_its_log_in_is_fresh(store: Store, case: str, settings: Settings) -> None:
    with provider() as idp:
        chosen = settings.model_copy(update={"signatures": True, "oidc_issuer": idp.url, "oidc_audience": AUDIENCE})
        now = int(time.time())
        good = idp.token(roles=["quality"])
        with TestClient(
            create_app(chosen, store), base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {good}"}
        ) as client:

            def sign(**claims: Any) -> int:
                token = idp.token(roles=["quality"], **claims)
                body = {**DECISION, "signature": {"meaning": "review", "credential": token}}
                return int(client.post(f"/cases/{case}/decisions", json=body).status_code)

            assert [sign(), sign(auth_time=now - 400), sign(auth_time="now"), sign(auth_time=now, sub="李雷")] == [
                403
            ] * 4
            assert sign(auth_time=now) == 201
            signer = client.get(f"/cases/{case}").json()["entries"][-1]["signer"]
            assert signer == f"oidc:{idp.url} 王芳"


def test_on_the_command_line(server_address: Address, store: Store, case: str, tmp_path: Path) -> None:
    key = key_for(store, "quality")["Authorization"].removeprefix("Bearer ")
    line = ["case", "decide", case, "--decision", "召回", "--by", "王芳", "--reason", "脱落"]

    def run(*more: str, **settings: str) -> tuple[int, str]:
        done = command(server_address, tmp_path / "home", *line, *more, SIGNATURES="true", **settings)
        return done.returncode, done.stderr

    assert "needs a signature" in run()[1]
    assert "not accepted" in run("--meaning", "review", API_KEY="gk_x_y")[1]
    assert run("--meaning", "review", API_KEY=key) == (0, "")
    last = show_case(store, case)["entries"][-1]
    assert (last["signer"], last["meaning"]) == ("key:" + key.split("_")[1], "review")
    with pytest.raises(UsageError, match="no meaning"):
        signed_by_key(Settings(home=tmp_path / "home"), store, "fun", key)
