"""Answers as JSON: written by orjson in one go, or in pieces where they are large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from fastapi import Response
from fastapi.responses import StreamingResponse

JSON = "application/json"
AT_ONCE = 20_000  # objects in an answer's lists; beyond this it is written in pieces
PIECE = 2_000


def json_answer(document: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON object as a response; a large one is streamed, so that its text never lies in memory as a whole."""
    size = sum(len(value) for value in document.values() if isinstance(value, list))
    extra = dict(headers or {})
    if size > AT_ONCE:
        return StreamingResponse(json_pieces(document), status, extra, JSON)
    return Response(orjson.dumps(document), status, extra, JSON)


def json_pieces(document: Mapping[str, Any]) -> Iterator[bytes]:
    """The same bytes as `orjson.dumps(document)`, a few thousand list items at a time."""
    yield b"{"
    for number, (name, value) in enumerate(document.items()):
        yield (b"," if number else b"") + orjson.dumps(name) + b":"
        yield from _list_pieces(value) if isinstance(value, list) else [orjson.dumps(value)]
    yield b"}"


def _list_pieces(items: list[Any]) -> Iterator[bytes]:
    yield b"["
    for first in range(0, len(items), PIECE):
        yield (b"," if first else b"") + orjson.dumps(items[first : first + PIECE])[1:-1]
    yield b"]"
