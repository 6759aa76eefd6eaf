"""More comes than can be done: some is done, some waits, the rest comes again; nothing is done in part."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.turns import WRITERS, BusyError, Lane
from genealogy.settings import Settings
from genealogy.store import Store, Tx
from tests.api.conftest import serving
from tests.support.campaign import size


def test_a_lane_lets_so_many_in_and_so_many_wait() -> None:
    async def course() -> list[str]:
        said: list[str] = []
        lane = Lane("writing", at_once=2, waiting=1, patience=60)

        async def one(name: str) -> None:
            try:
                async with lane.turn():
                    said.append(f"{name} in")
                    await asyncio.sleep(0.01)
            except BusyError:
                said.append(f"{name} busy")

        await asyncio.gather(*(one(name) for name in "abcd"))
        await one("e")
        return said

    assert asyncio.run(course()) == ["a in", "b in", "d busy", "c in", "e in"]


def test_who_waits_too_long_is_told() -> None:
    async def course() -> None:
        lane = Lane("writing", at_once=1, waiting=5, patience=0.01)
        async with lane.turn():
            with pytest.raises(BusyError, match=r"no turn for a writing request within 0\.01 seconds"):
                await lane.turn().__aenter__()
        async with lane.turn():
            pass

    asyncio.run(course())


def test_writers_that_wait_leave_room_for_questions(store: Store, settings: Settings) -> None:
    held, enough = Event(), Event()

    def hold(tx: Tx, _: str) -> None:
        tx.run("ledger.open")
        held.set()
        assert enough.wait(120)

    def post(number: int) -> tuple[int, str]:
        answer = client.post("/events", json={"event": "material", "material": f"M{number}"}, timeout=120)
        return answer.status_code, answer.headers.get("retry-after", "")

    crowded = settings.model_copy(update={"max_waiting": 4, "requests_at_once": 100})
    with serving(crowded, store) as client, ThreadPoolExecutor(41) as pool:
        holder = pool.submit(store.writing, hold)
        assert held.wait(60)
        posts = [pool.submit(post, number) for number in range(40)]
        assert client.get("/health/ready").status_code == 200
        assert client.get("/batches?q=M").status_code == 200
        enough.set()
        holder.result(60)
        told = Counter(one.result(120) for one in posts)
    assert told.keys() == {(201, ""), (503, "1")}
    assert store.read("schema.version").one()[1] == told[201, ""], "what was told 503 is not there"


def test_who_sends_slowly_keeps_no_writer_from_its_turn(store: Store, settings: Settings) -> None:
    """Strangers, before anything is known of them."""
    with serving(settings, store) as client, ExitStack() as held:
        url = client.base_url
        head = (
            f"POST /inbox/mes HTTP/1.1\r\nHost: {url.host}\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nab"
        )
        for _ in range(WRITERS):
            held.enter_context(socket.create_connection((url.host, url.port))).sendall(head.encode())
        assert client.get("/batches?q=M").status_code == 200
        assert client.post("/events", json={"event": "material", "material": "M"}).status_code == 201


def test_many_posts_with_one_key_are_one(store: Store, settings: Settings) -> None:
    many = size(60, 1000)
    body = [{"event": "material", "material": f"M{number}"} for number in range(20)]

    def post(number: int) -> tuple[int, str]:
        answer = client.post("/events", json=body, headers={"Idempotency-Key": "k"}, timeout=300)
        return answer.status_code, answer.text if answer.status_code < 300 else answer.json()["code"]

    wide = settings.model_copy(update={"max_waiting": many, "requests_at_once": 100})
    with serving(wide, store) as client, ThreadPoolExecutor(60) as pool:
        told = Counter(pool.map(post, range(many)))
        last = post(0)
        other = client.post("/events", json=body[:1], headers={"Idempotency-Key": "k"})
    done = [answer for answer in told if answer[0] < 300]
    assert done == [(201, last[1])] == [last]
    assert {code for status, code in told if status >= 300} <= {"idempotency_key_in_work", "busy"}
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_used")
    assert store.read("schema.version").one()[1] == len(body)
    pages = store.driver.execute_query("MATCH (p:Page) RETURN count(p)").records[0][0]
    assert pages == 1


def test_two_services_give_one_answer(store: Store, settings: Settings) -> None:
    """Each with its own memory: the answer that was kept first is what both say."""
    held, enough = Event(), Event()

    def slow() -> tuple[int, dict[str, int]]:
        held.set()
        assert enough.wait(60)
        return 200, {"new": 0}

    first, second = (create_app(settings, store).state.answers for _ in range(2))
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(first.once, "k", {}, slow)
        assert held.wait(60)
        assert second.once("k", {}, lambda: (201, {"new": 1})) == (201, {"new": 1})
        enough.set()
        assert late.result(60) == (201, {"new": 1})


def test_a_key_in_work_is_told_to_wait(client: TestClient) -> None:
    answers = client.app.state.answers  # type: ignore[attr-defined]

    def within() -> tuple[int, dict[str, object]]:
        answer: httpx.Response = client.post("/events", json={"event": "x"}, headers={"Idempotency-Key": "k"})
        return answer.status_code, {"code": answer.json()["code"], "after": answer.headers.get("retry-after")}

    assert answers.once("j", {}, within, "key:home")[1]["code"] == "malformed"
    assert answers.once("k", {}, within, "key:home") == (409, {"code": "idempotency_key_in_work", "after": "1"})
