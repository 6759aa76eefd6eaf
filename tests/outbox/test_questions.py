"""Links to answer by: what they are good for, and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import orjson
import pytest

from genealogy.errors import GenealogyError
from genealogy.outbox.digest import ROOM, digest
from genealogy.outbox.envelope import Letter
from genealogy.outbox.questions import (
    ASKED,
    DAYS,
    OF_NOTICE,
    QUESTIONS,
    ExpiredLinkError,
    Question,
    UnknownLinkError,
    asked_in,
    lines_of,
    link,
    question_of,
)

NOW = dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)
ASK = Question("hold", "RC-召回/1", 1, "m" * 32, "people-0123456789ab", int(NOW.timestamp()) + 60)


def letter(step: str, **data: object) -> Letter:
    return Letter("o", "m" * 32, 1, f"genealogy.{step}", "RC-召回/1", orjson.dumps(data).decode(), NOW)


def test_a_link_is_its_question() -> None:
    text = link("s", ASK)
    assert re.fullmatch(r"[\w.-]{100,300}", text) and question_of("s", text, NOW) == ASK
    payload, mac = text.split(".")
    other = link("s", replace(ASK, what="seen"))
    wrong = ["", ".", "x", payload, f"{payload}.", f".{mac}", f"{payload}.{mac}.", f"{payload}x.{mac}", "长.批", "=.="]
    wrong += [f"{other.split('.')[0]}.{mac}", f"{payload}.{mac[:-2]}AA", link("t", ASK), "A" * 9000 + "." + mac]
    for text_ in wrong:
        with pytest.raises(UnknownLinkError):
            question_of("s", text_, NOW)


def test_a_link_ends() -> None:
    assert question_of("s", link("s", ASK), NOW + dt.timedelta(seconds=60)) == ASK
    with pytest.raises(ExpiredLinkError, match="RC-召回/1") as caught:
        question_of("s", link("s", ASK), NOW + dt.timedelta(seconds=61))
    assert isinstance(caught.value, GenealogyError) and caught.value.status == 410


def test_what_is_asked_with_which_message() -> None:
    assert [one.what for one in asked_in(letter("case.open", revision=2), "people-1")] == ["hold", "seen"]
    (seen,) = asked_in(letter("case.alarm"), "people-1")
    until = int((NOW + dt.timedelta(days=DAYS)).timestamp())
    assert seen == Question("seen", "RC-召回/1", None, "m" * 32, "people-1", until)
    for step in ("case.close", "case.cancel", "case.answer", "load.done", "test"):
        assert asked_in(letter(step), "people-1") == [] and lines_of(letter(step), "people-1", "s", "http://h") == []
    assert {what for some in ASKED.values() for what in some} == QUESTIONS.keys() - {OF_NOTICE}


def test_a_digest_has_room_for_its_links() -> None:
    opened = letter("case.open", revision=1, decision="定" * 500, reason="长" * 500)
    asked = lines_of(opened, "people-0123456789ab", "s", "https://plant.example.com/")
    title, text = digest(opened, asked)
    assert len(f"{title}\n{text}".encode()) <= ROOM and text.endswith("\n".join(asked)) and "…" in text
    assert asked[0].startswith(
        "Hold all that the case covers / 冻结本案涉及的全部批次: https://plant.example.com/answers/"
    )
    assert asked[-1] == "Answer within 3 days / 请在 3 天内答复" and len(asked) == 3
    assert question_of("s", asked[1].rpartition("/")[2], NOW).what == "seen"
    short = letter("case.open", reason="涂层剥落")
    assert "Reason / 原因: 涂层剥落\n" in digest(short, asked)[1]
