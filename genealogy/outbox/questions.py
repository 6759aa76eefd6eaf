"""Questions that a digest or a notice asks, and the links that answer them: each for one question, message and target,
for days.

A link says what it is for and bears an HMAC by the database's secret, so nothing is kept until it is used; that it was
used is part of the event that it became.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import astuple, dataclass

import orjson

from genealogy.errors import GenealogyError, NotFoundError
from genealogy.outbox.envelope import Letter
from genealogy.outbox.messages import PREFIX
from genealogy.sealed import NotOursError, seal, unseal

QUESTIONS = {
    "hold": ("Hold all that the case covers", "冻结本案涉及的全部批次"),
    "seen": ("Seen", "已知悉"),
    "acknowledged": ("We have received this notice", "我方已收到此通知"),
}
OF_NOTICE = "acknowledged"
"""What is asked of a consignee, with a notice of a case; everything else of people of our own, with a message."""
ASKED = {
    "case.open": ("hold", "seen"),
    **dict.fromkeys(("case.draft", "case.decide", "case.hold", "case.release", "case.alarm"), ("seen",)),
}
"""What is asked with which message. What a case that has ended tells asks nothing."""
DAYS, DAYS_OF_NOTICE = 3, 30
WITHIN = (f"Answer within {DAYS} days", f"请在 {DAYS} 天内答复")
_LONGEST = 2000
_PURPOSE = "answer"


class UnknownLinkError(NotFoundError):
    """A link to answer by that this service did not make, or not for whom it now tells."""

    code = "unknown_link"


class ExpiredLinkError(GenealogyError):
    """A link to answer by that is too old."""

    code = "link_expired"
    status = 410


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whom: about a case and the revision it was at (None: any), with a message, to a target; `until`
    is when the link ends, in seconds. Of a notice the target is the consignee, and `message` is the link's own."""

    what: str
    case: str
    revision: int | None
    message: str
    target: str
    until: int


def asked_in(letter: Letter, target: str) -> list[Question]:
    """What a message to a target asks."""
    step = letter.type.removeprefix(PREFIX)
    revision = orjson.loads(letter.data).get("revision")
    until = int((letter.at + dt.timedelta(days=DAYS)).timestamp())
    return [Question(what, letter.subject, revision, letter.id, target, until) for what in ASKED.get(step, ())]


def notice_link(secret: str, address: str, case: str, customer: str, now: dt.datetime) -> dict[str, str]:
    """A link for a consignee to acknowledge a notice by: `{"customer", "link", "until"}`."""
    ends = now + dt.timedelta(days=DAYS_OF_NOTICE)
    question = Question(OF_NOTICE, case, None, secrets.token_hex(8), customer, int(ends.timestamp()))
    until = ends.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"customer": customer, "link": _address(secret, address, question), "until": until}


def link(secret: str, question: Question) -> str:
    """The last part of the address that answers it."""
    return seal(secret, _PURPOSE, orjson.dumps(astuple(question)))


def question_of(secret: str, text: str, now: dt.datetime) -> Question:
    """What a link answers. Raises UnknownLinkError, ExpiredLinkError."""
    try:
        payload = unseal(secret, _PURPOSE, text[:_LONGEST])
    except NotOursError:
        raise UnknownLinkError("this link is none of this service") from None
    question = Question(*orjson.loads(payload))
    if now.timestamp() > question.until:
        ended = dt.datetime.fromtimestamp(question.until, dt.UTC).date()
        raise ExpiredLinkError(
            f"this link was good until {ended}; look at the case {question.case} itself, or ask whoever sent it"
        )
    return question


def lines_of(letter: Letter, target: str, secret: str, address: str) -> list[str]:
    """What a digest says of its questions: one line with a link for each, and until when."""
    asked = asked_in(letter, target)
    lines = [f"{' / '.join(QUESTIONS[one.what])}: {_address(secret, address, one)}" for one in asked]
    return [*lines, " / ".join(WITHIN)] if lines else []


def _address(secret: str, address: str, question: Question) -> str:
    return f"{address.rstrip('/')}/answers/{link(secret, question)}"
