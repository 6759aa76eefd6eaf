"""The batch key in a path: as written, URL-encoded once more, its `/` left alone; so two segments (contract 4)."""

from __future__ import annotations

from urllib.parse import unquote

from fastapi import Request

from genealogy.errors import UsageError

_ROOT = b"/batches/"
HOW_TO_WRITE = (
    "write /batches/MATERIAL/LOT: the key as it is written (material/lot@assigner#serial, a / inside a part as %2F),"
    " URL-encoded once more with its / left alone, so that %2F becomes %252F"
)


def batch_key(request: Request) -> str:
    """The written key of a request's path; raises UsageError when the path is not of that form.

    It reads the path as it was sent: once decoded, `%2F` and `/` are the same, and a lot that was encoded only once
    would be cut in two.
    """
    sent = request.scope.get("raw_path") or request.url.path.encode("ascii", "replace")
    segments = sent.partition(_ROOT)[2].split(b"/")[:2]
    try:
        parts = [unquote(segment.decode("ascii"), errors="strict") for segment in segments]
    except UnicodeDecodeError:
        raise UsageError("the path is not UTF-8 in percent escapes") from None
    if len(parts) != 2 or any("/" in part for part in parts):
        raise UsageError(HOW_TO_WRITE)
    return "/".join(parts)
