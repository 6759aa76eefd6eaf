"""Recalls: the scope of suspect batches."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.answer import json_answer
from api.routes.deps import TheSettings, TheStore
from genealogy.answers import Seed, recall
from genealogy.answers.yields import Band

router = APIRouter(tags=["recalls"])


class SeedIn(BaseModel):
    """A suspect batch, and when suspect material entered it."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field(description="Batch key.")
    from_: str | None = Field(None, alias="from", description="Not before; ISO 8601.")
    to: str | None = Field(None, description="Not after; ISO 8601.")


class SeedsIn(BaseModel):
    """Where suspect material is."""

    model_config = ConfigDict(extra="forbid")
    seeds: list[SeedIn] = Field(min_length=1)


class RecallIn(SeedsIn):
    """What to recall."""

    cross_check: bool = Field(False, description="Find the scope by two engines, and fail unless they agree.")
    band: str | None = Field(
        None, alias="yield", description="LOW:HIGH: output by input of a run; what lies outside is listed."
    )


@router.post("/recalls/preview", summary="Recall scope; nothing is stored")
def preview(
    store: TheStore,
    settings: TheSettings,
    body: Annotated[RecallIn, Body(openapi_examples={"the bad lot": {"value": examples.RECALL}})],
) -> Response:
    """Everything that may carry what is in the seeds: batches, places, shipments, customers, gaps."""
    seeds = [Seed(seed.key, seed.from_, seed.to) for seed in body.seeds]
    band = Band.parse(body.band) if body.band else None
    answer = recall(
        store, seeds, cross_check=body.cross_check, tolerance=settings.tolerance, zone=settings.zone, band=band
    )
    return json_answer(answer)
