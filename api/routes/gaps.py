"""Gaps of the whole graph."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access.guard import guarded, needs
from api.answer import json_answer
from api.routes.deps import TheStore
from genealogy.answers.yields import Band
from genealogy.finder import find_gaps

router = guarded(tags=["gaps"])


@router.get(
    "/gaps", summary="Missing and contradictory records of the whole graph, ranked", openapi_extra=needs("read")
)
def gaps(
    store: TheStore,
    top: Annotated[int, Query(ge=1, le=10_000, description="How many to list.")] = 100,
    band: Annotated[
        str, Query(alias="yield", description="LOW:HIGH: output by input of a run; what lies outside is flagged.")
    ] = "0:1",
) -> Response:
    """Those first that may hide most scope; it reads the whole graph, so it takes its time on a large one."""
    return json_answer(find_gaps(store, top, Band.parse(band)))
