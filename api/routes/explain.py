"""Why something is in a recall, or is not."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, Response
from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.access.guard import guarded, needs
from api.answer import json_answer
from api.routes.deps import TheSettings, TheStore
from api.routes.recall_body import SeedsIn
from genealogy.explain import Target, explain
from genealogy.ledger.head import zone_of

router = guarded(tags=["recalls"])


class TargetIn(BaseModel):
    """What to explain: one of these."""

    model_config = ConfigDict(extra="forbid")
    key: str | None = Field(None, description="A batch, by its key.")
    shipment: str | None = Field(None, description="A shipment.")
    customer: str | None = Field(None, description="A customer.")


class ExplainIn(SeedsIn):
    """What is recalled, and what of it to explain."""

    target: TargetIn


@router.post(
    "/recalls/explain",
    summary="Why a batch, shipment or customer is in a recall, or is not",
    openapi_extra=needs("recall"),
)
def why(
    store: TheStore,
    settings: TheSettings,
    body: Annotated[ExplainIn, Body(openapi_examples=examples.EXPLAIN)],
) -> Response:
    """The shortest chain in time from a seed, step by step in English and Chinese, each with the record that shows it;
    of what is excluded, the cut and the records that show that; and the documents to pull."""
    target = Target(body.target.key, body.target.shipment, body.target.customer)
    seeds = [seed.seed() for seed in body.seeds]
    switches = body.switches.switches()
    answer = explain(
        store, seeds, target, switches=switches, tolerance=settings.tolerance, zone=zone_of(store, settings)
    )
    return json_answer(answer)
