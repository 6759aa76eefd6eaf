"""The ledger over HTTP: its checkpoint, and proofs that events lie in it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access.guard import guarded, needs
from api.answer import json_answer
from api.examples import EXPLAINED
from api.media import described
from api.routes.deps import TheSettings, TheStore
from genealogy.ledger.checkpoints import make, verifier_of
from genealogy.ledger.proofs import numbers_of_batch, prove

router = guarded(tags=["records"])


@router.get(
    "/ledger/checkpoint",
    summary="The signed checkpoint of the ledger as it stands",
    responses=described("text/plain"),
    openapi_extra=needs("read", "audit"),
)
def checkpoint(store: TheStore, settings: TheSettings) -> Response:
    """A C2SP signed note: name of the ledger, number of events, root of their tree, signature. The header
    `Genealogy-Ledger-Key` has the key by which it is verified; keep it from the first time on."""
    note = make(store, settings).note
    headers = {"Genealogy-Ledger-Key": str(verifier_of(store, settings))}
    return Response(note.encode(), media_type="text/plain; charset=utf-8", headers=headers)


@router.get(
    "/ledger/proof",
    summary="A proof that events lie in the signed ledger",
    openapi_extra=needs("audit", "case"),
)
def proof(
    store: TheStore,
    settings: TheSettings,
    batch: Annotated[
        str | None, Query(description="All events that speak of this batch.", examples=[EXPLAINED])
    ] = None,
    event: Annotated[list[int] | None, Query(description="An event, by its number; may be given again.")] = None,
) -> Response:
    """Verified offline by the program that `genealogy verifier` prints (docs/ledger.md). Where nothing is named, of the
    last event."""
    point = make(store, settings)
    numbers = {*(event or ()), *(numbers_of_batch(store, batch) if batch else ())}
    return json_answer(prove(store, numbers or {point.checkpoint.size}, point))
