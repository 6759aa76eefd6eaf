"""The EPCIS 2.0 interface, reading: events as they were captured, by query, id or hash."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from fastapi import Path as InPath

from api import examples
from api.access.guard import guarded, needs
from api.epcis import JSON, LD, answer, kind_of, spoken
from api.media import described
from api.routes.deps import TheStore
from genealogy.errors import ConflictError, NotFoundError
from loaders.epcis.asking import KNOWN, ask, one, parse
from loaders.epcis.export import CONTEXT
from loaders.epcis.validate import TYPES

router = guarded(tags=["epcis"], dependencies=[Depends(spoken)])


@router.get(
    "/epcis/events",
    summary="Query events",
    responses=described(JSON, LD),
    openapi_extra=needs("read")
    | {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": "A condition of the standard; alternatives are separated by |.",
                "schema": {"type": "string"},
            }
            for name in KNOWN
        ]
    },
)
def events(request: Request, store: TheStore) -> Response:
    """Events as they were captured, the last first; `Link` leads to the next page. What was recorded otherwise is not
    among them: `genealogy export epcis` writes it."""
    page = ask(store, parse(request.query_params.multi_items()))
    headers = {}
    if page.token:
        given = [(name, value) for name, value in request.query_params.multi_items() if name != "nextPageToken"]
        url = f"{request.url.path}?{urlencode([*given, ('nextPageToken', page.token)])}"
        headers["Link"] = f'<{url}>; rel="next"'
    return answer(page.document, headers, kind_of(request))


@router.get("/epcis/eventTypes", summary="Types of events", openapi_extra=needs("read"))
def event_types() -> Response:
    """The types that are captured."""
    return answer({"@context": CONTEXT, "type": "Collection", "member": sorted(TYPES)})


@router.get(
    "/epcis/events/{event_id:path}",
    summary="One event",
    responses=described(JSON, LD),
    openapi_extra=needs("read"),
)
def event(
    request: Request,
    store: TheStore,
    event_id: Annotated[str, InPath(description="Its id, or its hash, URL-encoded.", examples=[examples.EPCIS_ID])],
) -> Response:
    """The event of an id or hash; 409 where several bear that id, which only a hash tells apart."""
    found = one(store, event_id)
    if not found:
        raise NotFoundError(f"there is no event {event_id!r}")
    if len({each["eventTime"] for each in found}) > 1 and not event_id.startswith("ni:///"):
        raise ConflictError(f"{len(found)} events bear the id {event_id!r}; ask by hash")
    return answer(found[0], kind=kind_of(request))
