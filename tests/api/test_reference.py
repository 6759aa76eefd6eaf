"""The pages of reference are those that the code writes, and name all there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.main import get_command

from api.app import create_app
from api.cli.app import app
from api.reference import EXIT_CODES, PAGES
from genealogy.errors import GenealogyError
from genealogy.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_current(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    assert text == PAGES[name](), "run: python -m api.reference docs"


def test_every_setting_command_and_option_is_named() -> None:
    settings, commands = ((DOCS / name).read_text(encoding="utf-8") for name in ("settings.md", "commands.md"))
    for name in Settings.model_fields:
        assert f"`GENEALOGY_{name.upper()}`" in settings
    service = ["demo", "up", "serve", "down", "status"]
    data = ["load", "batch", "trace", "recall", "causes", "gaps", "notices", "drill", "simulate", "query", "rebuild"]
    data += ["worst-case", "key new", "key list", "key revoke"]
    for word in [
        *service,
        *data,
        "server pack",
        "server unpack",
        "server backup",
        "server restore",
        "case open",
    ]:
        assert f"## genealogy {word}\n" in commands
    for command in get_command(app).commands.values():  # type: ignore[attr-defined]
        for param in command.params:
            if param.opts[0].startswith("--") and not param.hidden and param.name != "help":
                assert f"`{param.opts[0]}`" in commands


def test_every_endpoint_and_error_is_named(client: TestClient) -> None:
    page = (DOCS / "http.md").read_text(encoding="utf-8")
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method in methods:
            assert f"## {method.upper()} {path}\n" in page
    classes = [GenealogyError]
    for error in classes:
        classes += error.__subclasses__()
        assert f"`{error.code}`" in page
        assert error.exit_code in EXIT_CODES


def test_the_description_names_every_media_type() -> None:
    """Requests made up from the description found these undescribed."""
    paths = create_app(Settings(), None).openapi()["paths"]  # type: ignore[arg-type]

    def of(path: str, method: str = "get") -> set[str]:
        return set(paths[path][method]["responses"]["200"]["content"])

    assert {"text/csv; charset=utf-8", "application/graphml+xml", "application/jsonl"} < of(
        "/batches/{material}/{lot}/trace"
    )
    assert "application/pdf" in of("/drills/{drill}/report")
    assert "application/zip" in of("/recalls/notices", "post")
    assert {"text/csv; charset=utf-8", "application/zip"} < of("/loads/{load}/rejected")
    assert of("/events", "post") == {"application/json"}
    assert any(kind.startswith("text/plain") for kind in of("/metrics"))
    assert "204" in paths["/loads/{load}/rejected"]["get"]["responses"]
