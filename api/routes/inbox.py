"""Signed messages of other programs: their data are events, recorded as those of POST /events."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import Path, Request, Response
from starlette.concurrency import run_in_threadpool

from api import examples
from api.access.guard import OPEN, Access, guarded
from api.answer import json_answer
from api.inbox import incoming, take
from api.media import described
from api.routes.deps import TheAnswers, TheSettings, TheStore
from genealogy.inbox.senders import verified

router = guarded(tags=["webhooks"])
BODY = {
    "required": True,
    "content": {
        "application/cloudevents+json": {
            "schema": {"type": "object"},
            "examples": {"a receipt": {"value": examples.INCOMING}},
        }
    },
}


@router.post(
    "/inbox/{source}",
    status_code=201,
    summary="Take a signed message",
    responses=described("application/json", meaning="All was recorded before."),
    openapi_extra=OPEN | {"requestBody": BODY},
)
async def post(
    request: Request,
    store: TheStore,
    settings: TheSettings,
    answers: TheAnswers,
    source: Annotated[str, Path(description="Name of the sender, as `genealogy inbox add` was told.")],
) -> Response:
    """No key is needed: the message is signed with the sender's secret (Standard Webhooks, or HMAC under a header of
    its own), no more than 5 minutes ago. It is one CloudEvents event as JSON; `data` is what POST /events takes.

    Recorded once for each CloudEvents `source` and `id`, with `inbox:NAME` as the author; the same again gets the same
    answer. What it tells has happened: under an open recall it is recorded with an alarm. Without a signature that
    holds, 400 `bad_signature`.
    """
    body = await request.body()

    def work() -> Response:
        sender = verified(settings, source, request.headers, body, dt.datetime.now(dt.UTC))
        access: Access = request.app.state.access
        with access.limits.counted(f"inbox:{sender.name}"):
            status, document = take(store, settings, answers, incoming(body), sender.name)
        return json_answer(document, status)

    return await run_in_threadpool(work)
