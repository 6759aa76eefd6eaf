"""Messages through a database to a real receiver: at least once, in order, none invented, whatever happens between."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from standardwebhooks import Webhook

from genealogy.events import RECORDED_BY_KIND, Event
from genealogy.graph_hash import graph_hash
from genealogy.outbox.delivery import GIVE_UP, KEPT, LEASE, Post, Target, deliver, prune
from genealogy.outbox.envelope import Letter
from genealogy.outbox.post import post_of, send_test
from genealogy.outbox.sending import Result
from genealogy.outbox.subscriptions import dead, replay, subscribe, subscriptions, unsubscribe
from genealogy.rebuild import rebuild
from genealogy.record.writer import Source, record
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.load import load
from tests.outbox.peer import Got, Peer, peer

UTC = ZoneInfo("UTC")
LOTS = ("批-一", "B", "C")


class Clock:
    """A time that moves when it is told to."""

    def __init__(self) -> None:
        self.at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)

    def __call__(self) -> dt.datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += dt.timedelta(seconds=seconds)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", webhook_hosts="127.0.0.1")


def status(lot: str, what: str, number: int) -> Event:
    values = {"material": "奶", "lot": lot, "status": what, "by": "张三", "line": str(number)}
    return RECORDED_BY_KIND["status"].model_validate(values)


def change(store: Store, count: int, first: int = 0) -> list[tuple[str, str]]:
    """Record changes of status, one after the other; gives back batch and status in the order of the record."""
    said = [(LOTS[number % 3], f"s{number}") for number in range(first, first + count)]
    for number, (lot, what) in enumerate(said, first):
        record(store, [status(lot, what, number)], Source("api", "r", "key:x"), UTC)
    return [(f"奶/{lot}", what) for lot, what in said]


def arrived(other: Peer) -> list[tuple[str, str]]:
    return [(one.event["subject"], one.event["data"]["status"]) for one in other.got]


def in_order(found: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> bool:
    """Whether, repetitions left out, each batch was told its changes in the order of the record, all and no other."""
    first = list(dict.fromkeys(found))
    return all([x for x in first if x[0] == key] == [x for x in wanted if x[0] == key] for key, _ in wanted) and set(
        first
    ) == set(wanted)


def until_quiet(post: Post, clock: Clock, limit: int = 500) -> None:
    """Deliver as time goes by, until nothing waits."""
    for _ in range(limit):
        deliver(post)
        if not any(found["waiting"] for found in subscriptions(post.store)):
            return
        clock.wait(60)
    raise AssertionError("messages still wait")


def test_what_is_recorded_arrives_signed_and_leaves_no_trace_in_the_graph(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    change(store, 1)  # nobody is told yet
    with peer() as other:
        made = subscribe(store, settings, other.url, ["load", "status"], by="os:x")
        before = graph_hash(store)
        wanted = change(store, 2, 1)
        record(store, [status("B", "s1", 1)], Source("api", "r"), UTC)  # the same again: nothing new
        (tmp_path / "statuses.csv").write_text("material,lot,status\n奶,Z,hold\n奶,Z2,hold\n", encoding="utf-8")
        report = load(store, tmp_path / "statuses.csv", UTC)
        hashed = graph_hash(store)
        post = post_of(store, settings)
        assert deliver(post) == 5 and deliver(post) == 0
        for got in other.got:
            Webhook(made["secret"]).verify(got.body, got.headers)
        events = [got.event for got in other.got]
        assert [event["type"] for event in events] == ["genealogy.batch.status"] * 4 + ["genealogy.load.done"]
        assert [(event["subject"], event["data"].get("status")) for event in events[:2]] == wanted
        assert events[-1]["data"]["load"] == report.load and events[-1]["data"]["new"] == 2
        assert [e["sequence"] for e in events] == sorted(e["sequence"] for e in events)
        assert {e["specversion"] for e in events} == {"1.0"} and len({e["source"] for e in events}) == 1
        assert "张三" not in str(events) and made["secret"] not in str(subscriptions(store))
    assert hashed == graph_hash(store) != before  # by what was recorded, not by what was delivered
    assert rebuild(store, UTC)["equal"]
    prune(Post(store, post.send, lambda: post.now() + KEPT, "h"))
    assert store.read("outbox.messages", queue=f"{made['id']} delivered", limit=10).rows == []
    assert unsubscribe(store, settings, made["id"])["waiting"] == 0 and subscriptions(store) == []
    assert list((settings.home / "webhooks").iterdir()) == []


def test_a_receiver_that_is_away_for_an_hour(store: Store, settings: Settings) -> None:
    clock = Clock()
    with peer() as other:
        url, port = other.url, int(other.url.split(":")[2].split("/")[0])
        made = subscribe(store, settings, url, ["status"])
    post = post_of(store, settings, clock)
    wanted = change(store, 9)
    begun = clock.at
    while clock.at < begun + dt.timedelta(hours=1):
        assert deliver(post) == 0
        clock.wait(97)
    (found,) = subscriptions(store)
    assert found["waiting"] == 9 and found["dead"] == 0 and 4 < found["failures"] < 20
    with peer(port) as other:
        until_quiet(post, clock)
        assert arrived(other) and in_order(arrived(other), wanted) and len(other.got) == 9
    assert dead(store, made["id"]) == []


def test_a_process_that_is_killed_sends_again_and_two_do_not_overtake(store: Store, settings: Settings) -> None:
    class KilledError(BaseException):
        """The process ends here."""

    clock, chance = Clock(), random.Random(4)
    with peer() as other:
        subscribe(store, settings, other.url, ["status"])
        wanted = change(store, 12)
        plain = post_of(store, settings, clock)

        def dying(target: Target, letter: Letter) -> Result:
            if chance.random() < 0.3:
                raise KilledError  # before it was sent
            result = plain.send(target, letter)
            if chance.random() < 0.3:
                raise KilledError  # after it was sent, before that was noted
            return result

        for number in range(100):
            try:
                deliver(Post(store, dying, clock, f"process {number}"))
            except KilledError:
                assert deliver(Post(store, plain.send, clock, "another")) == 0  # the dead one has the lease
            clock.wait(LEASE.total_seconds())
        assert in_order(arrived(other), wanted)
        assert len(other.got) > 12  # some came twice, under the same id
        assert len(set(other.ids)) == 12 and subscriptions(store)[0]["waiting"] == 0


def test_a_refused_message_holds_up_its_batch_only_until_it_is_dead(store: Store, settings: Settings) -> None:
    clock = Clock()
    with peer() as other:
        made = subscribe(store, settings, other.url, ["status"])
        wanted = change(store, 6)

        def answer(got: Got) -> int:
            return 400 if got.event["data"]["status"] == "s0" else 200

        other.status = answer
        post = post_of(store, settings, clock)
        assert deliver(post) == 4
        for _ in range(GIVE_UP):
            clock.wait(3600)
            deliver(post)
        (gone,) = dead(store, made["id"])
        assert gone["tries"] == GIVE_UP and "400" in gone["why"] and gone["subject"] == "奶/批-一"
        assert arrived(other)[-1] == wanted[3]  # what came after it in its batch goes on
        other.status = lambda _: 200
        assert replay(store, made["id"], ["another"]) == 0 and replay(store, made["id"]) == 1
        clock.wait(3600)
        deliver(post)
        assert arrived(other)[-1] == wanted[0] and other.ids[-1] == gone["message"] and dead(store) == []


def test_gone_is_dead_at_once(store: Store, settings: Settings) -> None:
    with peer() as other:
        other.status = lambda _: 410
        made = subscribe(store, settings, other.url, ["status"])
        change(store, 1)
        deliver(post_of(store, settings))
        assert [one["tries"] for one in dead(store)] == [1]
        assert send_test(store, settings, made["id"]) == {"delivered": False, "why": "127.0.0.1 answered 410"}


def test_a_slow_receiver_is_sent_again_what_it_has(store: Store, settings: Settings) -> None:
    clock = Clock()
    with peer() as other:
        subscribe(store, settings, other.url, ["status"])
        wanted = change(store, 3)
        other.slow = 0.3
        assert deliver(post_of(store, settings, clock, patience=0.1)) == 0
        other.slow = 0
        until_quiet(post_of(store, settings, clock), clock)
        assert in_order(arrived(other), wanted)
