"""Batches: search, card, trace."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query, Request, Response

from api import formats
from api.access.guard import TheCaller, guarded, needs
from api.access.parties import card_for
from api.answer import json_answer
from api.examples import LOT, MATERIAL
from api.keypath import HOW_TO_WRITE, batch_key
from api.media import described
from api.routes.deps import Key, TheSettings, TheStore
from genealogy.answers import card, search, trace
from genealogy.asof import trace_as_of
from genealogy.errors import UsageError
from genealogy.history import history

router = guarded(tags=["batches"])
MaterialPart = Annotated[str, Path(description="The part of the key before its `/`.", examples=[MATERIAL])]
LotPart = Annotated[
    str, Path(description="The part of the key after its `/`: lot, @assigner, #serial.", examples=[LOT])
]


@router.get("/batches", summary="Find batches", openapi_extra=needs("read"))
def find(
    store: TheStore,
    material: Annotated[str | None, Query(description="Exactly this material.", examples=[MATERIAL])] = None,
    lot: Annotated[str | None, Query(description="Exactly this lot number.")] = None,
    q: Annotated[str | None, Query(description="Part of key, lot or material's name, in any case.")] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
) -> Response:
    """Batches by material, lot number, or a part of the key, of the lot or of the material's name, ordered by key."""
    return json_answer({"batches": search(store, material=material, lot=lot, q=q, limit=limit)})


@router.get("/batches/{material}/{lot}", summary="The card of a batch", openapi_extra=needs("read", "own"))
def one(store: TheStore, caller: TheCaller, key: Key, material: MaterialPart, lot: LotPart) -> Response:
    """What is known of one batch: what it is, how much there was and is, where, what it came from and went into. A
    supplier or customer sees what it is, and the receipts or shipments of its own."""
    return json_answer(card_for(store, caller.party, key) if caller.party else card(store, key))


@router.get(
    "/batches/{material}/{lot}/trace",
    summary="Upstream or downstream of a batch",
    responses=described(*formats.MEDIA.values()),
    openapi_extra=needs("read"),
)
def trace_of(
    request: Request,
    store: TheStore,
    settings: TheSettings,
    key: Key,
    material: MaterialPart,
    lot: LotPart,
    direction: Literal["upstream", "downstream", "both"] = "downstream",
    format: Annotated[formats.Format | None, Query(description="Instead of the `Accept` header.")] = None,
    as_of: Annotated[str | None, Query(description="What was known then; ISO 8601. JSON only.")] = None,
) -> Response:
    """Everything on the way to suppliers or customers, as JSON, CSV, GraphML or JSON Lines. With `as_of` it is what was
    known then, by the time of recording, and `since` is the difference to now."""
    wanted = format or formats.of_accept(request.headers.get("accept", ""))
    if as_of is not None and wanted != "json":
        raise UsageError("what was known at a time is told as JSON; leave format and Accept out")
    if as_of is not None:
        return json_answer(trace_as_of(store, settings, as_of, lambda past: trace(past, key, direction)))
    answer = trace(store, key, direction)
    return formats.response(store, answer, wanted)


@router.get(
    "/batches/{material}/{lot}/history", summary="The audit trail of a batch", openapi_extra=needs("audit", "case")
)
def history_of(store: TheStore, key: Key, material: MaterialPart, lot: LotPart) -> Response:
    """Every event that describes, uses or corrects the batch, in the order of recording; `GET /history` has them of
    every other object."""
    return json_answer(history(store, f"batch:{key}"))


@router.get("/batches/{rest:path}", include_in_schema=False, openapi_extra=needs("read", "own"))
def no_key(request: Request, rest: str) -> None:
    """A path that is no key: say how one is written."""
    batch_key(request)
    raise UsageError(HOW_TO_WRITE)
