"""Recalls: the scope of suspect batches."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response

from api import examples
from api.answer import json_answer
from api.routes.deps import TheSettings, TheStore
from api.routes.recall_body import RecallIn
from genealogy.answers import recall
from genealogy.answers.yields import Band

router = APIRouter(tags=["recalls"])


@router.post("/recalls/preview", summary="Recall scope; nothing is stored")
def preview(
    store: TheStore,
    settings: TheSettings,
    body: Annotated[RecallIn, Body(openapi_examples=examples.RECALLS)],
) -> Response:
    """Everything that may carry what is in the seeds: batches, places, shipments, customers, gaps. A seed is a batch by
    its `key`; or what is looked for by receipt, supplier, run, equipment, operator, shift, a parameter out of range, a
    failed inspection, in a period: `seeds` of the answer say what was found and by what records. `switches` say what is
    not to be followed."""
    answer = recall(
        store,
        [seed.seed() for seed in body.seeds],
        switches=body.switches.switches(),
        cross_check=body.cross_check,
        tolerance=settings.tolerance,
        zone=settings.zone,
        band=Band.parse(body.band) if body.band else None,
    )
    return json_answer(answer)
