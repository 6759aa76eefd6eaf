"""JSON bodies as RFC 8259 has them: what Python reads beyond it would be an error later on, and one of ours."""

from __future__ import annotations

import orjson
from fastapi import Request

from genealogy.errors import UsageError


async def strict_json(request: Request) -> None:
    """Raises UsageError for halves of characters, NaN and Infinity, and for lists and objects nested without end."""
    if not request.headers.get("content-type", "").partition(";")[0].strip().lower().endswith("json"):
        return
    if body := await request.body():
        try:
            orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise UsageError(f"the body is no JSON that can be taken: {error}") from None
