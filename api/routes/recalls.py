"""Recalls: the scope of suspect batches."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Body, Response

from api import examples
from api.access.caller import NotAllowedError
from api.access.guard import TheCaller, guarded, needs
from api.access.parties import recall_for
from api.answer import json_answer
from api.routes.deps import TheSettings, TheStore
from api.routes.recall_body import RecallIn, WhatIfIn
from genealogy.answers import recall
from genealogy.answers.yields import Band
from genealogy.asof import recall_as_of
from genealogy.ledger.head import zone_of
from genealogy.store import Store
from genealogy.whatif import what_if

router = guarded(tags=["recalls"])


@router.post("/recalls/preview", summary="Recall scope; nothing is stored", openapi_extra=needs("recall", "own"))
def preview(
    store: TheStore,
    settings: TheSettings,
    caller: TheCaller,
    body: Annotated[RecallIn, Body(openapi_examples=examples.RECALLS)],
) -> Response:
    """Everything that may carry what is in the seeds: batches, places, shipments, customers, gaps. A seed is a batch by
    its `key`; or what is looked for by receipt, supplier, run, equipment, operator, shift, a parameter out of range, a
    failed inspection, in a period: `seeds` of the answer say what was found and by what records. `switches` say what is
    not to be followed. With `as_of` it is what was known then, and `since` is the difference to now; that takes the
    time of a load where the server has not been asked about that time before. A supplier or customer names batches
    of its own by key, and sees of the answer what it delivered or was sent."""
    if caller.party:
        keys = _only_keys(body)
        return json_answer(
            recall_for(store, caller.party, keys, tolerance=settings.tolerance, zone=zone_of(store, settings))
        )
    seeds, switches = [seed.seed() for seed in body.seeds], body.switches.switches()
    band = Band.parse(body.band) if body.band else None

    def ask(store: Store) -> dict[str, Any]:
        return recall(
            store,
            seeds,
            switches=switches,
            cross_check=body.cross_check,
            tolerance=settings.tolerance,
            zone=zone_of(store, settings),
            band=band,
        )

    return json_answer(recall_as_of(store, settings, body.as_of, ask) if body.as_of is not None else ask(store))


def _only_keys(body: RecallIn) -> list[str]:
    """The batches that a party asks about: by windows, switches or queries it could find out about others."""
    if body.model_dump(exclude_defaults=True) != {"seeds": [{"key": seed.key} for seed in body.seeds]}:
        raise NotAllowedError("an account of a supplier or customer names seeds by key, and nothing else")
    return [seed.key or "" for seed in body.seeds]


@router.post(
    "/recalls/what-if", summary="What would be otherwise in a recall; nothing is stored", openapi_extra=needs("recall")
)
def suppose(
    store: TheStore,
    settings: TheSettings,
    body: Annotated[WhatIfIn, Body(openapi_examples=examples.WHAT_IFS)],
) -> Response:
    """The recall as it is, held against the one that would be if all of `what_if` were so: batches, shipments,
    customers and vessels that come in, fall out or change, each with its verdict `from` and `to`, and the totals of
    both. Seeds and switches are those of a preview. docs/what-if.md says what each change means."""
    answer = what_if(
        store,
        [seed.seed() for seed in body.seeds],
        [change.asked() for change in body.what_if],
        switches=body.switches.switches(),
        tolerance=settings.tolerance,
        zone=zone_of(store, settings),
    )
    return json_answer(answer)
