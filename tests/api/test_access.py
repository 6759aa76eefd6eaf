"""Every route x every role x every way of having no key: let in or refused exactly as its rule says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.routing import Mount
from starlette.testclient import TestClient

from api.access.guard import RULE, Guarded, guarded, needs
from api.access.keys import list_keys, new_key, revoke_key
from api.access.roles import RIGHTS, ROLES
from api.app import create_app
from genealogy.errors import UsageError
from genealogy.settings import Settings
from genealogy.store import Store
from tests.api.access import EVERY, bearer, expire, key_for
from tests.api.conftest import key_of
from tests.support.commands import Address, command

OPEN = {"/health/live", "/health/ready", "/docs", "/inbox/{source}", "/answers/{link}"}  # the last two bear a signature
DATALESS = {"/openapi.json", "/docs/static"}  # no routes of ours: the document, and the scripts of the page
VALUES = {
    "sha256": "0" * 64,
    "material": "M",
    "lot": "nowhere",
    "case": "none",
    "load": "none",
    "drill": "none",
    "id": "none",
    "capture": "none",
    "event_id": "none",
    "source": "none",
    "link": "none",
}


@pytest.fixture
def anonymous(store: Store, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings, store), base_url="http://127.0.0.1") as found:
        yield found


def routes_of(routes: Any) -> Iterator[Any]:
    """All routes, also those of routers that were included."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        yield from routes_of(inner.routes) if isinstance(inner, APIRouter) else [route]


def operations(client: TestClient) -> list[tuple[str, str, list[str]]]:
    """Method, a path with something absent in it, and the rule of every operation of the OpenAPI document."""
    paths = client.get("/openapi.json").json()["paths"]
    return [
        (method.upper(), path.format(**VALUES), operation[RULE])
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]


def refused(client: TestClient, method: str, path: str, headers: dict[str, str]) -> tuple[int, str] | None:
    """Status and code where who asks is refused; None where the request gets past the rule."""
    answer = client.request(method, path, headers=headers)
    if answer.status_code not in (401, 403):
        return None
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code == 401) == ("www-authenticate" in answer.headers)
    return answer.status_code, answer.json()["code"]


def test_every_route_has_a_rule(store: Store, settings: Settings) -> None:
    found = list(routes_of(create_app(settings, store).routes))
    assert len(found) > 30
    for route in found:
        if isinstance(route, Guarded):
            assert set(route.rights) <= RIGHTS.keys()
            assert bool(route.rights) == (route.path not in OPEN), route.path
        else:
            assert not isinstance(route, APIRoute), route.path
            assert isinstance(route, Mount) or route.methods == {"GET", "HEAD"}
            assert route.path in DATALESS


def test_a_route_without_a_rule_cannot_be_made() -> None:
    router = guarded()
    extras: tuple[dict[str, Any] | None, ...] = (None, {}, {"security": []})
    for extra in extras:
        with pytest.raises(TypeError, match="has no rule"):
            router.get("/new", openapi_extra=extra)(lambda: None)
    for rights in ((), ("everything",)):
        with pytest.raises(TypeError, match="names rights"):
            needs(*rights)


def test_every_right_is_of_use_and_some_role_has_it(client: TestClient) -> None:
    asked = {right for _, _, rights in operations(client) for right in rights}
    held = frozenset().union(*ROLES.values())
    assert asked == held == RIGHTS.keys()
    assert list(ROLES) == EVERY


def test_every_route_and_every_role(store: Store, client: TestClient, anonymous: TestClient) -> None:
    keys = {role: key_for(store, role) for role in EVERY}
    let_in = turned_away = 0
    for method, path, rights in operations(client):
        for role, key in keys.items():
            allowed = not rights or bool(ROLES[role] & set(rights))
            expected = None if allowed else (403, "not_allowed")
            assert (method, path, role, refused(anonymous, method, path, key)) == (method, path, role, expected)
            let_in, turned_away = let_in + allowed, turned_away + (not allowed)
    assert let_in > 100
    assert turned_away > 100


def test_every_route_and_every_way_to_have_no_key(store: Store, client: TestClient, anonymous: TestClient) -> None:
    expired, revoked = key_for(store, "admin"), key_for(store, "admin")
    id_ = revoked["Authorization"].split("_")[1]
    good = key_for(store, "admin")["Authorization"]
    ways = [{}, expired, revoked, bearer(f"gk_{id_}_")]
    assert refused(anonymous, "GET", "/version", expired) is None
    assert refused(anonymous, "GET", "/version", revoked) is None
    expire(store, expired)
    revoke_key(store, id_, "os:test")
    for method, path, rights in operations(client):
        for way in ways:
            expected = (401, "unauthenticated") if rights else None
            assert (method, path, way, refused(anonymous, method, path, way)) == (method, path, way, expected)
    odd = ["Bearer", "Bearer x", "Bearer gk_", "Bearer gk__", good[:-1], good + "x", good[7:], good.lower()]
    odd += [good.replace("Bearer", "Basic"), "Bearer \u00fc", good + ", " + good, "Bearer gk_\x00_"]
    for text in odd:
        answer = anonymous.get("/version", headers=[(b"authorization", text.encode("latin-1"))])
        assert (text, answer.status_code) == (text, 401)


def test_what_is_wrong_is_said_only_to_whoever_has_the_key(store: Store, anonymous: TestClient) -> None:
    key = key_for(store, "viewer")
    revoke_key(store, key["Authorization"].split("_")[1], "os:test")
    said = anonymous.get("/version", headers=key).json()["detail"]
    assert "revoked" in said
    foreign = {"Authorization": key["Authorization"][:-1]}
    assert "revoked" not in anonymous.get("/version", headers=foreign).json()["detail"]


def test_a_request_is_refused_before_its_body_is_read(anonymous: TestClient) -> None:
    answer = anonymous.post("/events", content=b"{", headers={"content-type": "application/json"})
    assert answer.status_code == 401


def test_keys_by_http(client: TestClient, store: Store, settings: Settings) -> None:
    made = client.post("/keys", json={"name": "\u626b\u63cf\u67aa 2", "role": "operator", "days": 30})
    assert made.status_code == 201
    key = made.json()["key"]
    assert made.headers["location"] == f"/keys/{made.json()['id']}"
    assert client.get("/version", headers=bearer(key)).status_code == 200
    (listed,) = client.get("/keys").json()["keys"]
    assert (listed["name"], listed["role"], listed["made_by"]) == ("\u626b\u63cf\u67aa 2", "operator", "key:home")
    assert listed["expires_at"] > listed["created_at"]
    assert key not in client.get("/keys").text
    gone = client.delete(f"/keys/{listed['id']}").json()
    assert gone["revoked_at"]
    assert client.delete(f"/keys/{listed['id']}").json() == gone
    assert client.get("/version", headers=bearer(key)).status_code == 401
    assert client.delete("/keys/none").json()["code"] == "unknown_key"
    for bad in (
        {"name": "x", "role": "supplier"},
        {"name": "x", "role": "viewer", "party": "S"},
        {"name": " ", "role": "viewer"},
        {"name": "x", "role": "root"},
        {"name": "x", "role": "viewer", "days": 0},
    ):
        assert client.post("/keys", json=bad).status_code == 422, bad


def test_the_database_keeps_no_key(client: TestClient, store: Store) -> None:
    key = client.post("/keys", json={"name": "x", "role": "viewer"}).json()["key"]
    kept = str(list(store.stream("hash.nodes", without=[])))
    assert key.split("_")[1] in kept
    assert key.split("_", 2)[2] not in kept


def test_the_homes_own_key_is_long_enough(settings: Settings, anonymous: TestClient) -> None:
    assert refused(anonymous, "GET", "/version", key_of(settings)) is None
    assert refused(anonymous, "GET", "/version", bearer("")) == (401, "unauthenticated")


def test_the_page_says_what_each_role_and_right_is() -> None:
    page = (Path(__file__).parents[2] / "docs" / "access.md").read_text("utf-8")
    for role, rights in ROLES.items():
        assert f"| {role} | {', '.join(right for right in RIGHTS if right in rights)} |\n" in page
    for right, text in RIGHTS.items():
        assert f"| {right} | {text} |\n" in page


def test_keys_on_the_command_line(server_address: Address, store: Store, anonymous: TestClient, tmp_path: Path) -> None:
    def run(*line: str) -> tuple[int, str]:
        done = command(server_address, tmp_path / "cli", "key", *line)
        return done.returncode, done.stdout

    code, said = run("new", "--name", "门户", "--role", "customer", "--party", "CUST-1", "--expires", "9")
    key = said.strip()
    assert (code, said.count("\n")) == (0, 1)
    assert refused(anonymous, "GET", "/version", bearer(key)) == (403, "not_allowed")
    (listed,) = list_keys(store)
    assert (listed["name"], listed["party"], listed["made_by"][:3]) == ("门户", "CUST-1", "os:")
    assert run("revoke", listed["id"])[0] == 0
    assert refused(anonymous, "GET", "/version", bearer(key)) == (401, "unauthenticated")
    code, said = run("list", "--json")
    assert (code, orjson.loads(said)["keys"]) == (0, list_keys(store))
    assert run("revoke", "nobody")[0] == 3
    with pytest.raises(UsageError, match="there is no role root"):
        new_key(store, "x", "root")
