"""docs/webhooks.md: what it shows is true."""

from __future__ import annotations

import datetime as dt
import re
import runpy
from pathlib import Path

import orjson
import pytest

from api.events import parse
from api.inbox import incoming
from genealogy.outbox.delivery import GIVE_UP
from genealogy.outbox.messages import TOPICS
from genealogy.outbox.sending import PATIENCE
from genealogy.outbox.signing import headers_of, new_secret

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")


def test_the_receiver_that_is_shown(tmp_path: Path) -> None:
    (text,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "shown.py").write_text(text, encoding="utf-8")
    secret, body, now = new_secret(), '{"批号": 1}'.encode(), dt.datetime.now(dt.UTC)
    verify = runpy.run_path(str(tmp_path / "shown.py"))["verify"]
    verify(secret, headers_of(secret, "m", now, body), body)
    for headers, sent in (
        (headers_of(new_secret(), "m", now, body), body),
        (headers_of(secret, "m", now, body), b"{}"),
        (headers_of(secret, "m", now - dt.timedelta(minutes=6), body), body),
    ):
        with pytest.raises(ValueError):
            verify(secret, headers, sent)


def test_messages_and_numbers_that_are_shown() -> None:
    sent, taken = re.findall(r"^    (\{\"specversion.*?\}\})$", PAGE, re.DOTALL | re.MULTILINE)
    assert orjson.loads(sent)["data"]["status"] == "hold"
    assert len(parse(incoming(taken.encode()).data)) == 1
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == set(TOPICS)
    assert f"After {GIVE_UP} tries" in PAGE and f"within {PATIENCE:.0f} seconds" in PAGE
