"""What is done in a recall case: goods held and released, decisions, changes of status."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Response
from pydantic import Field

from api import examples
from api.answer import json_answer
from api.routes.cases import CaseId, SaidIn
from api.routes.deps import TheStore
from genealogy.cases.holding import hold_case, release_case
from genealogy.cases.life import cancel_case, close_case, decide, reopen_case

router = APIRouter(tags=["cases"])


class ReleaseIn(SaidIn):
    """What to release."""

    keys: list[str] = Field([], description="Batch keys; all that the case holds where none is named.")


class StatusIn(SaidIn):
    """A change of status."""

    status: Literal["open", "closed", "cancelled"]
    decision: str = Field("", description="What was decided; closing needs it.")


class DecisionIn(SaidIn):
    """A decision."""

    decision: str = Field(min_length=1)
    level: Literal["A", "B", "C", "D", "E"] | None = Field(None, description="Of the effectiveness check, from now on.")
    percent: str | None = Field(None, description="Share of the consignees to check, for level B.")


@router.post("/cases/{case}/hold", summary="Hold all that a case covers")
def hold(
    store: TheStore,
    case: CaseId,
    body: Annotated[SaidIn, Body(openapi_examples={"all": {"value": examples.HOLD}})],
) -> Response:
    """Every batch in scope that is on hand becomes `hold`; says what was held where. A second call changes nothing."""
    return json_answer(hold_case(store, case, body.said()))


@router.post("/cases/{case}/release", summary="Release what a case holds")
def release(
    store: TheStore,
    case: CaseId,
    body: Annotated[ReleaseIn, Body(openapi_examples={"one": {"value": examples.RELEASE}})],
) -> Response:
    """Back to what it was before; what another open case holds too stays held, and is in `kept`."""
    return json_answer(release_case(store, case, body.said(), body.keys))


@router.post("/cases/{case}/decisions", status_code=201, summary="Write down a decision")
def write_down(
    store: TheStore,
    case: CaseId,
    body: Annotated[DecisionIn, Body(openapi_examples={"recall": {"value": examples.DECISION}})],
) -> Response:
    """What was decided, by whom, when and why."""
    found = decide(store, case, body.decision, body.said(), level=body.level, percent=body.percent)
    return json_answer(found, 201)


@router.post("/cases/{case}/status", summary="Open, close or cancel a case")
def change(
    store: TheStore,
    case: CaseId,
    body: Annotated[StatusIn, Body(openapi_examples={"close": {"value": examples.CLOSE_CASE}})],
) -> Response:
    """A draft or closed case is opened as a new revision; closing needs a decision; a cancelled case stays so."""
    if body.status == "open":
        return json_answer(reopen_case(store, case, body.said()))
    if body.status == "closed":
        return json_answer(close_case(store, case, body.decision, body.said()))
    return json_answer(cancel_case(store, case, body.said()))
