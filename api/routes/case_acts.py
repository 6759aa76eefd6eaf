"""What is done in a recall case: goods held and released, decisions, changes of status."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import Body, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.access.guard import guarded, needs
from api.access.signing import TheSigner
from api.answer import json_answer
from api.routes.cases import CaseId, SaidIn, as_taken
from api.routes.deps import TheSettings, TheStore
from api.routes.keyed import TheKeyed
from genealogy.cases.effectiveness import effectiveness
from genealogy.cases.holding import hold_case, release_case
from genealogy.cases.life import cancel_case, close_case, decide, reopen_case
from genealogy.cases.notices import give_notice, list_notices

router = guarded(tags=["cases"])


class ReleaseIn(SaidIn):
    """What to release."""

    keys: list[str] = Field([], description="Batch keys; all that the case holds where none is named.")


class NoticeIn(BaseModel):
    """What a consignee was told, or told."""

    model_config = ConfigDict(extra="forbid")
    customer: str
    what: Literal["sent", "acknowledged", "found", "returned", "destroyed", "checked"]
    key: str | None = Field(None, description="Batch key; found, returned and destroyed need it.")
    quantity: str | None = Field(None, description="A negative one, with its reason, takes back a mistake.")
    uom: str | None = Field(None, description="The batch's own where it is left out.")
    how: str | None = Field(None, description="E-mail, phone, letter, visit ...")
    contact: str | None = Field(None, description="Who was told, or told.")
    result: Literal["pass", "fail"] | None = Field(None, description="Of a check.")
    reason: str | None = None
    by: str = Field(min_length=1, description="Who.")
    at: str | None = Field(None, description="When; ISO 8601, now where it is left out.")
    line: str | None = Field(None, description="Tells apart what is else the same.")


class StatusIn(SaidIn):
    """A change of status."""

    status: Literal["open", "closed", "cancelled"]
    decision: str = Field("", description="What was decided; closing needs it.")


class DecisionIn(SaidIn):
    """A decision."""

    decision: str = Field(min_length=1)
    level: Literal["A", "B", "C", "D", "E"] | None = Field(None, description="Of the effectiveness check, from now on.")
    percent: str | None = Field(None, description="Share of the consignees to check, for level B.")


@router.post("/cases/{case}/hold", summary="Hold all that a case covers", openapi_extra=needs("case"))
def hold(
    store: TheStore,
    signer: TheSigner,
    keyed: TheKeyed,
    case: CaseId,
    body: Annotated[SaidIn, Body(openapi_examples={"all": {"value": examples.HOLD}})],
) -> Response:
    """Every batch in scope that is on hand becomes `hold`; says what was held where. A second call changes nothing."""

    def work(_: str) -> dict[str, Any]:
        return hold_case(store, case, body.said(signer, case, "hold"))

    return json_answer(keyed.once(body.told(case, "hold"), work))


@router.post("/cases/{case}/release", summary="Release what a case holds", openapi_extra=needs("sign"))
def release(
    store: TheStore,
    signer: TheSigner,
    keyed: TheKeyed,
    case: CaseId,
    body: Annotated[ReleaseIn, Body(openapi_examples={"one": {"value": examples.RELEASE}})],
) -> Response:
    """Back to what it was before; what another open case holds too stays held, and is in `kept`."""

    def work(_: str) -> dict[str, Any]:
        return release_case(store, case, body.said(signer, case, "release", must_sign=True), body.keys)

    return json_answer(keyed.once(body.told(case, "release"), work))


@router.post("/cases/{case}/notices", status_code=201, summary="Record notices", openapi_extra=needs("case"))
def notices(
    store: TheStore,
    settings: TheSettings,
    keyed: TheKeyed,
    case: CaseId,
    body: Annotated[
        list[NoticeIn], Body(min_length=1, max_length=10_000, openapi_examples={"sent": {"value": examples.NOTICES}})
    ],
) -> Response:
    """What consignees were told or told: sent, acknowledged, found, returned, destroyed, checked. Quantities add up.
    Where GENEALOGY_ANSWERS_URL is set, `links` has one for each to whom a notice was sent: by it the consignee
    acknowledges, once and without a key."""
    given = [notice.model_dump() for notice in body]

    def work(mark: str) -> dict[str, Any]:
        return give_notice(store, case, given, keyed.by, settings.answers_url, mark)

    return json_answer(keyed.once({case: given}, work), 201)


@router.get("/cases/{case}/notices", summary="Notices of a case", openapi_extra=needs("read"))
def all_notices(store: TheStore, case: CaseId) -> Response:
    """In the order of the record."""
    return json_answer({"case": case, "notices": list_notices(store, case)})


@router.get("/cases/{case}/effectiveness", summary="How a recall goes", openapi_extra=needs("read"))
def how_it_goes(
    store: TheStore,
    case: CaseId,
    until: Annotated[dt.date | None, Query(description="As of the end of this day; without it today.")] = None,
) -> Response:
    """Per consignee: notices, and what was shipped, found, returned, destroyed and is missing; the effectiveness check;
    totals by material, and day by day since the case was opened."""
    return json_answer(effectiveness(store, case, until))


@router.post("/cases/{case}/decisions", status_code=201, summary="Write down a decision", openapi_extra=needs("sign"))
def write_down(
    store: TheStore,
    signer: TheSigner,
    keyed: TheKeyed,
    case: CaseId,
    body: Annotated[DecisionIn, Body(openapi_examples={"recall": {"value": examples.DECISION}})],
) -> Response:
    """What was decided, by whom, when and why."""

    def work(mark: str) -> dict[str, Any]:
        if taken := as_taken(store, mark):
            return taken
        said = body.said(signer, case, "decisions", mark, must_sign=True)
        return decide(store, case, body.decision, said, level=body.level, percent=body.percent)

    return json_answer(keyed.once(body.told(case, "decisions"), work), 201)


@router.post("/cases/{case}/status", summary="Open, close or cancel a case", openapi_extra=needs("sign"))
def change(
    store: TheStore,
    signer: TheSigner,
    keyed: TheKeyed,
    case: CaseId,
    body: Annotated[StatusIn, Body(openapi_examples={"close": {"value": examples.CLOSE_CASE}})],
) -> Response:
    """A draft or closed case is opened as a new revision; closing needs a decision; a cancelled case stays so."""

    def work(mark: str) -> dict[str, Any]:
        if taken := as_taken(store, mark):
            return taken
        said = body.said(signer, case, "status", mark, must_sign=body.status != "open")
        if body.status == "open":
            return reopen_case(store, case, said)
        if body.status == "closed":
            return close_case(store, case, body.decision, said)
        return cancel_case(store, case, said)

    return json_answer(keyed.once(body.told(case, "status"), work))
