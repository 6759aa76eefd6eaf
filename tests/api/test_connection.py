"""Connecting to a server of the user's own: what it is, is asked once. Only its answer is made up here."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from api import connection
from api.routes import about
from genealogy.errors import UnsupportedServerError
from genealogy.server import NEO4J_VERSION
from genealogy.settings import Settings
from genealogy.store import Store
from tests.api.conftest import client_of
from tests.loaders.graph import ask


@pytest.fixture
def own(settings: Settings, server_address: tuple[str, str, str]) -> Settings:
    uri, user, password = server_address
    said = {"neo4j_uri": uri, "neo4j_user": user, "neo4j_password": SecretStr(password)}
    return settings.model_copy(update=said)


def test_an_old_server_is_refused_before_anything_is_written(
    own: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(store, "MATCH (n) DETACH DELETE n")
    monkeypatch.setattr(connection, "server_version", lambda store: "5.26.30")

    with pytest.raises(UnsupportedServerError, match=r"Neo4j 5\.26\.30 is not supported: 2026\.08 or newer is needed"):
        connection.open_store(own, lambda *_: None)
    assert ask(store, "MATCH (n) RETURN count(n)") == [(0,)]


def test_a_newer_server_is_tried_with_a_remark(own: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(connection, "server_version", lambda store: "2027.01.0")

    with connection.open_store(own, lambda what, *_: said.append(what)) as found:
        assert found.read("schema.version").one()[0]
    assert said == [
        f"Neo4j 2027.01.0 is newer than what this program was tested with ({NEO4J_VERSION}); it is tried all the same"
    ]


def test_the_server_that_was_tested_needs_no_remark(own: Settings) -> None:
    said: list[str] = []

    with connection.open_store(own, lambda what, *_: said.append(what)) as found:
        assert connection.server_version(found)[:7] >= "2026.08"
    assert said == []


def test_a_service_whose_server_was_replaced_is_not_ready(
    own: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with client_of(own, store) as client:
        assert client.get("/health/ready").status_code == 200
        monkeypatch.setattr(about, "server_version", lambda store: "5.26.30")
        answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["code"]) == (503, "server_unsupported")
