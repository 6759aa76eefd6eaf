"""Answers from a message: a digest sent through apprise, its links followed over HTTP, and the events of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import pytest
from pydantic import SecretStr
from rich.console import Console
from starlette.testclient import TestClient

from api import home
from api.app import create_app
from api.cli.report_case import print_case
from genealogy.cases.book import show_case
from genealogy.cases.holding import hold_case
from genealogy.cases.life import Said, close_case, reopen_case
from genealogy.cases.notices import list_notices
from genealogy.history import history
from genealogy.ledger.head import head_of
from genealogy.outbox.delivery import deliver
from genealogy.outbox.people import subscribe_people, targets
from genealogy.outbox.post import post_of
from genealogy.outbox.questions import link, question_of
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.load import load
from tests.api.conftest import log_file, write_bundle
from tests.outbox.peer import Peer, peer

__all__ = ["log_file"]
NOW = dt.datetime.now(dt.UTC)
OPENING = {
    "seeds": [{"key": "粉/批1"}],
    "case": "RC-1",
    "title": "异物 <b>",
    "class": "II",
    "by": "李",
    "reason": "异物",
}


@pytest.fixture
def group() -> Iterator[Peer]:
    with peer() as found:
        yield found


@pytest.fixture
def settings(group: Peer, tmp_path: Path) -> Settings:
    url = SecretStr(group.url.replace("http://", "json://"))
    return Settings(home=tmp_path / "home", notify_urls=url, answers_url="https://plant.example.com")


@pytest.fixture
def browser(store: Store, settings: Settings) -> TestClient:
    """What follows links: it has no key. The service does not run its own deliveries, so that the test does."""
    return TestClient(create_app(settings, store), base_url="http://127.0.0.1")


def opened(store: Store, settings: Settings, browser: TestClient, folder: Path) -> None:
    """A case on a batch of which some is on hand."""
    files = {"receipts": "receipt,supplier,material,lot,quantity,uom,location\nR1,S1,粉,批1,5,kg,库1\n"}
    browser.headers["Authorization"] = f"Bearer {home.api_key(settings)}"
    assert load(store, write_bundle(folder / "bundle", **files), ZoneInfo("UTC")).clean
    assert browser.post("/cases", json=OPENING).status_code == 201
    del browser.headers["Authorization"]


def links_in(group: Peer) -> list[str]:
    """Paths of the links of the last message."""
    text = orjson.loads(group.got[-1].body)["message"]
    return [f"/answers/{found}" for found in re.findall(r"https://plant\.example\.com/answers/(\S+)", text)]


def said(browser: TestClient, path: str, **form: str) -> tuple[int, str]:
    answer = browser.post(path, data=form)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.status_code, answer.text


def test_a_hold_is_approved_from_the_message(
    store: Store, settings: Settings, browser: TestClient, group: Peer, tmp_path: Path, log_file: Path
) -> None:
    subscribe_people(store, settings)
    opened(store, settings, browser, tmp_path)
    post = post_of(store, settings)
    assert deliver(post) == 2  # of the load, and of the case
    hold, seen = links_in(group)

    page = browser.get(hold)
    assert page.status_code == 200 and "冻结本案涉及的全部批次" in page.text and "异物 &lt;b&gt;" in page.text
    policy = page.headers["content-security-policy"]
    assert "form-action 'self'" in policy and "script" not in policy and page.headers["cache-control"] == "no-store"
    assert browser.head(hold).status_code == 405
    assert [entry["action"] for entry in show_case(store, "RC-1")["entries"]] == ["open"]  # to look changes nothing

    status, text = said(browser, hold, by=" ")
    assert status == 422 and "your name" in text and "填写有误" in text
    status, text = said(browser, hold, by="王芳", reason="先冻结")
    assert status == 200 and "本次冻结批次：1；此前已冻结：0" in text
    shown = show_case(store, "RC-1")
    (target,) = targets(settings)
    assert shown["holds"] == ["粉/批1"]
    assert [entry["action"] for entry in shown["entries"]] == ["open", "hold", "answer"]
    answered = shown["entries"][-1]
    names = ("question", "target", "by", "reason", "signer")
    assert [answered[name] for name in names] == ["hold", target, "王芳", "先冻结", None]
    trail = history(store, "case:RC-1")["events"]
    assert {event["by"] for event in trail if event["event"] == "case_entry"} == {"key:home", f"answer:json {target}"}

    assert said(browser, hold, by="别人")[0] == 409  # again: the first stays
    page = browser.get(hold)
    assert page.status_code == 409 and "此问题已经答复过" in page.text and "already" in page.text
    assert said(browser, seen, by="王芳", reason=" ")[0] == 200
    screen = StringIO()
    print_case(Console(file=screen, width=200), show_case(store, "RC-1"))
    assert "answer: hold" in screen.getvalue() and "由消息答复" in screen.getvalue()
    log = [line for line in log_file.read_text(encoding="utf-8").splitlines() if '"logger":"api"' in line]
    assert "/answers/..." in log[-1] and "/answers/W" not in "".join(log)  # a link is as good as a key
    assert [entry["question"] for entry in show_case(store, "RC-1")["entries"]] == [None, None, "hold", "seen"]
    assert deliver(post) == 1  # of the hold; of answers nobody is told
    assert "批次已冻结" in orjson.loads(group.got[-1].body)["title"]
    (seen_hold,) = links_in(group)

    close_case(store, "RC-1", "end", Said("李", "all is back"))
    status, text = said(browser, seen_hold, by="王芳")
    assert status == 409 and "closed" in text and "案件状态不允许答复" in text
    reopen_case(store, "RC-1", Said("李", "again"))
    status, text = said(browser, seen_hold, by="王芳")
    assert status == 409 and "revision 1" in text and "此链接针对旧版本" in text


def test_of_two_at_once_one_is_recorded(
    store: Store, settings: Settings, browser: TestClient, group: Peer, tmp_path: Path
) -> None:
    subscribe_people(store, settings)
    opened(store, settings, browser, tmp_path)
    deliver(post_of(store, settings))
    hold, seen = links_in(group)
    hold_case(store, "RC-1", Said("王芳", "a process that died before it said so", author="answer:json"))
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda path: said(browser, path, by="王芳")[0], [seen, hold] * 3))
    assert sorted(done) == [200, 200, 409, 409, 409, 409]
    entries = show_case(store, "RC-1")["entries"]
    assert sorted(entry["question"] or "" for entry in entries) == ["", "", "hold", "seen"]
    assert [entry["number"] for entry in entries] == [1, 2, 3, 4]


def test_a_consignee_acknowledges_a_notice(
    store: Store, settings: Settings, browser: TestClient, group: Peer, tmp_path: Path
) -> None:
    opened(store, settings, browser, tmp_path)
    customers = {"customers": "customer,name\n客户甲,甲公司\nB,Beta\n"}
    assert load(store, write_bundle(tmp_path / "more", **customers), ZoneInfo("UTC")).clean
    sent = [{"customer": id_, "what": "sent", "by": "李", "at": "2026-03-04"} for id_ in ("客户甲", "B")]
    headers = {"Idempotency-Key": "n1", "Authorization": f"Bearer {home.api_key(settings)}"}
    given = browser.post("/cases/RC-1/notices", json=sent, headers=headers).json()
    assert browser.post("/cases/RC-1/notices", json=sent, headers=headers).json() == given
    assert [one["customer"] for one in given["links"]] == ["B", "客户甲"]
    other, mine = (one["link"].removeprefix("https://plant.example.com") for one in given["links"])

    page = browser.get(mine)
    assert page.status_code == 200 and "我方已收到此通知" in page.text and "客户甲" in page.text
    assert "异物" not in page.text, "what the case is about is not for outsiders"
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: said(browser, mine, by="赵六", reason="已隔离")[0], range(4)))
    assert sorted(done) == [200, 409, 409, 409]
    (told,) = [one for one in list_notices(store, "RC-1") if one["what"] == "acknowledged"]
    assert (told["customer"], told["contact"], told["how"], told["reason"]) == ("客户甲", "赵六", "link", "已隔离")
    trail = history(store, "case:RC-1")["events"]
    assert "answer:notice 客户甲" in {event["by"] for event in trail if event["event"] == "notice"}
    again = browser.get(mine)
    assert again.status_code == 409 and "此问题已经答复过" in again.text

    close_case(store, "RC-1", "end", Said("李", "all is back"))
    status, text = said(browser, other, by="Bob")
    assert status == 409 and "closed" in text
    silent = TestClient(create_app(settings.model_copy(update={"answers_url": None}), store))
    assert silent.get(other, headers={"host": "127.0.0.1"}).status_code == 404


def test_whom_a_link_was_not_for(
    store: Store, settings: Settings, browser: TestClient, group: Peer, tmp_path: Path
) -> None:
    subscribe_people(store, settings)
    opened(store, settings, browser, tmp_path)
    deliver(post_of(store, settings))
    secret = head_of(store).secret
    question = question_of(secret, links_in(group)[0].rpartition("/")[2], NOW)

    def refused(other: str, status: int, words: str) -> None:
        for answer in (browser.get(f"/answers/{other}"), browser.post(f"/answers/{other}", data={"by": "王芳"})):
            assert answer.status_code == status and words in answer.text, answer.text

    refused("x.y", 404, "链接无效")
    refused(link("another database", question), 404, "链接无效")
    refused(link(secret, replace(question, until=int(NOW.timestamp()) - 1)), 410, "链接已过期")
    refused(link(secret, replace(question, target="people-gone")), 404, "收件方已停用")
    refused(link(secret, replace(question, case="RC-2")), 404, "没有这个案件")
    refused(link(secret, replace(question, revision=7)), 409, "此链接针对旧版本")
    assert [entry["action"] for entry in show_case(store, "RC-1")["entries"]] == ["open"]

    elsewhere = {"origin": "https://evil.example"}
    assert browser.post(f"/answers/{link(secret, question)}", data={"by": "x"}, headers=elsewhere).status_code == 403
    behind = {"origin": "https://plant.example.com", "x-forwarded-host": "plant.example.com"}
    assert browser.post(f"/answers/{link(secret, question)}", data={"by": "王芳"}, headers=behind).status_code == 200


def test_nothing_is_asked_where_nobody_said_how_to_answer(
    store: Store, settings: Settings, browser: TestClient, group: Peer, tmp_path: Path
) -> None:
    silent = settings.model_copy(update={"answers_url": None})
    subscribe_people(store, silent)
    opened(store, silent, browser, tmp_path)
    deliver(post_of(store, silent))
    assert "http" not in orjson.loads(group.got[-1].body)["message"]
