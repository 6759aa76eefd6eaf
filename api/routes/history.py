"""The audit trail of any object."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access.guard import guarded, needs
from api.answer import json_answer
from api.examples import RECORD
from api.routes.deps import TheStore
from genealogy.history import history

router = guarded(tags=["records"])
Record = Annotated[str, Query(description="KIND:ID, such as `run:R-1`, or a batch key.", examples=[RECORD])]


@router.get("/history", summary="The audit trail of any object", openapi_extra=needs("audit", "case"))
def one(store: TheStore, record: Record) -> Response:
    """Every event that describes, uses or corrects the object, in the order of recording: when it was recorded, by whom
    and from which row of which load, when it happened, its values; `void` where a correction took it back, and of a
    correction the old and the new lines. Kinds: batch, run, receipt, shipment, return, pack, order, inspection,
    movement, count, material, supplier, customer, location, equipment, operator, case."""
    return json_answer(history(store, record))
