"""JSON bodies as RFC 8259 has them: what Python reads beyond it would be an error later on, and one of ours."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import orjson
from fastapi import Request
from fastapi.params import Form

from genealogy.errors import UsageError


async def strict_json(request: Request) -> None:
    """Raises UsageError for halves of characters, NaN and Infinity, for lists and objects nested without end, for a
    name that an object gives twice, of which the first would be lost, and for JSON that does not say that it is."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not media.endswith("json"):
        # Read before a turn is taken: whoever sends it slowly holds no turn meanwhile.
        sent = b"" if _wants_form(request) else await request.body()
        if sent and _wants_json(request):
            came = f"it came as {media}" if media else "it came without one"
            raise UsageError(f"send the body as JSON, with Content-Type: application/json; {came}")
        return
    if body := await request.body():
        try:
            orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise UsageError(f"the body is no JSON that can be taken: {error}") from None
        try:
            json.loads(body, object_pairs_hook=_once)
        except RecursionError:  # sooner than the other, where it is called from far down
            raise UsageError("the body nests lists or objects too deep") from None


def _wants_json(request: Request) -> bool:
    return _field(request) is not None and not _wants_form(request)


def _wants_form(request: Request) -> bool:
    return isinstance(getattr(_field(request), "field_info", None), Form)


def _field(request: Request) -> Any:
    return getattr(request.scope.get("route"), "body_field", None)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counted = Counter(name for name, _ in pairs)  # once for all: anybody may give a hundred thousand names
        twice = next(name for name, number in counted.items() if number > 1)
        raise UsageError(f"the body gives {twice[:100]!r} twice in one object; leave one of them")
    return found
