"""Errors as RFC 9457 problem documents, each with a stable `code`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from genealogy.errors import GenealogyError, TooLargeError

MEDIA_TYPE = "application/problem+json"
INTERNAL, WRONG_HOST, CROSS_ORIGIN = "internal", "wrong_host", "cross_origin"
OF_STATUS = {404: "no_such_page", 405: "method_not_allowed", 413: TooLargeError.code}
OWN = {
    "no_such_page": (404, "No route has this path."),
    "method_not_allowed": (405, "The path is there, but not for this method."),
    "failed": (500, "What was asked for failed, for the reason that is given."),
    INTERNAL: (500, "An error of the program's own; the log names it by the request's id."),
    WRONG_HOST: (421, "The service listens on the loopback address, and the request names another host."),
    CROSS_ORIGIN: (403, "A web page from elsewhere tried to write."),
}
"""Codes that come from before or around the routes; all others are those of the error classes."""


def problem(status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """One problem document; `more` are further members, such as the list of what is wrong."""
    document = {
        "type": f"urn:genealogy:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **more,
    }
    if request_id := structlog.contextvars.get_contextvars().get("request_id"):
        document["request_id"] = request_id
    return Response(orjson.dumps(document, default=str), status, dict(headers or {}), MEDIA_TYPE)


def of_error(error: GenealogyError) -> Response:
    """The problem document of one of the product's errors."""
    wait = getattr(error, "retry_after", 5 if error.status == 503 else None)
    headers = {"Retry-After": str(wait)} if wait else getattr(error, "headers", None)
    return problem(error.status, error.code, str(error), headers, **getattr(error, "members", {}))


def add_handlers(app: FastAPI) -> None:
    """Answer every error with a problem document."""

    @app.exception_handler(GenealogyError)
    def _own(_: Request, error: GenealogyError) -> Response:
        return of_error(error)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        code = OF_STATUS.get(error.status_code, "malformed")
        detail = error.detail
        if isinstance(error.__cause__, UnicodeDecodeError):
            detail = "the body is not in UTF-8; send it in UTF-8"
        elif isinstance(error.__cause__, RecursionError):
            detail = "the body nests lists or objects too deep"
        if error.status_code in (404, 405):
            detail = f"there is no {request.method} {request.url.path}; /openapi.json lists what there is"
        return problem(error.status_code, code, detail, error.headers)

    @app.exception_handler(RequestValidationError)
    def _invalid(_: Request, error: RequestValidationError) -> Response:
        return problem(
            422, "malformed", "the request is not of the form that is asked for", errors=faults(error.errors())
        )


def faults(errors: Sequence[Any]) -> list[dict[str, str]]:
    """What pydantic says against a request: where, and why."""
    return [_no_json(error) or {"where": ".".join(map(str, error["loc"])), "text": error["msg"]} for error in errors]


def _no_json(error: Any) -> dict[str, str]:
    if error["type"] != "json_invalid" or "ctx" not in error:
        return {}
    return {"where": "body", "text": f"is no JSON: {error['ctx']['error']}, at character {error['loc'][-1]}"}
