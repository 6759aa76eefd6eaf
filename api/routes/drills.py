"""Mock recalls and their history."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Body, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.access.guard import guarded, needs
from api.answer import json_answer
from api.media import described
from api.routes.deps import TheSettings, TheStore
from api.routes.keyed import TheKeyed
from genealogy import drills
from genealogy.ledger.head import zone_of
from genealogy.paper import language, pdf_bytes

router = guarded(prefix="/drills", tags=["drills"])


class DrillIn(BaseModel):
    """What to test, or how to draw it."""

    model_config = ConfigDict(extra="forbid")
    batch: str | None = Field(None, description="Batch key; without it one is drawn.")
    random: int = Field(1, description="Seed of the draw.")
    kind: Literal["raw", "finished"] = Field("finished", description="What to draw from.")
    hours: float = Field(4.0, ge=0, description="Target time.")


@router.post("", summary="Run a mock recall", status_code=201, openapi_extra=needs("case"))
def run(
    store: TheStore,
    settings: TheSettings,
    keyed: TheKeyed,
    body: Annotated[DrillIn, Body(openapi_examples={"a batch drawn": {"value": examples.DRILL}})],
) -> Response:
    """One batch traced both ways and recalled by the clock; scored, and kept."""

    def work(_: str) -> dict[str, Any]:
        drawn = None if body.batch else {"seed": body.random, "kind": body.kind}
        key = body.batch or drills.draw(store, body.random, body.kind)
        how: dict[str, Any] = {"tolerance": settings.tolerance, "zone": zone_of(store, settings)}
        return drills.drill(store, key, drawn=drawn, hours=body.hours, by=keyed.by, **how)

    return json_answer(keyed.once({"drill": body.model_dump()}, work), 201)


@router.get("", summary="The mock recalls there were", openapi_extra=needs("read"))
def history(
    store: TheStore, limit: Annotated[int, Query(ge=1, le=10_000, description="How many at most.")] = 100
) -> Response:
    """Newest first, each as it was recorded."""
    return json_answer({"drills": drills.list_drills(store, limit)})


@router.get(
    "/{drill}/report",
    summary="The report of a mock recall as PDF",
    responses=described("application/pdf"),
    openapi_extra=needs("read"),
)
def report(
    store: TheStore,
    drill: Annotated[str, Path(description="Id of the drill, or latest.", examples=["latest"])],
    lang: Annotated[str, Query(description="en, zh or both.")] = "both",
) -> Response:
    """In the words auditors use, with lines to sign."""
    spoken = language(lang)
    content = pdf_bytes(drills.report_of(drills.get_drill(store, drill), spoken))
    return Response(content, media_type="application/pdf")
