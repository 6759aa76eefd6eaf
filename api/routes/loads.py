"""Loads: upload a bundle, watch it, fetch the rows that were rejected."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import Annotated, Any

import orjson
from fastapi import File, Query, Response, UploadFile
from fastapi import Path as InPath

from api import examples, home
from api.access.guard import TheCaller, guarded, needs
from api.answer import json_answer
from api.loading import Job
from api.media import described
from api.routes.deps import TheLoads, TheSettings, TheStore
from genealogy.errors import NotFoundError, UsageError
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.loads import Load, get_load, list_loads
from loaders.report import shown

router = guarded(tags=["loads"])
LoadId = Annotated[str, InPath(description="Id of the load.", examples=[examples.LOAD])]
_REJECTED = described("text/csv; charset=utf-8", "application/zip") | {204: {"description": "Every row went in."}}
_LONGEST_NAME = 200  # bytes; a file system takes some more
_ID = re.compile(r"[\w-]{1,64}", re.ASCII)


class NotFinishedError(UsageError):
    """The load is under way: what it rejects is not known yet."""

    code = "not_finished"
    status = 409


@router.post("/loads", status_code=202, summary="Load a bundle", openapi_extra=needs("load"))
def upload(
    loads: TheLoads,
    caller: TheCaller,
    file: Annotated[
        list[UploadFile],
        File(
            description="A zip of a bundle, a workbook (.xlsx) with a sheet for each file, or its CSV files; foreign "
            "tables with a `mapping.yaml` beside them."
        ),
    ],
    dry_run: Annotated[bool, Query(description="Check every row, write nothing.")] = False,
) -> Response:
    """Take the files and load them in the background; `Location` says where its progress and report are."""
    names = [_name(one) for one in file]
    if len(set(names)) != len(names):
        raise UsageError(f"a file is there twice among {', '.join(names)}")
    with loads.new_folder() as (load_id, folder):
        for name, one in zip(names, file, strict=True):
            with (folder / name).open("wb") as target:
                shutil.copyfileobj(one.file, target, 1 << 20)
    job = loads.add(load_id, ", ".join(names), folder / names[0] if len(names) == 1 else folder, dry_run, caller.by)
    return json_answer(_of_job(job), 202, {"Location": f"/loads/{load_id}"})


def _name(file: UploadFile) -> str:
    """The name without folders: what a sender writes there is no path of ours."""
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    if name in ("", ".", ".."):
        raise UsageError("a file has no name; its name says which file of the bundle it is")
    if shown(name) != name or len(name.encode()) > _LONGEST_NAME:
        raise UsageError(f"{shown(name)!r} is no name for a file: it is too long, or holds a control character")
    return name


@router.get("/loads", summary="The last loads", openapi_extra=needs("load", "read"))
def last(store: TheStore, limit: Annotated[int, Query(ge=1, le=1000)] = 50) -> Response:
    """Newest first, without their reports."""
    return json_answer({"loads": [_of_node(one) | {"report": None} for one in list_loads(store, limit)]})


@router.get("/loads/{load}", summary="Progress and report of a load", openapi_extra=needs("load", "read"))
def one(store: TheStore, settings: TheSettings, loads: TheLoads, load: LoadId) -> Response:
    """What the load does, or what came of it."""
    job = loads.get(load)
    return json_answer(_of_job(job) if job else before(store, settings, load))


@router.get(
    "/loads/{load}/rejected",
    summary="Rows that were rejected, as CSV",
    responses=_REJECTED,
    openapi_extra=needs("load", "read"),
)
def rejected(
    store: TheStore,
    settings: TheSettings,
    loads: TheLoads,
    load: LoadId,
    file: Annotated[str | None, Query(description="Only this file of the bundle.")] = None,
) -> Response:
    """CSV for one file, a zip for several, nothing (204) where every row went in. Correct them and load them again."""
    job = loads.get(load)
    state = job.state if job else before(store, settings, load)["state"]
    if state in ("queued", "running"):
        raise NotFinishedError(f"load {load} is {state}; ask again when it is done")
    folder = home.load_folder(settings, load) / "rejected"
    found = sorted(path for path in folder.glob("*.csv") if file in (None, path.name))
    if not found:
        return Response(status_code=204)
    return _csv(found[0]) if len(found) == 1 else _zip(load, found)


def _csv(path: Path) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{path.name}"'}
    return Response(path.read_bytes(), headers=headers, media_type="text/csv; charset=utf-8")


def _zip(load: str, paths: list[Path]) -> Response:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, path.name)
    headers = {"Content-Disposition": f'attachment; filename="rejected-{load}.zip"'}
    return Response(packed.getvalue(), headers=headers, media_type="application/zip")


def _of_job(job: Job) -> dict[str, Any]:
    running = job.state == "running"
    return {
        "load": job.load,
        "source": job.source,
        "by": job.by or None,
        "state": job.state,
        "started_at": job.report and job.report["started_at"],
        "finished_at": job.report and job.report["finished_at"],
        "progress": {"what": job.what, "done": job.done, "total": job.total} if running else None,
        "report": job.report,
        "problem": job.problem,
    }


def _of_node(load: Load) -> dict[str, Any]:
    return {
        "load": load.load,
        "source": load.source,
        "by": load.by,
        "state": load.state,
        "started_at": load.started_at,
        "finished_at": load.finished_at,
        "progress": None,
        "report": load.report,
        "problem": None,
    }


def before(store: Store, settings: Settings, load: str) -> dict[str, Any]:
    """A load of another process: from the command line, or from before this one was started."""
    if not _ID.fullmatch(load):
        raise NotFoundError(f"there is no load {load!r}")
    kept = home.load_folder(settings, load) / "job.json"
    known = orjson.loads(kept.read_bytes()) if kept.exists() else None
    try:
        found = _of_node(get_load(store, load))
    except NotFoundError:
        if known is None:
            raise
        found = _of_job(Job(load, known["source"], kept, False, by=known.get("by", ""), state=known["state"]))
    return found | {name: known[name] for name in ("state", "report", "problem")} if known else found
