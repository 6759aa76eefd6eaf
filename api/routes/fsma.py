"""The electronic sortable spreadsheet of the food traceability rule."""

from __future__ import annotations

from io import BytesIO
from typing import Annotated

from fastapi import Query, Response

from api import examples
from api.access.guard import guarded, needs
from api.media import described
from api.routes.deps import TheSettings, TheStore
from genealogy.errors import UsageError
from genealogy.fsma import records_of_period, records_of_scope, workbook
from genealogy.fsma.period import period
from genealogy.ledger.head import zone_of

router = guarded(tags=["traceability"])
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAMED = {"Content-Disposition": 'attachment; filename="fsma-204.xlsx"'}


@router.get(
    "/fsma/workbook",
    summary="The sortable spreadsheet of a trace or a period (FSMA 204)",
    openapi_extra=needs("read"),
    responses=described(_XLSX),
)
def sheet(
    store: TheStore,
    settings: TheSettings,
    key: Annotated[
        list[str] | None, Query(description="Batches whose whole trace is asked for.", examples=[[examples.BAD_LOT]])
    ] = None,
    from_: Annotated[str | None, Query(alias="from", description="Instead: what happened from this moment on.")] = None,
    to: Annotated[str | None, Query(description="... up to this one; a day is meant whole.")] = None,
) -> Response:
    """A sheet for each critical tracking event, each key data element in a column of its own, and what is missing.

    Without batches and period: all that is recorded."""
    if key and (from_ or to):
        raise UsageError("name batches (key), or a period (from, to); not both")
    zone = zone_of(store, settings)
    records = records_of_scope(store, key, zone) if key else records_of_period(store, *period(from_, to, zone), zone)
    made = BytesIO()
    workbook(records, made)
    return Response(made.getvalue(), 200, _NAMED, _XLSX)
