"""Notices and drills by HTTP and from the command line, on the example plant."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import httpx2 as httpx
import orjson
import pytest

from api.examples import DRILL, NOTICE_PACKS
from loaders.example import BAD_LOT
from tests.support.commands import command


def test_notices_as_a_zip_and_as_a_folder(
    service: httpx.Client, server_address: tuple[str, str, str], tmp_path: Path
) -> None:
    answer = service.post("/recalls/notices", json=NOTICE_PACKS)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert names
    out = tmp_path / "out"
    done = command(server_address, tmp_path, "notices", BAD_LOT, "--out", str(out), "--json")
    assert (done.returncode, orjson.loads(done.stdout)["files"]) == (0, names)
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*")) == sorted(names)
    again = command(server_address, tmp_path, "notices", BAD_LOT, "--out", str(out))
    assert (again.returncode, again.stdout) == (2, "")
    assert "not empty" in again.stderr


@pytest.mark.parametrize("more", [{"formats": ["docx"]}, {"lang": "fr"}, {"formats": []}])
def test_wrong_wishes(service: httpx.Client, more: dict[str, object]) -> None:
    answer = service.post("/recalls/notices", json=NOTICE_PACKS | more)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_a_drill_and_its_history(service: httpx.Client, server_address: tuple[str, str, str], tmp_path: Path) -> None:
    made = service.post("/drills", json=DRILL)
    record = made.json()
    assert (made.status_code, record["drawn"], record["target"]["hours"]) == (201, {"seed": 7, "kind": "finished"}, 2)
    assert service.get("/drills").json()["drills"][0] == record
    keyed = [service.post("/drills", json=DRILL, headers={"Idempotency-Key": "drill-1"}).json() for _ in range(2)]
    assert keyed[0] == keyed[1] and keyed[0]["drill"] != record["drill"]
    report = service.get(f"/drills/{record['drill']}/report", params={"lang": "zh"})
    assert (report.headers["content-type"], report.content[:5]) == ("application/pdf", b"%PDF-")
    missing = service.get("/drills/none/report")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    file = tmp_path / "drill.pdf"
    done = command(server_address, tmp_path, "drill", "--random", "7", "--report", str(file), "--json")
    again = orjson.loads(done.stdout)
    assert (done.returncode, again["batch"], file.read_bytes()[:5]) == (0, record["batch"], b"%PDF-")
    shown = command(server_address, tmp_path, "drill", "--history")
    assert {record["drill"], again["drill"]} <= set(shown.stdout.split())
