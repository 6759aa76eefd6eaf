"""Loads by HTTP: in the background, with progress, report and rejected rows."""

from __future__ import annotations

import io
import resource
import time
import zipfile
from pathlib import Path
from typing import Any

import httpx2 as httpx
import orjson
import pytest
from starlette.testclient import TestClient

from api import home, loading
from genealogy.settings import Settings
from genealogy.store import Store
from tests.api.conftest import client_of
from tests.support.workbooks import write_workbook

RUNS = "run,kind\nR1,produce\n"
USED = "run,material,lot,quantity,uom\nR1,A,批1,5,kg\nR1,A,2,many,kg\n"
MADE = "run,material,lot\nR1,,3\nR1,B,3\n"


def zipped(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"bundle/{name}.csv", text)
    return packed.getvalue()


def upload(client: TestClient, *files: tuple[str, bytes | str], dry_run: bool = False) -> httpx.Response:
    parts = [("file", (name, content)) for name, content in files]
    return client.post("/loads", files=parts, params={"dry_run": dry_run})


def ended(client: TestClient, answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 202
    place = answer.headers["location"]
    assert place == f"/loads/{answer.json()['load']}"
    while (found := client.get(place).json())["state"] in ("queued", "running"):
        time.sleep(0.02)
    return dict(found)


def test_a_foreign_workbook_is_read_through_the_mapping_sent_with_it(client: TestClient, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "x.xlsx", {"领料": [["任务号", "料号", "批号"], ["R1", "A", "批1"]]})
    mapping = "tables: [{from: 领料, into: consumed, columns: {run: 任务号, material: 料号, lot: 批号}}]"
    found = ended(client, upload(client, ("日报.xlsx", book.read_bytes()), ("mapping.yaml", mapping)))
    assert found["report"]["totals"] == {"rows": 1, "new": 1, "repeated": 0, "rejected": 0, "conflicts": 0}
    wrong = ended(client, upload(client, ("日报.xlsx", book.read_bytes()), ("mapping.yaml", "tables: []")))
    assert (wrong["state"], wrong["problem"]["code"]) == ("failed", "malformed")


def test_a_workbook_is_loaded_and_its_bad_rows_come_back(client: TestClient, tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "week.xlsx",
        {"consumed": [["run", "material", "lot"], ["R1", "A", "批1"], ["R1", "A", 1234567890123456]], "notes": [["x"]]},
    )
    found = ended(client, upload(client, ("week", book.read_bytes())))

    assert found["report"]["totals"] == {"rows": 2, "new": 1, "repeated": 0, "rejected": 1, "conflicts": 0}
    assert found["report"]["unknown_files"] == ["notes"]
    assert [(error["sheet"], error["row"], error["column"]) for error in found["report"]["errors"]] == [
        ("consumed", 3, "lot")
    ]
    assert "1234567890123456" in client.get(f"/loads/{found['load']}/rejected").content.decode("utf-8-sig")


def test_a_zip_is_loaded_and_its_bad_rows_come_back(client: TestClient) -> None:
    found = ended(client, upload(client, ("week.zip", zipped(runs=RUNS, consumed=USED, produced=MADE))))
    assert (found["state"], found["report"]["clean"]) == ("done", False)
    assert found["report"]["totals"] == {"rows": 5, "new": 3, "repeated": 0, "rejected": 2, "conflicts": 0}
    assert client.get("/batches/A/%E6%89%B91").status_code == 200

    rejected = client.get(f"/loads/{found['load']}/rejected")
    assert rejected.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(rejected.content)) as archive:
        assert sorted(archive.namelist()) == ["consumed.csv", "produced.csv"]
    only = client.get(f"/loads/{found['load']}/rejected?file=consumed.csv")
    assert only.headers["content-type"].startswith("text/csv")
    assert "many" in only.content.decode("utf-8-sig")

    # Corrected and loaded again: what is new is only the row that was missing.
    again = ended(client, upload(client, ("consumed.csv", only.text.replace("many", "7"))))
    assert (again["report"]["clean"], again["report"]["totals"]["new"]) == (True, 1)


def test_several_files_are_one_bundle(client: TestClient) -> None:
    found = ended(client, upload(client, ("runs.csv", RUNS), ("folder/produced.csv", "run,material,lot\nR1,B,3\n")))
    assert (found["report"]["clean"], found["report"]["totals"]["new"]) == (True, 2)
    assert client.get(f"/loads/{found['load']}/rejected").status_code == 204


def test_a_dry_run_writes_nothing(client: TestClient, store: Store, settings: Settings) -> None:
    before = store.read("schema.count").one()
    found = ended(client, upload(client, ("runs.csv", RUNS), dry_run=True))
    assert found["report"]["dry_run"]
    assert store.read("schema.count").one() == before
    with client_of(settings, store) as restarted:
        assert restarted.get(f"/loads/{found['load']}").json()["report"] == found["report"]


def test_what_is_no_bundle_fails_with_its_reason(client: TestClient, store: Store, settings: Settings) -> None:
    found = ended(client, upload(client, ("photo.png", b"\x89PNG")))
    assert (found["state"], found["problem"]["code"]) == ("failed", "malformed")
    assert "photo.png" in found["problem"]["detail"]
    with client_of(settings, store) as restarted:
        kept = restarted.get(f"/loads/{found['load']}").json()
    assert (kept["state"], kept["problem"]) == (found["state"], found["problem"])


def test_after_a_restart_the_report_is_still_there(client: TestClient, store: Store, settings: Settings) -> None:
    found = ended(client, upload(client, ("consumed.csv", USED)))
    rejected = client.get(f"/loads/{found['load']}/rejected").content
    with client_of(settings, store) as restarted:
        kept = restarted.get(f"/loads/{found['load']}").json()
        assert (kept["state"], kept["report"]) == ("done", found["report"])
        assert restarted.get(f"/loads/{found['load']}/rejected").content == rejected
        assert [load["load"] for load in restarted.get("/loads").json()["loads"]] == [found["load"]]


def test_a_load_of_a_killed_service_is_interrupted(store: Store, settings: Settings) -> None:
    left = home.make(settings, "loads", "20260301-120000-abcdef", "upload")
    (left / "runs.csv").write_text(RUNS)
    with client_of(settings, store) as client:
        found = client.get("/loads/20260301-120000-abcdef").json()
    assert (found["state"], found["source"]) == ("interrupted", "runs.csv")
    assert not left.exists()


def test_the_end_of_the_service_breaks_a_load_off(store: Store, settings: Settings) -> None:
    runs = "run,kind\n" + "".join(f"R{n},produce\n" for n in range(60_000))
    with client_of(settings, store) as client:
        load = upload(client, ("runs.csv", runs)).json()["load"]
        while client.get(f"/loads/{load}").json()["state"] == "queued":
            time.sleep(0.01)
    with client_of(settings, store) as client:
        assert client.get(f"/loads/{load}").json()["state"] == "interrupted"
        found = ended(client, upload(client, ("runs.csv", runs)))
        totals = found["report"]["totals"]
        assert (totals["rows"], totals["new"] + totals["repeated"]) == (60_000, 60_000)


@pytest.mark.parametrize("load", ["nothing", "..%2F..", "%2E%2E"])
def test_a_load_that_is_not_there(client: TestClient, load: str) -> None:
    for path in (f"/loads/{load}", f"/loads/{load}/rejected"):
        assert client.get(path).status_code == 404


def test_uploads_that_cannot_be(client: TestClient, settings: Settings) -> None:
    assert client.post("/loads").json()["code"] == "malformed"
    assert upload(client, ("runs.csv", RUNS), ("a/runs.csv", RUNS)).json()["code"] == "malformed"
    assert upload(client, ("..", RUNS)).json()["code"] == "malformed"
    assert not list(home.root(settings).glob("loads/*"))


def test_a_load_cannot_leave_its_folder(client: TestClient, settings: Settings, tmp_path: Path) -> None:
    found = ended(client, upload(client, ("../../../runs.csv", RUNS), ("..\\..\\produced.csv", MADE)))
    assert found["source"] == "runs.csv, produced.csv"
    assert {path.name for path in tmp_path.iterdir()} == {"home"}
    folder = home.load_folder(settings, found["load"])
    assert {path.name for path in folder.iterdir()} == {"job.json", "rejected"}
    assert orjson.loads((folder / "job.json").read_bytes())["state"] == "done"


def test_more_loads_than_may_wait_are_told_to_come_again(
    client: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "MOST", 0)
    answer = upload(client, ("runs.csv", RUNS))
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "busy", "1")
    assert not list(home.root(settings).glob("loads/*")), "it takes no room either"


def test_a_disk_that_takes_no_more_keeps_nothing_and_says_so(client: TestClient, settings: Settings) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        answer = upload(client, ("runs.csv", RUNS + "R,produce\n" * 10_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    assert not list(home.root(settings).glob("loads/*"))
    assert ended(client, upload(client, ("runs.csv", RUNS)))["state"] == "done"


def test_loads_that_ended_long_ago_are_not_held_in_memory(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "KEPT", 1)
    found = [ended(client, upload(client, ("runs.csv", RUNS), dry_run=True)) for _ in range(3)]
    loads = client.app.state.loads  # type: ignore[attr-defined]
    assert [loads.get(one["load"]) is None for one in found[:1]] == [True]
    assert all(client.get(f"/loads/{one['load']}").json()["report"] == one["report"] for one in found)
