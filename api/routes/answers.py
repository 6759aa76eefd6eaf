"""Answers to what digests ask: a page to look at, and the form that records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Form, Path, Request, Response

from api import answering
from api.access.guard import OPEN, Access, guarded
from api.media import described
from api.routes.deps import TheSettings, TheStore
from genealogy.cases.answering import acknowledge, acknowledgeable, answer, answerable
from genealogy.cases.life import Said
from genealogy.errors import GenealogyError, UsageError
from genealogy.ledger.head import head_of
from genealogy.outbox.people import scheme_of, targets
from genealogy.outbox.questions import OF_NOTICE, Question, UnknownLinkError, question_of
from genealogy.settings import Settings
from genealogy.store import Store

router = guarded(tags=["webhooks"])
Link = Annotated[str, Path(description="From the link of a message.")]
_HTML: dict[str, Any] = {"content": {"text/html; charset=utf-8": {}}}
_PAGES = described("text/html; charset=utf-8") | {
    404: {"description": "A link of none of ours, or a case that is not there.", **_HTML},
    409: {"description": "Answered before, or the case does not stand so.", **_HTML},
    410: {"description": "The link has ended.", **_HTML},
    422: {"description": "No name was filled in.", **_HTML},
}
NO_REMARK = "answered from a message 由消息答复"


@router.get("/answers/{link}", summary="A question of a message", responses=_PAGES, openapi_extra=OPEN)
def look(store: TheStore, settings: TheSettings, link: Link) -> Response:
    """A page with the question and a form; looking at it changes nothing. No key is needed: the link is signed by this
    service, for one question of one message to one address of GENEALOGY_NOTIFY_URLS, and ends after three days; that
    of a notice is for one consignee, and ends after thirty."""

    def work() -> Response:
        question, _ = _asked(store, settings, link)
        if question.what == OF_NOTICE:  # a consignee learns nothing else of the case
            acknowledgeable(store, question)
            return answering.asked(question, question.target)
        return answering.asked(question, str(answerable(store, question).row["title"]))

    return _page(work)


@router.post("/answers/{link}", summary="Answer a question of a message", responses=_PAGES, openapi_extra=OPEN)
def give(
    request: Request,
    store: TheStore,
    settings: TheSettings,
    link: Link,
    by: Annotated[str, Form(description="Who answers.")] = "",
    reason: Annotated[str, Form(description="A remark.")] = "",
) -> Response:
    """Do what the answer says and record it as a step of the case, once for each link. The author is
    `answer:CHANNEL TARGET`; `by` is the name that was filled in. A hold can be answered so, a release cannot. That a
    notice is acknowledged becomes a notice of the consignee."""

    def work() -> Response:
        question, channel = _asked(store, settings, link)
        act = acknowledge if question.what == OF_NOTICE else answer
        who = _text(by, answering.LONGEST_NAME, "your name")
        why = _text(reason.strip() or NO_REMARK, answering.LONGEST_WHY, "a remark")
        access: Access = request.app.state.access
        with access.limits.counted(f"answer:{question.target}"):
            done = act(store, question, Said(who, why, None, f"answer:{channel} {question.target}"))
        return answering.done(question, done)

    return _page(work)


def _asked(store: Store, settings: Settings, link: str) -> tuple[Question, str]:
    """The question of a link, and the channel that it came by. Raises UnknownLinkError, ExpiredLinkError."""
    question = question_of(head_of(store).secret, link, dt.datetime.now(dt.UTC))
    if settings.answers_url is not None:
        if question.what == OF_NOTICE:
            return question, "notice"
        if url := targets(settings).get(question.target):
            return question, scheme_of(url)
    raise UnknownLinkError("whom this link was sent to is asked nothing any more")


def _text(text: str, longest: int, what: str) -> str:
    """Raises UsageError where it is none."""
    text = text.strip()
    if not text or len(text) > longest or not text.isprintable():
        raise UsageError(f"fill in {what}, in 1 to {longest} characters on one line")
    return text


def _page(work: Callable[[], Response]) -> Response:
    try:
        return work()
    except GenealogyError as error:
        return answering.refused(error)
