"""docs/client.md: what it shows runs, on a service on the example plant."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from api.examples import EPCIS, EPCIS_EVENT
from genealogy.client import Client
from tests.api.conftest import write_bundle
from tests.client.support import columns_agree

PAGE = (Path(__file__).parents[2] / "docs" / "client.md").read_text(encoding="utf-8")


def test_what_the_page_shows(
    service: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "api-key").write_text(service.headers["authorization"].removeprefix("Bearer ") + "\n")
    write_bundle(
        tmp_path / "bundle",
        suppliers="supplier,name\nSUP-新,新源\n",
        counts="count,material,lot,quantity\nC1,M,0304,五\n",
    )
    monkeypatch.chdir(tmp_path)
    text = "".join(blocks).replace("http://127.0.0.1:8000", str(service.base_url))
    shown: dict[str, Any] = {}
    exec(compile(text, "client.md", "exec"), shown)  # noqa: S102 -- the page's own examples
    said = capsys.readouterr().out
    assert "97 batches, ['Aurora Invented Motors', " in said
    assert "certain ECU-7/0304-E3-1 在召回范围内" in said
    assert shown["load"].totals == {"rows": 2, "new": 1, "repeated": 0, "rejected": 1, "conflicts": 0}
    assert "0304" in said.partition("counts.csv")[2]
    assert "{'new': 1, 'repeated': 0, 'conflicts': []}" in said and "under_recall" in said
    assert len(shown["held"].json["held"]) > 10 and (tmp_path / "proof.json").exists()
    assert len(shown["wider"].batches) > len(shown["trace"].batches) > 90
    assert list(shown["worst"]["hits.batches.number"]) == sorted(shown["worst"]["hits.batches.number"], reverse=True)
    assert [batch["key"] for batch in shown["found"]] == ["ECU-7/0304-E3-1"]
    assert not shown["common"].empty and not shown["trail"].empty
    columns_agree(shown["service"].cases())
    columns_agree(shown["service"].case("RC-CLIENT-1"))
    columns_agree(shown["load"])
    pages_are_followed(shown["service"], tmp_path)
    shown["service"].close()


def pages_are_followed(client: Client, folder: Path) -> None:
    first: dict[str, Any] = {name: said for name, said in EPCIS_EVENT.items() if name != "@context"}
    events = [first | {"eventTime": f"2026-03-16T0{hour}:00:00.000+08:00"} for hour in (7, 8, 9)]
    document = EPCIS | {"epcisBody": {"eventList": events}}
    (folder / "three.jsonld").write_text(json.dumps(document))
    assert client.load(folder / "three.jsonld").clean
    found = list(client.epcis(perPage="2", MATCH_anyEPCClass=first["quantityList"][0]["epcClass"]))
    assert [event["eventTime"] for event in found] == [event["eventTime"] for event in reversed(events)]


def test_every_error_is_named() -> None:
    from genealogy.client import errors

    for name, error in vars(errors).items():
        if isinstance(error, type) and issubclass(error, errors.ClientError):
            assert f"`{name}" in PAGE
