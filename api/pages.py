"""The interactive documentation, with its scripts from this machine: a plant is often cut off from the network."""

from __future__ import annotations

from fastapi import FastAPI, Response
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.staticfiles import StaticFiles

from api.access.guard import OPEN

_STATIC = "/docs/static"


def add_docs(app: FastAPI) -> None:
    """Serve `/docs`; fastapi-offline brings the scripts along. They hold no data, so nobody is asked for a key; the
    page asks for one to try things out with."""
    app.mount(_STATIC, StaticFiles(packages=[("fastapi_offline", "static")]), name="static")

    @app.get("/docs", include_in_schema=False, openapi_extra=OPEN)
    def docs() -> Response:
        return get_swagger_ui_html(
            openapi_url="/openapi.json",
            title=app.title,
            swagger_js_url=f"{_STATIC}/swagger-ui-bundle.js",
            swagger_css_url=f"{_STATIC}/swagger-ui.css",
            swagger_favicon_url=f"{_STATIC}/favicon.png",
        )
