"""Causes: what bad batches have in common."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, Response
from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.access.guard import guarded, needs
from api.answer import json_answer
from api.routes.deps import TheStore
from genealogy.causes import causes

router = guarded(tags=["causes"])


class CausesIn(BaseModel):
    """Bad batches, and what to compare them with."""

    model_config = ConfigDict(extra="forbid")
    bad: list[str] = Field(min_length=1, description="Batch keys.")
    good: list[str] = Field([], description="Batch keys; without any, others of the same materials and time.")
    min_support: int | None = Field(None, ge=1, description="How many bad batches must carry a factor.")


@router.post("/causes", summary="What bad batches have in common upstream", openapi_extra=needs("recall"))
def rank(
    store: TheStore,
    body: Annotated[CausesIn, Body(openapi_examples={"panels that peel": {"value": examples.CAUSES}})],
) -> Response:
    """Lots, suppliers, equipment, people, shifts and parameters upstream of bad batches, ranked by exact tests."""
    return json_answer(causes(store, body.bad, body.good, body.min_support))
