"""How much one key may ask, and what each answer tells a browser."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from api.access.limits import Limits, TooManyError
from api.app import create_app
from genealogy.errors import SettingsError
from genealogy.settings import Settings, load_settings
from genealogy.store import Store
from tests.api.access import key_for
from tests.api.conftest import key_of


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def taken(limits: Limits, by: str, wanted: int) -> int:
    """How many of so many requests, one after the other, are let through."""
    done = 0
    for _ in range(wanted):
        try:
            with limits.counted(by):
                done += 1
        except TooManyError:
            pass
    return done


def test_a_minutes_requests_fill_up_again_evenly() -> None:
    clock = Clock()
    limits = Limits(60, 5, clock)
    assert taken(limits, "a", 100) == 60
    assert taken(limits, "b", 10) == 10
    clock.now += 10
    assert taken(limits, "a", 100) == 10
    clock.now += 3600
    assert taken(limits, "a", 100) == 60
    with pytest.raises(TooManyError) as caught, limits.counted("a"):
        pass
    assert caught.value.headers == {"Retry-After": "1"}


def test_requests_at_once() -> None:
    limits = Limits(1000, 2, Clock())
    with limits.counted("a"), limits.counted("a"):
        with pytest.raises(TooManyError, match="under way"), limits.counted("a"):
            pass
        assert taken(limits, "b", 1) == 1
    assert taken(limits, "a", 1) == 1
    with pytest.raises(ZeroDivisionError), limits.counted("a"):
        raise ZeroDivisionError
    with limits.counted("a"), limits.counted("a"):
        pass


def test_quiet_callers_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.access.limits._MOST", 3)
    clock = Clock()
    limits = Limits(2, 5, clock)
    with limits.counted("busy"):
        assert [taken(limits, by, 5) for by in "abc"] == [2, 2, 2]
        clock.now += 61
        taken(limits, "d", 1)
        assert limits._buckets.keys() == {"busy", "d"}


def test_too_many_requests_by_http(store: Store, settings: Settings) -> None:
    few = settings.model_copy(update={"requests_per_minute": 3})
    with TestClient(create_app(few, store), base_url="http://127.0.0.1") as client:
        mine, other = key_for(store, "loader"), key_for(store, "viewer")
        assert [client.get("/batches", headers=mine).status_code for _ in range(3)] == [403, 403, 403]
        refused = client.get("/version", headers=mine)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
        assert 1 <= int(refused.headers["retry-after"]) <= 20
        assert client.get("/version", headers=other).status_code == 200
        assert client.get("/health/live", headers=mine).status_code == 200


def test_headers_of_every_kind_of_answer(client: TestClient, store: Store, settings: Settings) -> None:
    with TestClient(create_app(settings, store), base_url="http://127.0.0.1") as anonymous:
        asked = [
            client.get(path) for path in ("/version", "/batches/M/none", "/health/live", "/nowhere", "/openapi.json")
        ]
        asked += [client.put("/version"), client.post("/events", content=b"{"), anonymous.get("/version")]
        asked += [client.get("/version", headers={"host": "elsewhere.example"})]
    assert {answer.status_code for answer in asked} == {200, 401, 404, 405, 421, 422}
    for answer in asked:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers
    page = client.get("/docs")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "securitySchemes" in client.get("/openapi.json").text
    with TestClient(create_app(settings, store), base_url="https://127.0.0.1", headers=key_of(settings)) as secure:
        assert secure.get("/version").headers["strict-transport-security"]


def test_pages_from_elsewhere_only_where_the_settings_allow_them(store: Store, settings: Settings) -> None:
    mine, evil = "https://portal.example", "https://portal.example.evil"
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    seeds = {"seeds": [{"key": "A/1"}]}
    allowed = settings.model_copy(update={"cors_origins": mine})
    for chosen, origin, passes in ((settings, mine, False), (allowed, mine, True), (allowed, evil, False)):
        with TestClient(create_app(chosen, store), base_url="http://127.0.0.1", headers=key_of(chosen)) as client:
            before = client.options("/recalls/preview", headers={"origin": origin, **asked})
            answer = client.post("/recalls/preview", json=seeds, headers={"origin": origin})
        assert answer.status_code == (404 if passes else 403)
        for one in (before, answer):
            assert one.headers.get("access-control-allow-origin") == (origin if passes else None)
            assert "access-control-allow-credentials" not in one.headers


def test_what_is_no_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    for bad in ("*", "https://a.example/", "portal.example", "https://a.example,null", "file://x"):
        monkeypatch.setenv("GENEALOGY_CORS_ORIGINS", bad)
        with pytest.raises(SettingsError, match="CORS_ORIGINS"):
            load_settings()
    monkeypatch.setenv("GENEALOGY_CORS_ORIGINS", "https://a.example, http://b.example:8080")
    assert load_settings().origins == ["https://a.example", "http://b.example:8080"]
