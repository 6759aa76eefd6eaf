"""Batch keys in paths, through a real server: what decodes a path twice, or once too early, is found here."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import httpx2 as httpx
import pytest

from genealogy.keys import BatchKey

LOTS = ["A/1", "批#7@x", "100%", "%2F", "a b", "..", "x?y=1", "trace", "A/trace", "ä+ö", "a;b,c", "\\", "A%252F1"]


def path_of(key: str) -> str:
    return "/batches/" + quote(key, safe="/")


def bundle_of(lots: list[str]) -> str:
    return "material,lot,assigner\n" + "".join(f'M,"{lot}",\nM,"{lot}",SUP/1\n' for lot in lots)


@pytest.fixture
def odd(loaded: Callable[..., None], live: httpx.Client) -> httpx.Client:
    loaded(batches=bundle_of(LOTS))
    return live


def test_every_lot_is_found_by_its_written_key(odd: httpx.Client) -> None:
    for lot in LOTS:
        for assigner in (None, "SUP/1"):
            key = str(BatchKey.of("M", lot, assigner))
            card = odd.get(path_of(key))
            assert (card.status_code, card.json().get("key"), card.json().get("lot")) == (200, key, lot)
            trace = odd.get(path_of(key) + "/trace?direction=both")
            assert (trace.status_code, trace.json().get("batch")) == (200, key)


def test_a_key_encoded_only_once_is_malformed_and_never_another_batch(odd: httpx.Client) -> None:
    for path in ("/batches/M/A%2F1", "/batches/M/A%2Ftrace", "/batches/M", "/batches/M/", "/batches/M/a/b/c"):
        answer = odd.get(path)
        assert (path, answer.status_code, answer.json()["code"]) == (path, 422, "malformed")
        assert "%252F" in answer.json()["detail"] or "batch key" in answer.json()["detail"]


def test_broken_escapes_are_malformed(odd: httpx.Client) -> None:
    for path in ("/batches/M/%FF", "/batches/M/100%25zz", "/batches/M/a%23"):
        answer = odd.get(path)
        assert (path, answer.status_code, answer.json()["code"]) == (path, 422, "malformed")


def test_a_key_of_no_record_is_not_found(odd: httpx.Client) -> None:
    for path in ("/batches/M/nowhere", "/batches/M/nowhere/trace", "/batches/M/A%252F1%2540SUP"):
        answer = odd.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_batch")
        assert answer.headers["content-type"] == "application/problem+json"
