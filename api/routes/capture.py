"""The EPCIS 2.0 interface, capturing; a client of the standard works unchanged with the base URL `/epcis`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Header, Request, Response
from fastapi import Path as InPath

from api import examples, home
from api.access.guard import TheCaller, guarded, needs
from api.epcis import HEADERS, JSON, LD, answer, spoken
from api.loading import Job
from api.routes.deps import TheLoads, TheSettings, TheStore
from api.routes.loads import before
from genealogy.errors import UsageError
from genealogy.ledger.head import zone_of
from loaders.encoding import FileRefusedError
from loaders.epcis.jsonld import read_json
from loaders.epcis.sent import Sent
from loaders.load import load as load_file
from loaders.options import Options


class BadEventError(UsageError):
    """An event that is not valid, each fault with its place."""

    code = "epcis_invalid"
    status = 422

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__("this is no valid EPCIS event; nothing was recorded")
        self.members = {"errors": errors}


async def _content(request: Request) -> bytes:
    return await request.body()


router = guarded(tags=["epcis"], dependencies=[Depends(spoken)])
TheContent = Annotated[bytes, Depends(_content)]
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "object"}, "example": examples.EPCIS} for kind in (JSON, LD)}
        | {"application/xml": {"schema": {"type": "string"}}},
    }
}
_ONE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "object"}, "example": examples.EPCIS_EVENT} for kind in (JSON, LD)},
    }
}


@router.post(
    "/epcis/capture",
    status_code=202,
    response_class=Response,
    summary="Capture an EPCIS document",
    openapi_extra=needs("load") | _BODY,
)
def capture(
    loads: TheLoads,
    caller: TheCaller,
    content: TheContent,
    behaviour: Annotated[
        str,
        Header(
            alias="GS1-Capture-Error-Behaviour",
            description="`rollback`: where one event is not valid, none is taken; `proceed`: the others are.",
        ),
    ] = "rollback",
) -> Response:
    """Take a document, JSON or XML (1.2, 2.0), and capture it in the background; `Location` is the capture job."""
    if behaviour not in ("rollback", "proceed"):
        raise UsageError(f"GS1-Capture-Error-Behaviour is {behaviour!r}; send rollback or proceed")
    if not content.strip():
        raise UsageError("the body is empty; send an EPCIS document")
    with loads.new_folder() as (load_id, folder):
        (folder / "capture.epcis").write_bytes(content)
    path = folder / "capture.epcis"
    loads.add(load_id, "EPCIS capture", path, False, caller.by, proceed=behaviour == "proceed")
    return Response(status_code=202, headers=HEADERS | {"Location": f"/epcis/capture/{load_id}"})


@router.get("/epcis/capture/{capture}", summary="A capture job", openapi_extra=needs("load", "read"))
def capture_job(
    store: TheStore,
    settings: TheSettings,
    loads: TheLoads,
    capture: Annotated[str, InPath(description="Id of the capture job.", examples=[examples.LOAD])],
) -> Response:
    """Whether it runs, whether it succeeded, each error with its place, and notes on what is kept but has no record."""
    job = loads.get(capture)
    found = _of_job(job) if job else before(store, settings, capture)
    report = found["report"] or {}
    errors = [_problem(each) for each in report.get("errors", [])]
    errors += [_refused(file["refused"]) for file in report.get("files", []) if file["refused"] and not errors]
    if found["problem"]:
        errors.append(_refused(found["problem"]["detail"]))
    running = found["state"] in ("queued", "running")
    said = {
        "captureID": capture,
        "createdAt": _text(found["started_at"]),
        "finishedAt": _text(found["finished_at"]),
        "running": running,
        "success": found["state"] == "done" and not errors,
        "captureErrorBehaviour": "proceed" if job and job.proceed else "rollback",
        "errors": errors,
        "notes": [note for file in report.get("files", []) for note in file["notes"]],
    }
    return answer({name: value for name, value in said.items() if value is not None})


def _of_job(job: Job) -> dict[str, Any]:
    report = job.report or {}
    times = {name: report.get(name) for name in ("started_at", "finished_at")}
    return {"state": job.state, "report": job.report, "problem": job.problem, **times}


def _text(moment: Any) -> str | None:
    return moment.isoformat() if isinstance(moment, dt.datetime) else moment


def _problem(error: dict[str, Any]) -> dict[str, Any]:
    where = error["column"] or f"event {error['row']}"
    said = {"status": 400, "title": "not valid", "detail": f"{where}: {error['text']}"}
    return {"type": "epcisException:ValidationException", **said, "place": where, "value": error["value"]}


def _refused(text: str) -> dict[str, Any]:
    return {"type": "epcisException:ValidationException", "status": 400, "title": "not taken", "detail": text}


@router.post(
    "/epcis/events",
    status_code=201,
    response_class=Response,
    summary="Capture one event",
    openapi_extra=needs("load") | _ONE,
)
def capture_event(store: TheStore, settings: TheSettings, caller: TheCaller, content: TheContent) -> Response:
    """Record one event in JSON with its context; `Location` is where it is kept, by its hash."""
    try:
        document = read_json(content)
    except FileRefusedError as error:
        raise UsageError(f"the body {error}") from None
    if document.faults or len(document.events) != 1:
        raise UsageError("send one event with its @context; a document goes to /epcis/capture")
    (found,) = document.events
    if faults := found.faults():
        raise BadEventError([{"place": found.place.of(f.path), "value": f.value, "text": f.text} for f in faults])
    with TemporaryDirectory(dir=home.make(settings, "loads"), prefix="event-") as folder:
        path = Path(folder) / "event.epcis"
        path.write_bytes(content)
        report = load_file(store, path, zone_of(store, settings), Options(by=caller.by))
    if not report.clean:
        raise BadEventError([error | {"place": error["column"]} for error in report.as_dict()["errors"]])
    where = f"/epcis/events/{quote(Sent(found.event, found.spaces).hash, safe='')}"
    return Response(status_code=201, headers=HEADERS | {"Location": where})
