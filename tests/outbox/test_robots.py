"""Group robots of DingTalk and WeCom, as their pages say they answer; the robot is a server on this machine."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import SecretStr

from genealogy.outbox import robots
from genealogy.outbox.envelope import Letter
from genealogy.outbox.people import targets, tell
from genealogy.outbox.sending import Result
from genealogy.settings import Settings
from tests.api.conftest import log_file
from tests.support.peer import FakeSystem, serving

__all__ = ["log_file"]
NOW = dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)
OPENED = orjson.dumps({"case": "RC-召回", "revision": 1, "reason": "涂层剥落 L_1_2", "decision": "长" * 900}).decode()
LETTER = Letter("o", "m" * 32, 1, "genealogy.case.open", "RC-召回", OPENED, NOW)
KEY = "12345678-aaaa-bbbb-cccc-1234567890ab"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", log_level="debug")


@pytest.fixture
def robot(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSystem]:
    with serving(FakeSystem(lambda asked: (200, {"errcode": 0, "errmsg": "ok"}))) as found:
        monkeypatch.setattr(robots, "DINGTALK", f"{found.url}/robot/send")
        monkeypatch.setattr(robots, "WECOM", f"{found.url}/cgi-bin/webhook/send")
        yield found


def told(home: Path, url: str) -> Result:
    """What becomes of a digest to that address."""
    settings = Settings(home=home, notify_urls=SecretStr(url), answers_url="https://plant.example.com")
    (id_,) = targets(settings)
    return tell(settings, id_, LETTER, "secret")


def content(robot: FakeSystem) -> str:
    text: str = robot.asked[-1].body["text"]["content"]
    return text


@pytest.mark.parametrize(
    ("url", "query"), [("dingtalk://abc123", {"access_token": "abc123"}), (f"wecombot://{KEY}", {"key": KEY})]
)
def test_the_question_arrives(
    robot: FakeSystem, tmp_path: Path, url: str, query: dict[str, str], log_file: Path
) -> None:
    assert told(tmp_path, url) == Result(True)
    assert robot.asked[-1].query == query and robot.asked[-1].body["msgtype"] == "text"
    text = content(robot)
    assert len(text.encode()) <= 2048 and text.startswith("Recall case RC-召回: opened / 召回案件 RC-召回：已启动\n")
    assert "Reason / 原因: 涂层剥落 L_1_2\n" in text and "…" in text
    assert query.popitem()[1] not in log_file.read_text(encoding="utf-8")
    assert text.count("https://plant.example.com/answers/") == 2 and text.endswith("请在 3 天内答复")


def test_dingtalk_is_signed_as_it_asks(robot: FakeSystem, tmp_path: Path) -> None:
    assert told(tmp_path, "dingtalk://SECabc@abc123/13800000000").ok
    query: dict[str, Any] = robot.asked[-1].query
    said = f"{query['timestamp']}\nSECabc".encode()
    assert base64.b64decode(query["sign"]) == hmac.new(b"SECabc", said, hashlib.sha256).digest()
    assert abs(int(query["timestamp"]) / 1000 - dt.datetime.now(dt.UTC).timestamp()) < 600
    assert robot.asked[-1].body["at"] == {"atMobiles": ["13800000000"], "isAtAll": False}


@pytest.mark.parametrize("url", ["dingtalk://abc123", f"wecombot://{KEY}"])
def test_what_is_refused_is_not_delivered(robot: FakeSystem, tmp_path: Path, url: str) -> None:
    robot.answer = lambda asked: (200, {"errcode": 310000, "errmsg": "keywords not in content 关键词不匹配"})
    result = told(tmp_path, url)
    assert not result.ok and "errcode 310000: keywords not in content 关键词不匹配" in result.why
    for trouble in ("html", "truncated", "down", "throttle"):
        robot.spoil = lambda asked, trouble=trouble: trouble  # type: ignore[misc]
        result = told(tmp_path, url)
        assert not result.ok and result.why and "abc123" not in result.why and KEY not in result.why
