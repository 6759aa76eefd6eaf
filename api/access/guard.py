"""The rule of each route, and the one place that asks who calls and whether the rule lets them in."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from api import home
from api.access.caller import Caller, NotAllowedError, UnknownCallerError, caller_of
from api.access.keys import PREFIX, caller_by_key
from api.access.limits import Limits
from api.access.roles import RIGHTS, Right
from api.access.tokens import Tokens, tokens_of
from genealogy.settings import Settings
from genealogy.store import Store

RULE = "x-rights"  # in the OpenAPI document of each route: one of these rights is needed
SCHEME = {"type": "http", "scheme": "bearer", "description": "An API key, or a token of the identity provider."}
HOME = "key:home"  # the author of what comes with the home's own key
OPEN: dict[str, Any] = {RULE: [], "security": []}
"""The rule of a route that everybody may use."""


def needs(*rights: Right) -> dict[str, Any]:
    """The rule of a route whose callers need one of these rights: its `openapi_extra`."""
    if not rights or not RIGHTS.keys() >= set(rights):
        raise TypeError(f"a rule names rights: {', '.join(RIGHTS)}")
    return {RULE: list(rights), "security": [{"key": []}]}


class Guarded(APIRoute):
    """A route that cannot be made without a rule, and checks it before it reads the request's body."""

    def __init__(self, path: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(path, *args, **kwargs)
        if RULE not in (self.openapi_extra or {}):
            raise TypeError(f"the route {path} has no rule: give it openapi_extra=needs(...) or OPEN")
        self.rights: list[Right] = (self.openapi_extra or {})[RULE]

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the caller in, or raise UnknownCallerError, NotAllowedError or TooManyError."""
        if not self.rights:
            await super().handle(scope, receive, send)
            return
        request = Request(scope)
        access: Access = request.app.state.access
        caller = await run_in_threadpool(access.caller, request.headers.get("authorization", ""))
        request.state.caller = caller
        with access.limits.counted(caller.by):
            if not caller.rights & set(self.rights):
                wanted = " or ".join(self.rights)
                raise NotAllowedError(f"this needs the right {wanted}, which {caller.by} does not have")
            await super().handle(scope, receive, send)


def guarded(**options: Any) -> APIRouter:
    """A router whose routes have rules."""
    return APIRouter(route_class=Guarded, **options)


@dataclass(frozen=True, slots=True)
class Access:
    """Tells who calls, and how much each may ask."""

    settings: Settings
    store: Store
    limits: Limits
    tokens: Tokens | None

    @classmethod
    def of(cls, settings: Settings, store: Store) -> Access:
        """As the settings say."""
        limits = Limits(settings.requests_per_minute, settings.requests_at_once)
        return cls(settings, store, limits, tokens_of(settings))

    def caller(self, authorization: str, max_age: int | None = None) -> Caller:
        """Whoever an `Authorization` header names; by a token only where its log-in is no older than `max_age` seconds.

        Raises UnknownCallerError.
        """
        scheme, _, credential = authorization.partition(" ")
        credential = credential.strip()
        if scheme.lower() != "bearer" or not credential:
            raise UnknownCallerError("send a key: Authorization: Bearer KEY; `genealogy key new` makes one")
        if credential.startswith(PREFIX):
            return caller_by_key(self.store, credential)
        if self.tokens and credential.count(".") == 2:  # no key of ours has a dot
            return self.tokens.caller(credential, max_age)
        if hmac.compare_digest(credential.encode(), home.api_key(self.settings).encode()):
            return caller_of(HOME, ["admin"], None)
        raise UnknownCallerError("this is no key of this service")


def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


TheCaller = Annotated[Caller, Depends(_caller)]
