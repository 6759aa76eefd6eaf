"""Requests that no client would send: each is told what is wrong with it, and nothing of it is recorded or written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from genealogy.settings import Settings
from genealogy.store import Store
from tests.api.conftest import key_of
from tests.support.servers import wipe

EVENT = '{"event": "batch", "material": "A", "lot": %s}'
QUANTITY = '{"event": "batch", "material": "A", "lot": "1", "quantity": %s}'
BODIES: dict[str, str | bytes] = {
    "a hundred thousand lists in each other": "[" * 100_000,
    "a hundred thousand lists in each other, closed": "[" * 100_000 + "]" * 100_000,
    "a thousand lists in each other": "[" * 900 + "]" * 900,
    "a hundred thousand objects in each other": '{"event":' * 100_000 + "1" + "}" * 100_000,
    "an attribute of a thousand objects": EVENT % '"1", "x": ' + '{"a":' * 500 + "1" + "}" * 501,
    "a number of a hundred thousand digits": QUANTITY % ("9" * 100_000),
    "a number of four thousand digits": QUANTITY % ("9" * 4_000),
    "a number beyond all": QUANTITY % "1e999",
    "no number": QUANTITY % "NaN",
    "infinity": QUANTITY % "-Infinity",
    "half a character for a lot": EVENT % '"\\ud800"',
    "half a character for the kind": '{"event": "\\ud800"}',
    "half a character for a name": EVENT % '"1", "\\ud800": "x"',
    "half a character for an attribute": EVENT % '"1", "x": "\\udfff"',
    "NUL in a lot": EVENT % '"a\\u0000b"',
    "NUL in the name of an attribute": EVENT % '"1", "a\\u0000b": "x"',
    "NUL in an attribute": EVENT % '"1", "x": "a\\u0000b"',
    "a lot of a million letters": EVENT % ('"' + "x" * 1_000_000 + '"'),
    "a name of an attribute of a million letters": EVENT % ('"1", "' + "x" * 1_000_000 + '": "x"'),
    "an attribute of a million letters": EVENT % ('"1", "x": "' + "x" * 1_000_000 + '"'),
    "ten thousand attributes": EVENT % ('"1", ' + ", ".join(f'"x{n}": 1' for n in range(10_000))),
    "no JSON": "{'event': 'batch'}",
    "no UTF-8": b"\xff\xfe\xfd",
    "JSON and more": EVENT % '"1"' + "}",
    "nothing": "",
    "a list of nothing": "[null, null]",
    "10,001 events": "[" + ",".join([EVENT % '"1"'] * 10_001) + "]",
}
NAMES = (
    *("../../runs.csv", "..\\..\\runs.csv", "/etc/runs.csv", "C:\\runs.csv", "C:runs.csv", "..", ".", "", "/", "a/.."),
    *(
        "run\x00s.csv",
        "x" * 300 + ".csv",
        "\x1b[2Jruns.csv",
        "runs.csv\n",
        "%2e%2e%2fruns.csv",
        "~/runs.csv",
        "．．/runs.csv",
    ),
)


@pytest.fixture(scope="module")
def service(server_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    wipe(server_store)
    settings = Settings(home=tmp_path_factory.mktemp("place") / "home", max_upload_mb=8)
    app, headers = create_app(settings, server_store), key_of(settings)
    with TestClient(app, "http://127.0.0.1", raise_server_exceptions=False, headers=headers) as client:
        yield client


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_no_event(service: TestClient, server_store: Store, name: str) -> None:
    before = server_store.read("schema.version").one()

    for headers in ({}, {"Idempotency-Key": "k"}):
        answer = service.post("/events", content=BODIES[name], headers={"content-type": "application/json", **headers})
        document = answer.json()
        assert (answer.status_code, document["code"]) == (
            answer.status_code // 100 == 4 and answer.status_code,
            "malformed",
        ), document
        assert len(answer.content) < 100_000

    assert server_store.read("schema.version").one() == before


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_the_name_of_an_upload_is_no_path(service: TestClient, name: str) -> None:
    home = Path(service.app.state.settings.home)  # type: ignore[attr-defined]
    outside = {path for path in home.parent.rglob("*") if home not in (path, *path.parents)}

    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    answer = service.post(
        "/loads?dry_run=true",
        content=head + b"run,kind\nR1,produce\n\r\n--b--\r\n",
        headers={"content-type": "multipart/form-data; boundary=b"},
    )
    assert answer.status_code in (202, 400, 422), answer.text
    if answer.status_code == 202:
        load = answer.json()["load"]
        while service.get(f"/loads/{load}").json()["state"] in ("queued", "running"):
            pass
        assert service.get(f"/loads/{load}").json()["state"] in ("done", "failed")
    assert {path for path in home.parent.rglob("*") if home not in (path, *path.parents)} == outside
    assert not list(home.glob("loads/*/upload"))
