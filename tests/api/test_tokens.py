"""Tokens of an identity provider over real HTTP: good ones are let in with their roles, forged ones never."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from jwt.warnings import InsecureKeyLengthWarning

from api.access.caller import Caller, NotAllowedError, Party, UnknownCallerError
from api.access.guard import Access
from api.access.jwks import FRESH, PAUSE, STALE, Jwks, ProviderAwayError, discovered
from api.access.roles import ROLES
from api.access.tokens import Tokens, tokens_of
from genealogy.errors import SettingsError
from genealogy.settings import Settings
from genealogy.store import Store
from tests.api.forgeries import forged, part, signed_with
from tests.support.provider import AUDIENCE, Provider, provider, public, rsa_key, signed


@pytest.fixture(scope="module")
def idp() -> Iterator[Provider]:
    with provider() as made:
        yield made


def settings_for(idp: Provider, **more: Any) -> Settings:
    return Settings(**{"oidc_issuer": idp.url, "oidc_audience": AUDIENCE, **more})


def tokens(idp: Provider, **more: Any) -> Tokens:
    found = tokens_of(settings_for(idp, **more))
    assert found
    return found


def test_no_forged_token_is_accepted(idp: Provider, store: Store, tmp_path: Path) -> None:
    access = Access.of(settings_for(idp, home=tmp_path), store)
    good = idp.token(roles=["admin"])
    accepted, tried = [], 0
    with provider() as other:
        for token in forged(idp, other):
            assert token != good
            tried += 1
            try:
                accepted.append(access.caller(f"Bearer {token}"))
            except UnknownCallerError as error:
                assert "eyJ" not in str(error)
        assert other.asked == []
    assert (accepted, tried >= 300) == ([], True)
    assert access.caller(f"Bearer {good}").rights == ROLES["admin"]
    print(f"{tried} forged tokens, {len(accepted)} accepted")


def test_a_good_token_by_either_key_and_address(idp: Provider) -> None:
    by = f"oidc:{idp.url} 王芳"
    for found in (tokens(idp), tokens(idp, oidc_jwks_url=idp.url + "/keys")):
        for kid in ("rsa", "ec"):
            assert found.caller(idp.token(kid, roles="viewer")) == Caller(by, ROLES["viewer"])
    assert tokens(idp).caller(idp.token(aud=["x", AUDIENCE], roles=["viewer"])).by == by
    assert tokens(idp).caller(idp.token(exp=int(time.time()) - 20, roles=["viewer"])).by == by  # within the leeway


def test_roles_and_parties(idp: Provider) -> None:
    named = tokens(
        idp, oidc_roles="qa-lead=quality, plant.reader=viewer,lieferant=supplier", oidc_role_claim="realm.roles"
    )

    def rights(roles: Any, **more: Any) -> Caller:
        return named.caller(idp.token(realm={"roles": roles}, **more))

    assert rights(["qa-lead", "plant.reader", "unknown"]).rights == ROLES["quality"] | ROLES["viewer"]
    for nothing in ([], ["quality"], ["admin"], None, 7, {"qa-lead": True}, [["qa-lead"]]):
        assert rights(nothing).rights == frozenset()
    assert rights("lieferant", party="SUP-1").party == Party("supplier", "SUP-1")
    bad: list[tuple[Any, Any]] = [
        ("lieferant", None),
        ("lieferant", ["SUP-1", "SUP-2"]),
        (["lieferant", "qa-lead"], "SUP-1"),
        ("qa-lead", "SUP-1"),
    ]
    for roles, party in bad:
        with pytest.raises(NotAllowedError):
            rights(roles, party=party)


def test_by_http(idp: Provider, store: Store, tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    from api.app import create_app

    app = create_app(settings_for(idp, home=tmp_path), store)
    with TestClient(app, base_url="http://127.0.0.1") as client:

        def ask(token: str) -> tuple[int, str | None]:
            answer = client.get("/batches", headers={"Authorization": f"Bearer {token}"})
            return answer.status_code, answer.json().get("code")

        assert ask(idp.token(roles=["viewer"])) == (200, None)
        assert ask(idp.token(roles=["loader"])) == (403, "not_allowed")
        assert ask(idp.token()) == (403, "not_allowed")
        assert ask(idp.token(aud="x", roles=["viewer"])) == (401, "unauthenticated")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_new_keys_are_found_and_made_up_ones_cause_no_storm(idp: Provider) -> None:
    clock = Clock()
    jwks = Jwks(lambda: idp.url + "/keys", clock)
    idp.asked.clear()
    assert jwks.key("rsa")
    for number in range(50):
        assert jwks.key(f"made up {number}") is None
    assert idp.asked == ["/keys"]
    idp.add("next", rsa_key())
    assert jwks.key("next") is None
    clock.now += PAUSE
    assert jwks.key("next")
    del idp.keys["next"]
    idp.publish()
    assert jwks.key("next")
    clock.now += FRESH + 1
    assert jwks.key("next") is None
    assert idp.asked == ["/keys"] * 3


def test_a_provider_that_is_away(idp: Provider) -> None:
    clock, page = Clock(), idp.pages["/keys"]
    jwks = Jwks(lambda: idp.url + "/keys", clock)
    for bad in ((500, b""), (200, b"no json"), (200, b"[]"), (200, b'{"keys": 1}'), (200, b"{}"), (302, b"")):
        idp.pages["/keys"] = bad
        clock.now += PAUSE
        with pytest.raises(ProviderAwayError):
            jwks.key("rsa")
    idp.pages["/keys"] = page
    clock.now += PAUSE
    assert jwks.key("rsa")
    idp.pages["/keys"] = (500, b"")
    clock.now += FRESH + 1
    assert jwks.key("rsa")
    clock.now += STALE
    with pytest.raises(ProviderAwayError):
        jwks.key("rsa")
    idp.pages["/keys"] = page


def test_keys_that_may_not_be_used(idp: Provider) -> None:
    """Shared secrets, keys for encryption, and keys that are too short."""
    kept = idp.pages["/keys"]
    weak = rsa_key(1024)
    listed: list[Any] = [
        {"kty": "oct", "kid": "shared", "k": part(b"secret"), "alg": "HS256"},
        {**public("enc", idp.keys["rsa"]), "use": "enc"},
        {**public("pinned", idp.keys["rsa"]), "alg": "RS512"},
        public("weak", weak),
        *("no key", {"kid": 7, "kty": "RSA"}, public("also", idp.keys["rsa"])),
    ]
    found = tokens(idp)
    claims = idp.claims(roles=["admin"])
    try:
        idp.pages["/keys"] = (200, orjson.dumps({"keys": listed}))
        sent = [signed_with(b"secret", {"alg": "HS256", "kid": "shared"}, claims)]
        sent += [signed(claims, idp.keys["rsa"], "RS256", kid=kid) for kid in ("enc", "pinned")]
        with pytest.warns(InsecureKeyLengthWarning):
            sent.append(signed(claims, weak, "RS256", kid="weak"))
        sent.append(signed(claims, idp.keys["rsa"], "RS256", kid="also"))
        *bad, good = sent
        for token in bad:
            with pytest.raises(UnknownCallerError):
                found.caller(token)
        assert found.caller(good).rights == ROLES["admin"]
    finally:
        idp.pages["/keys"] = kept


def test_a_document_of_another_issuer(idp: Provider) -> None:
    page = "/.well-known/openid-configuration"
    kept = idp.pages[page]
    idp.pages[page] = (200, orjson.dumps({"issuer": "https://else.example", "jwks_uri": idp.url + "/keys"}))
    try:
        with pytest.raises(ValueError, match="another issuer"):
            discovered(idp.url)
        with pytest.raises(ProviderAwayError):
            tokens(idp).caller(idp.token())
        idp.pages[page] = (200, orjson.dumps({"issuer": idp.url, "jwks_uri": "http://idp.example/keys"}))
        with pytest.raises(ValueError, match="not https"):
            discovered(idp.url)
    finally:
        idp.pages[page] = kept


def test_settings_that_would_let_in_whom_nobody_meant(idp: Provider) -> None:
    assert tokens_of(Settings()) is None
    for bad in (
        {"oidc_audience": None},
        {"oidc_issuer": "http://idp.example"},
        {"oidc_jwks_url": "http://idp.example/keys"},
        {"oidc_jwks_url": "ftp://127.0.0.1/keys"},
        {"oidc_algorithms": "none"},
        {"oidc_algorithms": "RS256,HS256"},
        {"oidc_algorithms": ""},
        {"oidc_roles": "qa=root"},
        {"oidc_roles": "quality"},
    ):
        with pytest.raises(SettingsError):
            tokens(idp, **bad)


def test_without_an_issuer_no_token_is_accepted(idp: Provider, store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownCallerError):
        Access.of(Settings(home=tmp_path), store).caller(f"Bearer {idp.token(roles=['admin'])}")
