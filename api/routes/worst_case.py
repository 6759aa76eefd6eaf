"""Worst cases of the whole graph."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access.guard import guarded, needs
from api.answer import json_answer
from api.routes.deps import TheStore
from genealogy.worst import By
from genealogy.worst import worst_case as find_worst

router = guarded(tags=["worst case"])


@router.get(
    "/worst-case",
    summary="Batches on hand or open, ranked by what their recall would hit, and the best cuts",
    openapi_extra=needs("read"),
)
def worst_case(
    store: TheStore,
    top: Annotated[int, Query(ge=1, le=10_000, description="How many batches to list.")] = 20,
    by: Annotated[By, Query(description="What is ranked by.")] = "batches",
    cuts: Annotated[int, Query(ge=0, le=100, description="For how many of the worst cuts are looked for.")] = 5,
    every: Annotated[bool, Query(description="Used-up batches too.")] = False,
) -> Response:
    """By structure, whatever time rules out: exact up to 1,000, above that an estimate that says so. It reads the
    whole graph, so it takes its time on a large one."""
    return json_answer(find_worst(store, top, by, cuts, every))
