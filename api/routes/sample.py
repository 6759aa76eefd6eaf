"""What to test next."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, Response
from pydantic import Field

from api import examples
from api.access.guard import guarded, needs
from api.answer import json_answer
from api.routes.deps import TheSettings, TheStore
from api.routes.recall_body import SeedsIn
from genealogy.ledger.head import zone_of
from genealogy.sample import sample

router = guarded(tags=["recalls"])


class SampleIn(SeedsIn):
    """What is recalled, and how many batches to test."""

    count: int = Field(3, ge=1, le=100, description="How many batches to test.")
    prior: float | None = Field(
        None, gt=0, lt=1, description="The chance that a test finds a batch bad; else half its suspect share."
    )


@router.post(
    "/recalls/sample", summary="Which batches to test next, so that least stays in doubt", openapi_extra=needs("recall")
)
def choose(
    store: TheStore,
    settings: TheSettings,
    body: Annotated[SampleIn, Body(openapi_examples=examples.SAMPLE)],
) -> Response:
    """The potential batches on hand of which a test is expected to settle most: which batches a clean result clears,
    because every chain to them goes through it, and which a bad one confirms."""
    answer = sample(
        store,
        [seed.seed() for seed in body.seeds],
        body.count,
        prior=body.prior,
        switches=body.switches.switches(),
        tolerance=settings.tolerance,
        zone=zone_of(store, settings),
    )
    return json_answer(answer)
