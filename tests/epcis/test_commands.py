"""Documents by the command line: loaded, refused, exported."""

from __future__ import annotations

from pathlib import Path

import orjson

from genealogy.store import Store
from loaders.epcis.jsonld import of_json
from tests.epcis.documents import event, lgtin, of, query_document
from tests.support.commands import Address, inside

LOT = lgtin("011111", "A")


def test_load_and_export(server_address: Address, store: Store, tmp_path: Path) -> None:
    good, bad = (
        event("ObjectEvent", f"0{day} 08:00", action=action, bizStep="receiving", quantityList=[of(LOT, 5, "KGM")])
        for day, action in ((5, "OBSERVE"), (6, "CHANGE"))
    )
    sent, out, home = tmp_path / "query.jsonld", tmp_path / "out.json", tmp_path / "home"
    sent.write_bytes(orjson.dumps(query_document(good, bad)))

    refused = inside(server_address, home, "load", sent)
    assert refused.exit_code == 4
    shown = " ".join(refused.stdout.split())
    assert "/epcisBody/queryResults/resultsBody/eventList/1/action 'CHANGE'" in shown
    assert "1 of its 2 events are not valid" in shown
    taken = orjson.loads(inside(server_address, home, "load", sent, "--proceed", "--json").stdout)
    assert (taken["totals"]["new"], taken["totals"]["rejected"]) == (2, 1)

    asked = ("export", "epcis", "--out", out, "--json")
    assert orjson.loads(inside(server_address, home, *asked, "--batch", "04012345111118/A").stdout)["events"] == 1
    written = of_json(orjson.loads(out.read_bytes()))
    assert [(found.event["action"], found.faults()) for found in written.events] == [("OBSERVE", [])]
    assert inside(server_address, home, *asked).exit_code == 2  # it is there already
    out.unlink()
    assert orjson.loads(inside(server_address, home, *asked, "--from", "2026-03-06").stdout)["events"] == 0
    out.unlink()
    for wrong in (("--from", "noon"), ("--batch", "A/1", "--to", "2026-03-06")):
        assert inside(server_address, home, *asked, *wrong).exit_code == 2
    assert inside(server_address, home, *asked, "--batch", "A/1").exit_code == 3
