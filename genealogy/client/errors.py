"""What can go wrong between a client and the service: each error says what, and the service's own bear its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ClientError(Exception):
    """Base of all errors of the client."""


class UnreachableError(ClientError):
    """The service was not reached: nothing was asked."""


class IncompleteError(ClientError):
    """No answer, or not all of it, has come: it was cut off, or out of time, or says itself that it is not complete.
    Nothing of it is given out as if it were the answer."""


class LoadFailedError(ClientError):
    """A load came to no end: it failed or was interrupted; `load` says how far it came."""

    def __init__(self, text: str, load: Mapping[str, Any]) -> None:
        super().__init__(text)
        self.load = load


class ProblemError(ClientError):
    """The service says no: an RFC 9457 problem. `code` is stable and for programs, `detail` for people."""

    def __init__(self, status: int, document: Mapping[str, Any], retry_after: float | None = None) -> None:
        self.status = status
        self.document = document
        self.code = str(document.get("code", ""))
        self.detail = str(document.get("detail", ""))
        self.request_id: str | None = document.get("request_id")
        self.retry_after = retry_after
        super().__init__(f"{status} {self.code}: {self.detail}" if self.code else f"{status}: {self.detail}")


class NotAllowedError(ProblemError):
    """401, 403: the key is not known, or lacks the right."""


class NotFoundError(ProblemError):
    """404: an unknown batch, record, case or load: a different thing from an empty answer."""


class ConflictError(ProblemError):
    """409: something else is recorded there, a case does not stand so, or goods are under recall."""


class MalformedError(ProblemError):
    """400, 413, 422: the request itself is wrong."""


class BusyError(ProblemError):
    """429, 503: too much at once, or the database is away; nothing was done, and later it may go."""


class TimedOutError(ProblemError, IncompleteError):
    """504: a query ran out of time; there is no answer, and never a shorter one."""


_OF_STATUS: dict[int, type[ProblemError]] = {
    400: MalformedError,
    401: NotAllowedError,
    403: NotAllowedError,
    404: NotFoundError,
    409: ConflictError,
    413: MalformedError,
    422: MalformedError,
    429: BusyError,
    503: BusyError,
    504: TimedOutError,
}


def problem_of(status: int, document: Mapping[str, Any], retry_after: float | None = None) -> ProblemError:
    """The error of an answer's status and problem document."""
    return _OF_STATUS.get(status, ProblemError)(status, document, retry_after)
