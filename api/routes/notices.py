"""Notices of a recall, as one zip."""

from __future__ import annotations

import io
import zipfile
from typing import Annotated

from fastapi import Body, Response
from pydantic import Field

from api import examples
from api.access.guard import guarded, needs
from api.media import described
from api.routes.deps import TheSettings, TheStore
from api.routes.recall_body import SeedsIn
from genealogy.ledger.head import zone_of
from genealogy.notices import Notice, notices
from genealogy.notices.writing import files_of, formats_of
from genealogy.paper import language

router = guarded(tags=["recalls"])
NAMED = {"Content-Disposition": 'attachment; filename="notices.zip"'}


class NoticesIn(SeedsIn):
    """What to recall, and what to say."""

    reason: str | None = Field(None, description="Why, and what the hazard is.")
    class_: str | None = Field(None, alias="class", description="Recall class, such as I, II or III.")
    contact: str | None = Field(None, description="Whom to answer.")
    formats: list[str] = Field(["pdf", "xlsx"], min_length=1, description="Of xlsx, csv, json, pdf.")
    lang: str = Field("both", description="en, zh or both.")


@router.post(
    "/recalls/notices",
    summary="A notice for each customer and supplier of a recall, as a zip",
    openapi_extra=needs("recall"),
    responses=described("application/zip"),
)
def write(
    store: TheStore,
    settings: TheSettings,
    body: Annotated[NoticesIn, Body(openapi_examples={"the bad lot": {"value": examples.NOTICE_PACKS}})],
) -> Response:
    """A folder each, with nothing of anybody else: unpack it, and send each folder to its party only."""
    formats, lang = formats_of(",".join(body.formats)), language(body.lang)
    seeds = [seed.seed() for seed in body.seeds]
    told = Notice(body.reason, body.class_, body.contact)
    how = {"switches": body.switches.switches(), "tolerance": settings.tolerance, "zone": zone_of(store, settings)}
    packs = notices(store, seeds, told, **how)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for path, content in files_of(packs, formats, lang):
            made.writestr(path, content)
    return Response(stream.getvalue(), 200, NAMED, "application/zip")
