"""The HTTP service: routes over one store."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.routing import iter_route_contexts
from starlette.middleware.cors import CORSMiddleware

from api import problems
from api.access.guard import SCHEME, Access, Guarded
from api.anchoring import Anchors
from api.asked import known_parameters
from api.body import strict_json
from api.dispatching import Dispatcher
from api.headers import SecurityHeaders
from api.idempotency import Answers
from api.loading import Loads
from api.middleware import BodyLimit, Requests
from api.origin import SameOrigin
from api.pages import add_docs
from api.problems import MEDIA_TYPE
from api.routes import (
    about,
    attachments,
    batches,
    capture,
    case_acts,
    cases,
    causes,
    drills,
    epcis,
    events,
    explain,
    fsma,
    gaps,
    history,
    inbox,
    keys,
    ledger,
    notices,
    recalls,
    sample,
    signatures,
    webhooks,
    worst_case,
)
from api.routes import answers as answer_routes
from api.routes import loads as load_routes
from api.turns import turns
from genealogy import __version__
from genealogy.settings import Settings
from genealogy.store import Store

TITLE = "Genealogy"
_ASKED = ["Authorization", "Content-Type", "Idempotency-Key", "X-Request-ID"]  # headers that pages elsewhere may send
ABOUT = """Batch genealogy and recall scope: what did this batch go into, where is it now, whom do we call.

A batch key is `material/lot`, then `@assigner` when somebody else gave the lot number, then `#serial` for one piece.
In a path it is URL-encoded once more with its `/` left alone. Every error is an RFC 9457 problem document with a stable
`code`; a parameter or member that is not known, or is given twice where once is meant, is one too. The examples work on
the plant that `genealogy demo` loads."""
_WRITING = (cases, case_acts, drills, attachments, load_routes, events, capture, inbox, answer_routes)
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "What went wrong, as an RFC 9457 problem document.",
        "content": {MEDIA_TYPE: {"schema": {"type": "object", "required": ["status", "code", "detail"]}}},
    }
}


class Service(FastAPI):
    """The application, whose OpenAPI document says how a key is sent."""

    def openapi(self) -> dict[str, Any]:
        """The document, with the one way to say who asks."""
        document = super().openapi()
        document.setdefault("components", {})["securitySchemes"] = {"key": SCHEME}
        return document


def create_app(settings: Settings, store: Store) -> FastAPI:
    """The application over a store that is open and stays its owner's to close."""

    loads, answers, anchors = Loads(settings, store), Answers(store), Anchors(settings, store)
    dispatcher = Dispatcher(settings, store)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        deque(iter_route_contexts(app.routes), 0)  # FastAPI builds a router when it is first asked: not in a request
        answers.forget_old()
        loads.start()
        anchors.start()
        dispatcher.start()
        yield
        loads.stop()
        anchors.stop()
        dispatcher.stop()

    app = Service(
        title=TITLE,
        description=ABOUT,
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        responses=PROBLEMS,
    )
    app.state.store = store
    app.state.settings = settings
    app.state.access = Access.of(settings, store)
    app.state.loads = loads
    app.state.answers = answers
    app.router.route_class = Guarded
    problems.add_handlers(app)
    app.add_middleware(BodyLimit, upload_mb=settings.max_upload_mb)
    app.add_middleware(SameOrigin, listens_at=settings.api_host, origins=settings.origins)
    if settings.origins:
        app.add_middleware(CORSMiddleware, allow_origins=settings.origins, allow_methods=["*"], allow_headers=_ASKED)
    app.add_middleware(Requests)
    app.add_middleware(SecurityHeaders)  # the last one is the outermost: it sees all
    service = (load_routes, events, capture, epcis, keys, signatures, webhooks, inbox, answer_routes)
    recalling = (recalls, explain, sample, notices)
    strict = [Depends(known_parameters), Depends(strict_json)]
    read, write = (Depends(turn, scope="function") for turn in turns(settings.max_waiting))
    acting = (cases, case_acts, drills, attachments)
    for module in (batches, *recalling, history, ledger, causes, gaps, worst_case, fsma, *acting, *service):
        app.include_router(module.router, dependencies=[*strict, write if module in _WRITING else read])
    app.include_router(about.router)
    add_docs(app)
    return app
