"""Events: recorded one by one or many at a time."""

from __future__ import annotations

from typing import Annotated, Any

import structlog
from fastapi import Body, Query, Response

from api import examples
from api.access.guard import guarded, needs
from api.access.releases import signed_events
from api.access.signing import TheSigner
from api.answer import json_answer
from api.events import record_events
from api.media import described
from api.routes.deps import TheAnswers, TheSettings, TheStore
from api.routes.keyed import Key
from genealogy.record.writer import Source

router = guarded(tags=["events"])


@router.post(
    "/events",
    status_code=201,
    summary="Record events",
    responses=described("application/json", meaning="All was recorded before."),
    openapi_extra=needs("record"),
)
def record(
    store: TheStore,
    settings: TheSettings,
    answers: TheAnswers,
    signer: TheSigner,
    body: Annotated[dict[str, Any] | list[dict[str, Any]], Body(openapi_examples=examples.EVENTS)],
    reported: Annotated[
        bool, Query(description="They have happened already: recorded in any case, with an alarm under a recall.")
    ] = False,
    idempotency_key: Key = None,
) -> Response:
    """Record one event or a list, in one transaction; `event` names the kind, the rest are the columns of its file.

    201 when something is new, 200 when all was recorded before. An event that bears the identity of a record with
    other content is in `conflicts` and the first stays; 409 when all of them are.

    While a recall case is open, what would use, move or ship a batch in its scope, or bring another batch into it, is
    refused: 409 `under_recall`, with the batches and cases in `touches`. With `reported=true` it is recorded and an
    alarm of the case, and `alarms` counts them. Returns, receipts, scrap, samples, counts and moves to a quarantine
    that the case names pass.

    A status that releases goods can be signed, and where GENEALOGY_SIGNATURES says so must be: its member `signature`
    is `{meaning, credential}`, or what `POST /signatures` gave for it.
    """

    def work() -> tuple[int, dict[str, Any]]:
        request = str(structlog.contextvars.get_contextvars().get("request_id", ""))
        source = Source("api", request, signer.caller.by)
        done = record_events(store, settings, signed_events(body, signer), source, reported=reported)
        return (201 if done.new else 200), done.as_dict()

    status, document = answers.once(idempotency_key, body, work, signer.caller.by)
    return json_answer(document, status)
