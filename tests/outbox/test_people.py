"""Digests: what people read, one for each step of a case or load, through apprise to a real receiver."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import pytest
from pydantic import SecretStr

from genealogy.errors import SettingsError
from genealogy.events import RECORDED_BY_KIND
from genealogy.outbox.delivery import LEASE, Post, deliver
from genealogy.outbox.digest import LONGEST, digest
from genealogy.outbox.envelope import Letter
from genealogy.outbox.people import subscribe_people
from genealogy.outbox.post import post_of
from genealogy.outbox.subscriptions import subscriptions
from genealogy.record.writer import Source, record
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.load import load
from tests.outbox.peer import peer

NOW = dt.datetime.now(dt.UTC)
ENTRY = {"case": "RC-1", "number": "1", "revision": "1", "action": "decide", "decision": "召回 all", "reason": "异物"}
ENTRY |= {"by": "张三 13800000000", "at": "2026-03-01"}


def settings_for(url: str, home: Path) -> Settings:
    return Settings(home=home, notify_urls=SecretStr(url.replace("http://", "json://")))


def letter(type_: str, **data: object) -> Letter:
    return Letter("o", "m", 1, type_, "RC-1", orjson.dumps(data).decode(), NOW)


def test_what_people_read() -> None:
    batches = [{"batch": f"奶/{number}", "what": "shipped"} for number in range(9)]
    title, text = digest(letter("genealogy.case.alarm", case="RC-1", alarms=9, batches=batches))
    assert title == "Recall case RC-1: alarm / 召回案件 RC-1：警报"
    assert text.splitlines()[0] == "- 奶/0: shipped" and "and 4 more / 另有 4 个" in text
    _, text = digest(letter("genealogy.case.close", reason="长" * 1000))
    assert len(text) < LONGEST + 20 and text.endswith("…")
    assert digest(letter("genealogy.test"))[0] == "Test message / 测试消息"


def test_digests(store: Store, tmp_path: Path) -> None:
    with peer() as other:
        settings = settings_for(other.url, tmp_path / "home")
        subscribe_people(store, settings)
        subscribe_people(store, settings)
        (found,) = subscriptions(store)
        assert (found["url"], found["kind"], found["what"]) == ("json://***", "people", ["case", "alarm", "load"])
        record(store, [RECORDED_BY_KIND["case_entry"].model_validate(ENTRY)], Source("case", "case"), ZoneInfo("UTC"))
        lines = "".join(f"奶,{number},hold\n" for number in range(5))
        (tmp_path / "statuses.csv").write_text("material,lot,status\n" + lines, encoding="utf-8")
        report = load(store, tmp_path / "statuses.csv", ZoneInfo("UTC"))
        post = post_of(store, settings)
        other.status = lambda _: 500
        assert deliver(post) == 0
        other.status = lambda _: 200
        later = Post(store, post.send, lambda: dt.datetime.now(dt.UTC) + 20 * LEASE, "another")
        assert deliver(later) == 2  # neither of the five batches
        said = [orjson.loads(got.body) for got in other.got]
        assert [one["title"] for one in said[1:]] == [
            "Recall case RC-1: decision / 召回案件 RC-1：已作出决定",
            f"Load {report.load}: done / 导入 {report.load}：已完成",
        ]
        assert "Decision / 决定: 召回 all" in said[1]["message"] and "New / 新增: 5" in said[2]["message"]
        assert "138" not in str(said[1]["message"]) and "张三" not in str(said)
    subscribe_people(store, Settings(home=tmp_path / "home"))
    assert subscriptions(store) == []


def test_an_address_that_is_none(store: Store, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="address of odd") as caught:
        subscribe_people(store, settings_for("odd://token", tmp_path))
    assert "token" not in str(caught.value)
