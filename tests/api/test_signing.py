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
from api.app import create_app
from genealogy.cases.life import Opening, Said, open_case
from genealogy.cases.question import Question
from genealogy.rebuild import rebuild
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.example import BAD_LOT
from tests.api.access import expire, key_for
from tests.support.commands import Address, command
from tests.support.provider import AUDIENCE, provider

CASE = "召回-1"
DECISION = {"by": "王芳", "reason": "涂层脱落", "decision": "全部召回"}
CLOSE = {"by": "王芳", "reason": "完", "status": "closed", "decision": "结案"}
RELEASE = {"by": "王芳", "reason": "复检合格"}


@pytest.fixture
def case(plant: Store, settings: Settings) -> str:
    """A case of its own."""
    id_ = f"{CASE}-{time.monotonic_ns()}"
    question = Question([{"key": BAD_LOT, "from": None, "to": None}], None, settings.tolerance, settings.zone)
    open_case(plant, question, Opening("涂层", "II"), Said("王芳", "脱落"), id_)
    return id_


@pytest.fixture
def strict(plant: Store, settings: Settings) -> Iterator[TestClient]:
    """A service that asks for signatures."""
    chosen = settings.model_copy(update={"signatures": True})
    with TestClient(create_app(chosen, plant), base_url="http://127.0.0.1") as found:
        yield found


def with_key(header: dict[str, str], meaning: str = "approval") -> dict[str, Any]:
    return {"signature": {"meaning": meaning, "credential": header["Authorization"].removeprefix("Bearer ")}}


def test_what_must_be_signed(plant: Store, case: str, strict: TestClient) -> None:
    key = key_for(plant, "quality")
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


def test_what_is_no_signature(plant: Store, case: str, strict: TestClient, settings: Settings) -> None:
    mine, other, viewer = (key_for(plant, role) for role in ("quality", "quality", "viewer"))
    expired, revoked = key_for(plant, "quality"), key_for(plant, "quality")
    expire(plant, expired)
    revoke_key(plant, revoked["Authorization"].split("_")[1])
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


def test_a_signature_that_nobody_asked_for_is_checked_and_kept(plant: Store, case: str, settings: Settings) -> None:
    key, other = key_for(plant, "quality"), key_for(plant, "quality")
    with TestClient(create_app(settings, plant), base_url="http://127.0.0.1", headers=key) as client:
        assert client.post(f"/cases/{case}/decisions", json={**DECISION, **with_key(other)}).status_code == 403
        done = client.post(f"/cases/{case}/decisions", json={**DECISION, **with_key(key, "responsibility")}).json()
        assert done["entries"][-1]["meaning"] == "responsibility"
        rebuild(plant, settings.zone, lambda *_: None)
        assert client.get(f"/cases/{case}").json()["entries"] == done["entries"]
    assert key["Authorization"][-20:] not in str(list(plant.stream("hash.nodes", without=[])))


def test_a_token_signs_while_its_log_in_is_fresh(plant: Store, case: str, settings: Settings) -> None:
    with provider() as idp:
        chosen = settings.model_copy(update={"signatures": True, "oidc_issuer": idp.url, "oidc_audience": AUDIENCE})
        now = int(time.time())
        good = idp.token(roles=["quality"])
        with TestClient(
            create_app(chosen, plant), base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {good}"}
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


def test_on_the_command_line(server_address: Address, plant: Store, case: str, tmp_path: Path) -> None:
    key = key_for(plant, "quality")["Authorization"].removeprefix("Bearer ")
    line = ["case", "decide", case, "--decision", "召回", "--by", "王芳", "--reason", "脱落"]

    def run(*more: str, **settings: str) -> tuple[int, str]:
        done = command(server_address, tmp_path / "home", *line, *more, SIGNATURES="true", **settings)
        return done.returncode, done.stderr

    assert "needs a signature" in run()[1]
    assert run("--meaning", "fun", API_KEY=key)[0] == 2
    assert "not accepted" in run("--meaning", "review", API_KEY="gk_x_y")[1]
    code, said = run("--meaning", "review", API_KEY=key)
    assert (code, said) == (0, "")
    shown = command(server_address, tmp_path / "home", "case", "show", case).stdout
    assert "review" in shown
    assert key.split("_")[1] in shown.replace("\n", "")
