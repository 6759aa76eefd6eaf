"""Batches: search, card, trace."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from api import formats
from api.answer import json_answer
from api.examples import LOT, MATERIAL
from api.keypath import HOW_TO_WRITE, batch_key
from api.media import described
from api.routes.deps import Key, TheStore
from genealogy.answers import card, search, trace
from genealogy.errors import UsageError

router = APIRouter(tags=["batches"])
MaterialPart = Annotated[str, Path(description="The part of the key before its `/`.", examples=[MATERIAL])]
LotPart = Annotated[
    str, Path(description="The part of the key after its `/`: lot, @assigner, #serial.", examples=[LOT])
]


@router.get("/batches", summary="Find batches")
def find(
    store: TheStore,
    material: Annotated[str | None, Query(description="Exactly this material.", examples=[MATERIAL])] = None,
    lot: Annotated[str | None, Query(description="Exactly this lot number.")] = None,
    q: Annotated[str | None, Query(description="Part of the key.")] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
) -> Response:
    """Batches by material, lot number or part of the key, ordered by key."""
    return json_answer({"batches": search(store, material=material, lot=lot, q=q, limit=limit)})


@router.get("/batches/{material}/{lot}", summary="The card of a batch")
def one(store: TheStore, key: Key, material: MaterialPart, lot: LotPart) -> Response:
    """What is known of one batch: what it is, how much there was and is, where, what it came from and went into."""
    return json_answer(card(store, key))


@router.get(
    "/batches/{material}/{lot}/trace",
    summary="Upstream or downstream of a batch",
    responses=described(*formats.MEDIA.values()),
)
def trace_of(
    request: Request,
    store: TheStore,
    key: Key,
    material: MaterialPart,
    lot: LotPart,
    direction: Literal["upstream", "downstream", "both"] = "downstream",
    format: Annotated[formats.Format | None, Query(description="Instead of the `Accept` header.")] = None,
) -> Response:
    """Everything on the way to suppliers or customers, as JSON, CSV, GraphML or JSON Lines."""
    wanted = format or formats.of_accept(request.headers.get("accept", ""))
    answer = trace(store, key, direction)
    return formats.response(store, answer, wanted)


@router.get("/batches/{rest:path}", include_in_schema=False)
def no_key(request: Request, rest: str) -> None:
    """A path that is no key: say how one is written."""
    batch_key(request)
    raise UsageError(HOW_TO_WRITE)
