"""Files that belong to records."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import File, Form, Path, Response, UploadFile
from fastapi.responses import FileResponse

from api import examples
from api.access.guard import TheCaller, guarded, needs
from api.answer import json_answer
from api.media import described
from api.routes.deps import TheSettings, TheStore
from api.routes.history import Record
from genealogy.attachments import Given, attach, attachment, attachments_of

router = guarded(tags=["records"])
Digest = Annotated[
    str, Path(description="SHA-256 of its bytes.", pattern="^[0-9a-f]{64}$", examples=[examples.ATTACHED])
]


@router.post(
    "/attachments", status_code=201, summary="Keep a file with a record", openapi_extra=needs("record", "case")
)
def keep(
    store: TheStore,
    settings: TheSettings,
    caller: TheCaller,
    record: Annotated[str, Form(description="KIND:ID, or a batch key.")],
    file: Annotated[UploadFile, File(description="A report, a photo, a certificate.")],
    by: Annotated[str, Form(description="Who attaches it.")],
    reason: Annotated[str | None, Form(description="Why, or what it shows.")] = None,
    at: Annotated[str | None, Form(description="When; ISO 8601, now where it is left out.")] = None,
) -> Response:
    """The hash, size, name and media type go into the ledger, the bytes into the home. The same file twice is there
    once. At most GENEALOGY_ATTACHMENT_MB."""
    given = Given(file.filename or "", by, file.content_type, reason, at, caller.by)
    done = attach(store, settings, record, given, file.file)
    return json_answer(done, 201, {"Location": f"/attachments/{done['sha256']}"})


@router.get("/attachments", summary="The files of a record", openapi_extra=needs("read"))
def of(store: TheStore, record: Record) -> Response:
    """In the order of recording: hash, name, media type, size, why, who, when."""
    return json_answer({"attachments": attachments_of(store, record)})


@router.get(
    "/attachments/{sha256}",
    summary="A file",
    responses=described("*/*", meaning="The file, as the kind it came as."),
    openapi_extra=needs("read"),
)
def one(store: TheStore, settings: TheSettings, sha256: Digest) -> Response:
    """The bytes, which are compared with the hash first; always as a file to be saved, never to be shown in place."""
    path, name, media_type = attachment(store, settings, sha256)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "ETag": f'"{sha256}"',
    }
    return FileResponse(path, 200, headers, media_type)
