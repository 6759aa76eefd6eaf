"""Requests as they go over the wire: with the key, once or again, and what comes back whole or as an error."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import sleep
from typing import Any, TypeVar

import httpx

from genealogy.client.errors import (
    BusyError,
    ClientError,
    ConflictError,
    IncompleteError,
    ProblemError,
    UnreachableError,
    problem_of,
)

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds before a request is sent again
_IN_WORK = "idempotency_key_in_work"
Said = TypeVar("Said")


class Wire:
    """One service, and the key that is sent to it."""

    def __init__(self, url: str, key: str | None, timeout: float, retries: int) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=httpx.Timeout(timeout, connect=10))
        self._retries = retries
        self.url = url

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def json(self, method: str, path: str, *, again: bool, **what: Any) -> dict[str, Any]:
        """The JSON object that is answered. `again`: asking twice is as asking once, so it may be sent again.

        Raises ProblemError, IncompleteError, UnreachableError.
        """
        return self._whole(lambda: object_in(self._once(method, path, **what)), again)

    def response(self, method: str, path: str, **what: Any) -> httpx.Response:
        """The answer to a question whose answer is no JSON object; may be sent again."""
        return self._whole(lambda: self._once(method, path, **what), True)

    def _whole(self, ask: Callable[[], Said], again: bool) -> Said:
        tries = self._retries if again else 0
        for number in range(tries):
            try:
                return ask()
            except ClientError as error:
                wait = _wait(error, number)
                if wait is None:
                    raise
                sleep(wait)
        return ask()

    def _once(self, method: str, path: str, **what: Any) -> httpx.Response:
        try:
            response = self._http.request(method, path, **what)
        except httpx.ReadTimeout as error:
            raise IncompleteError(f"{self.url}: no whole answer came in time") from error
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.DecodingError) as error:
            raise IncompleteError(f"{self.url}: the answer was cut off ({error})") from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise UnreachableError(f"{self.url} was not reached: {error or type(error).__name__}") from error
        if not response.is_success:
            raise _problem(response)
        return response


def object_in(response: httpx.Response) -> dict[str, Any]:
    """The JSON object in an answer; raises IncompleteError where it is none, or says that it is not complete."""
    try:
        said = json.loads(response.content)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise IncompleteError(f"{response.url} answered no whole JSON object: it was cut off, or is another service")
    if said.get("complete") is False:
        raise IncompleteError(f"{response.url} answered, and says that the answer is not complete")
    return said


def _problem(response: httpx.Response) -> ProblemError:
    try:
        said = json.loads(response.content)
    except ValueError:
        said = None
    if not isinstance(said, dict) or "code" not in said:  # of something that stands before the service
        said = {
            "detail": f"{response.reason_phrase}, and not in the service's words; does {response.url.host} pass on?"
        }
    wait = response.headers.get("retry-after", "")
    return problem_of(response.status_code, said, float(wait) if wait.isascii() and wait.isdigit() else None)


def _wait(error: ClientError, number: int) -> float | None:
    """How long to wait before the next try; None where another would be no better."""
    usual = FIRST_WAIT * 2**number
    if isinstance(error, BusyError) or (isinstance(error, ConflictError) and error.code == _IN_WORK):
        wait = usual if error.retry_after is None else error.retry_after
        return wait if wait <= LONGEST_WAIT else None
    passes = isinstance(error, UnreachableError | IncompleteError) and not isinstance(error, ProblemError)
    return usual if passes else None
