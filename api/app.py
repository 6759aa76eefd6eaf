"""The HTTP service: routes over one store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from api import problems
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
    case_acts,
    cases,
    causes,
    drills,
    events,
    explain,
    gaps,
    history,
    notices,
    recalls,
    sample,
    worst_case,
)
from api.routes import loads as load_routes
from genealogy import __version__
from genealogy.settings import Settings
from genealogy.store import Store

TITLE = "Genealogy"
ABOUT = """Batch genealogy and recall scope: what did this batch go into, where is it now, whom do we call.

A batch key is `material/lot`, then `@assigner` when somebody else gave the lot number, then `#serial` for one piece.
In a path it is URL-encoded once more with its `/` left alone. Every error is an RFC 9457 problem document with a stable
`code`. The examples work on the plant that `genealogy demo` loads."""
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "What went wrong, as an RFC 9457 problem document.",
        "content": {MEDIA_TYPE: {"schema": {"type": "object", "required": ["status", "code", "detail"]}}},
    }
}


def create_app(settings: Settings, store: Store) -> FastAPI:
    """The application over a store that is open and stays its owner's to close."""

    loads, answers = Loads(settings, store), Answers(store)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        answers.forget_old()
        loads.start()
        yield
        loads.stop()

    app = FastAPI(
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
    app.state.loads = loads
    app.state.answers = answers
    problems.add_handlers(app)
    app.add_middleware(BodyLimit, upload_mb=settings.max_upload_mb)
    app.add_middleware(SameOrigin, listens_at=settings.api_host)
    app.add_middleware(Requests)  # the last one is the outermost: it sees all
    recalling = (recalls, explain, sample, notices)
    acting = (cases, case_acts, drills, attachments)
    for module in (batches, *recalling, history, causes, gaps, worst_case, *acting, load_routes, events, about):
        app.include_router(module.router)
    add_docs(app)
    return app
