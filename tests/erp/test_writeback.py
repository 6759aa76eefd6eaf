"""Holds and cases told to business systems: once, as it stands now, without coming back with the next pull."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api import writeback
from genealogy.cases.life import decide
from genealogy.errors import NotFoundError, UsageError
from genealogy.events import RECORDED_BY_KIND
from genealogy.outbox.delivery import Target, deliver
from genealogy.outbox.envelope import Letter
from genealogy.outbox.held import held
from genealogy.outbox.post import post_of, send_test
from genealogy.outbox.subscriptions import dead, replay, subscriptions
from genealogy.record.writer import Source, record
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.erp.kinds import ABOUT
from tests.api.conftest import serving
from tests.cases.conftest import WANG, opened, plant
from tests.erp.cases import SECRETS, ZONE, Case, case
from tests.loaders.graph import fingerprint
from tests.support.commands import inside

__all__ = ["plant"]  # the fixture
WRITING: dict[str, Any] = {
    "odoo": {"field": "locked", "cases": "project.task/42"},
    "erpnext": {"cases": "Project/召回"},
    "kingdee": {"field": "F_HOLD", "held": "冻结", "free": ""},
    "yonyou": {"field": "define5", "held": "冻结", "free": "正常"},
}
LOT = ("SOY", "豆-2026-001")


def say(store: Store, status: str, number: int, lot: str = LOT[1], **more: str) -> None:
    """Record a status of a lot."""
    said = {"material": LOT[0], "lot": lot, "status": status, "reason": "异物<b>", "line": str(number), **more}
    said.setdefault("at", f"2026-04-01T08:{number:02}:00+08:00")
    record(store, [RECORDED_BY_KIND["status"].model_validate(said)], Source("api", "r"), ZONE)


@contextmanager
def told(store: Store, kind: str, tmp_path: Path, *what: str, **said: Any) -> Iterator[tuple[Case, Settings]]:
    """A peer with a source of its kind in a home, subscribed."""
    with case(kind) as peer:
        prepared(peer)
        folder = tmp_path / "sources"
        folder.mkdir()
        (folder / "key").write_text(SECRETS[kind], encoding="utf-8")
        (folder / "key").chmod(0o600)
        source = peer.source(secret_env="", secret_file="key", timeout_seconds=5, writing=WRITING[kind], **said)
        (folder / "main.yaml").write_text(json.dumps(source.model_dump(mode="json")), encoding="utf-8")
        settings = Settings(home=tmp_path)
        writeback.subscribe(store, settings, "source:main", what)
        yield peer, settings


def prepared(peer: Case) -> None:
    """Give lots the fields that holds are written into, where the plant has none."""
    for row in peer.odoo.records["stock.lot"]:
        row["locked"] = False
    peer.odoo.records["mail.message"] = []
    for batch in peer.erpnext.documents["Batch"].values():
        batch["disabled"] = 0
    for row in peer.kingdee.forms["BD_BatchMainFile"]:
        row["F_HOLD"] = ""


def but_lots(kind: str) -> list[str]:
    """Every type of a source but that of lots."""
    types = [type_ for type_, _ in ABOUT[kind].shapes]
    types = [type_.split()[0] for type_ in types] if kind in ("kingdee", "yonyou") else types
    return [type_ for type_ in types if type_ not in ("stock.lot", "Batch", "BD_BatchMainFile", "batchno")]


def state(peer: Case) -> Any:
    """How the lot stands there, and the notes beside it."""
    if peer.kind == "odoo":
        return peer.odoo.one("stock.lot", 21)["locked"], [row["body"] for row in peer.odoo.records["mail.message"]]
    if peer.kind == "erpnext":
        notes = peer.erpnext.documents.get("Comment", {}).values()
        return peer.erpnext.documents["Batch"][LOT[1]]["disabled"], [note["content"] for note in notes]
    if peer.kind == "kingdee":
        return peer.kingdee.forms["BD_BatchMainFile"][0]["F_HOLD"], []
    return peer.yonyou.papers["batchno"][0].get("define5"), []


HELD = {"odoo": True, "erpnext": 1, "kingdee": "冻结", "yonyou": "冻结"}
FREE = {"odoo": False, "erpnext": 0, "kingdee": "", "yonyou": "正常"}


@pytest.mark.parametrize("kind", WRITING)
def test_a_hold_is_told_once_and_does_not_come_back(store: Store, kind: str, tmp_path: Path) -> None:
    with told(store, kind, tmp_path) as (peer, settings):
        peer.pull(store, skip=but_lots(kind))
        say(store, "hold", 1)
        post = post_of(store, settings, senders=writeback.senders(store, settings))
        (letter,), target = waiting(store), Target(subscriptions(store)[0]["id"], "source:main", "source")
        assert post.send(target, letter).ok  # and then the process dies, before it is noted
        assert state(peer)[0] == HELD[kind]
        notes, asked = state(peer)[1], len(peer.system.asked)
        assert len(notes) == (kind in ("odoo", "erpnext")) and all("异物" in note for note in notes)
        assert (deliver(post), deliver(post)) == (1, 0)  # so it is sent again
        assert state(peer) == (HELD[kind], notes)
        assert not any(writes(one) for one in peer.system.asked[asked:])
        before = fingerprint(store)
        again = peer.pull(store, skip=but_lots(kind))
        assert again.totals["documents"] > 0
        assert (again.totals["new"], again.totals["corrected"], again.totals["conflicts"]) == (0, 0, 0)
        assert fingerprint(store) == before and not waiting(store)
        say(store, "available", 2)
        assert deliver(post) == 1 and state(peer)[0] == FREE[kind]


def waiting(store: Store) -> list[Letter]:
    """Messages that are on their way."""
    queue = f"{subscriptions(store)[0]['id']} waiting"
    rows = store.read("outbox.heads", queue=queue, now=dt.datetime.now(dt.UTC), limit=9).dicts()
    return [Letter(**row | {"at": row["at"].to_native()}) for row in rows]


def writes(asked: Any) -> bool:
    """Whether a request writes."""
    method = asked.body["params"]["args"][4:5] if asked.path == "/jsonrpc" else []
    return (
        method in (["write"], ["message_post"])
        or "Save" in asked.path
        or asked.path.endswith("/save")
        or ("/api/resource" in asked.path and asked.method != "GET")
    )


def test_a_lot_that_is_not_known_there_stops_nothing(store: Store, tmp_path: Path) -> None:
    with told(store, "erpnext", tmp_path) as (peer, settings):
        say(store, "hold", 1, lot="不在")
        say(store, "hold", 2)
        post = post_of(store, settings, senders=writeback.senders(store, settings))
        assert deliver(post) == 1 and state(peer)[0] == 1
        (gone,) = dead(store)
        assert gone["subject"] == "SOY/不在" and "lot 不在 of SOY is not known there" in gone["why"]
        peer.erpnext.master("Batch", "不在", item="SOY", disabled=0)
        assert replay(store, gone["subscription"]) == 1
        assert deliver(post) == 1 and peer.erpnext.documents["Batch"]["不在"]["disabled"] == 1


def test_who_is_away_is_told_later_and_how_it_stands_then(store: Store, tmp_path: Path) -> None:
    moment = [dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)]
    with told(store, "odoo", tmp_path) as (peer, settings):
        post = post_of(store, settings, lambda: moment[0], senders=writeback.senders(store, settings))
        peer.system.spoil = lambda asked: "down"
        say(store, "hold", 1)
        say(store, "released", 2)
        assert deliver(post) == 0
        assert (
            "answered 503"
            in store.read("outbox.messages", queue=f"{subscriptions(store)[0]['id']} waiting", limit=9).dicts()[0][
                "why"
            ]
        )
        peer.system.spoil = lambda asked: ""
        moment[0] += dt.timedelta(hours=1)
        assert deliver(post) == 2
        locked, notes = state(peer)
        assert locked is False and len(notes) == 2  # never locked in between: it was free by then


def test_steps_of_a_case_are_noted(plant: Store, tmp_path: Path) -> None:
    with told(plant, "odoo", tmp_path, "case") as (peer, settings):
        senders = writeback.senders(plant, settings)
        assert send_test(plant, settings, subscriptions(plant)[0]["id"], senders) == {"delivered": True, "why": ""}
        number = opened(plant)
        decide(plant, number, "召回", WANG)
        post = post_of(plant, settings, senders=senders)
        assert deliver(post) == len(peer.odoo.records["mail.message"]) >= 2
        logs = [(row["model"], row["res_id"]) for row in peer.odoo.records["mail.message"]]
        assert set(logs) == {("project.task", 42)}
        assert "召回" in state(peer)[1][-1] and number in state(peer)[1][-1]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([("hold", {})], True),
        ([("hold", {}), ("available", {})], False),
        ([("available", {"at": "2026-05-01T08:00:00+08:00"}), ("hold", {"at": "2026-04-01T08:00:00+08:00"})], False),
        ([("hold", {"quantity": "5", "uom": "kg"})], True),
        ([("hold", {"quantity": "5", "uom": "kg"}), ("available", {"quantity": "2", "uom": "kg"})], True),
        ([("hold", {"location": "A"}), ("available", {"location": "B"})], True),
        ([("hold", {"location": "A"}), ("available", {"location": "A"})], False),
        ([("待定", {})], False),
    ],
)
def test_whether_a_lot_is_held(store: Store, said: list[tuple[str, dict[str, str]]], expected: bool) -> None:
    for number, (status, more) in enumerate(said, 1):
        say(store, status, number, **more)
    assert held(store, "/".join(LOT)) is expected
    assert held(store, "/".join(LOT), ["待定"]) is (expected or said[0][0] == "待定")


def test_what_cannot_be_subscribed(store: Store, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with pytest.raises(NotFoundError, match="no source 'main'"):
        writeback.subscribe(store, settings, "source:main")
    with told(store, "kingdee", tmp_path) as (_, settings):
        with pytest.raises(UsageError, match=r"writing\.cases"):
            writeback.subscribe(store, settings, "source:main", ["case"])
        with pytest.raises(UsageError, match="not told of load"):
            writeback.subscribe(store, settings, "source:main", ["load"])
        assert len(subscriptions(store)) == 1


def test_the_service_tells_a_source(store: Store, tmp_path: Path, server_address: tuple[str, str, str]) -> None:
    with told(store, "erpnext", tmp_path) as (peer, settings), serving(settings, store) as client:
        made = client.post("/webhooks", json={"url": "source:main", "what": ["status"]}).json()
        assert (made["url"], made["what"], "secret" in made) == ("source:main", ["status"], False)
        assert client.post(f"/webhooks/{made['id']}/test").json() == {"delivered": True, "why": ""}
        assert client.post("/webhooks", json={"url": "source:other"}).status_code == 404
        assert client.delete(f"/webhooks/{made['id']}").status_code == 200
        hold = {"event": "status", "material": LOT[0], "lot": LOT[1], "status": "冻结", "reason": "异物"}
        assert client.post("/events", json=hold).status_code == 201
        deadline = time.monotonic() + 60
        while state(peer) != (1, [f"冻结: 异物 (冻结 held) [{ids(peer)}]"]):
            assert time.monotonic() < deadline
            time.sleep(0.05)
    run = partial(inside, server_address, tmp_path, "webhook")
    added = run("add", "source:main")
    assert added.exit_code == 0 and added.stdout == "" and "source:main is told of status" in added.stderr, added.output


def ids(peer: Case) -> str:
    """The id that stands in the note."""
    notes = state(peer)[1]
    return str(notes[0].rpartition("[")[2].rstrip("]")) if notes else ""
