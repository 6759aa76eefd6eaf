"""The pages of reference in docs/, written from the code: `python -m api.reference docs`; a test keeps them current."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from api import problems
from api.access.guard import RULE
from genealogy.errors import GenealogyError
from genealogy.events import BY_KIND, Event
from genealogy.fsma.page import fsma_page
from genealogy.settings import PREFIX, Settings
from loaders.erp.page import erp_page
from loaders.reference import bundle_page

NOTE = "<!-- Written from the code by `python -m api.reference docs`; change it there. -->"
EXIT_CODES = {
    0: "done",
    1: "failed",
    2: "usage: a malformed key, an unknown option, a setting that cannot be",
    3: "not found: an unknown batch, file, query or load",
    4: "loaded, but with rejected rows or conflicts",
    5: "the database does not answer",
    6: "the answer is incomplete, or a query ran out of time",
}


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"


def settings_page() -> str:
    """Every setting: variable, default, meaning."""
    lines = ["# Settings", "", NOTE, ""]
    lines += ["Each setting is an environment variable. An unknown `GENEALOGY_*` variable is an error.", ""]
    rows = (
        (f"`{PREFIX}{name.upper()}`", _default(name, field), field.description or "")
        for name, field in Settings.model_fields.items()
    )
    return "\n".join([*lines, *_table(("variable", "default", "meaning"), rows)]) + "\n"


def _default(name: str, field: Any) -> str:
    places = {"home": "the user's data folder", "cache": "the user's cache folder"}
    if name in places:
        return places[name]
    return "" if field.default is None else f"`{field.default}`"


def commands_page() -> str:
    """Every command with its arguments and options, and the exit codes."""
    from typer.main import get_command

    from api.cli.app import app

    lines = ["# Commands", "", NOTE, ""]
    lines += ["Answers go to standard output, everything else to standard error. `--json` prints one document.", ""]
    lines += _commands("genealogy", get_command(app))
    lines += ["## Exit codes", "", *_table(("code", "meaning"), ((str(k), v) for k, v in EXIT_CODES.items()))]
    return "\n".join(lines) + "\n"


def _commands(name: str, command: Any) -> Iterator[str]:
    for word, inner in getattr(command, "commands", {}).items():
        if getattr(inner, "commands", None):
            yield from _commands(f"{name} {word}", inner)
        else:
            yield from _command(f"{name} {word}", inner)


def _command(name: str, command: Any) -> Iterator[str]:
    shown = [param for param in command.params if not getattr(param, "hidden", False) and param.name != "help"]
    yield f"## {name}"
    yield ""
    yield " ".join((command.help or "").split())
    yield ""
    if shown:
        yield from _table(("argument or option", "default", "meaning"), map(_param, shown))
        yield ""


def _param(param: Any) -> tuple[str, str, str]:
    is_option = param.opts[0].startswith("-")
    name = ", ".join(param.opts) if is_option else (param.metavar or param.name.upper())
    default = "" if param.default is None or isinstance(param.default, bool) else str(param.default)
    return f"`{name}`", "required" if param.required else default, getattr(param, "help", "") or ""


def http_page() -> str:
    """Every endpoint with its parameters and examples, and every error code."""
    import orjson

    from api.app import ABOUT, create_app

    document = create_app(Settings(), None).openapi()  # type: ignore[arg-type]
    lines = ["# HTTP", "", NOTE, "", ABOUT, ""]
    lines += ["`/docs` is this page to try out, without a network too; `/openapi.json` is it for programs.", ""]
    lines += [
        "`Authorization: Bearer KEY` says who asks; each endpoint names the right that is needed, of which one is",
        "enough. [access.md](access.md) says which role has which right, and how keys are made.",
        "",
    ]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            lines += [f"## {method.upper()} {path}", "", operation["summary"] + ".", "", operation["description"], ""]
            lines += [f"Needs: {_rule(operation)}.", ""]
            if parameters := operation.get("parameters"):
                rows = ((f"`{p['name']}`", p["in"], _meaning(p)) for p in parameters)
                lines += [*_table(("parameter", "in", "meaning"), rows), ""]
            for name, example in _bodies(operation).items():
                text = orjson.dumps(example["value"], option=orjson.OPT_INDENT_2).decode()
                lines += [f"Example ({name}):", "", "```json", text, "```", ""]
    lines += [
        "## Kinds of events",
        "",
        "For `POST /events`. The columns are those of the CSV bundle; those in bold are required.",
        "",
    ]
    lines += [*_table(("event", "columns"), map(_kind, BY_KIND.items())), ""]
    lines += ["## Errors", "", "Every error is `application/problem+json` with `code`:", ""]
    return "\n".join([*lines, *_table(("code", "status", "meaning"), error_rows())]) + "\n"


def _rule(operation: dict[str, Any]) -> str:
    return " or ".join(f"`{right}`" for right in operation[RULE]) or "nothing, it is open"


def _kind(pair: tuple[str, type[Event]]) -> tuple[str, str]:
    kind, model = pair
    fields = ((name, field) for name, field in model.model_fields.items() if name not in model.own)
    named = ((field.alias or name, field.is_required()) for name, field in fields)
    return f"`{kind}`", ", ".join(f"**{name}**" if required else name for name, required in named)


def _meaning(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    words = schema.get("enum") or [word for way in schema.get("anyOf", ()) for word in way.get("enum", ())]
    allowed = f"One of {', '.join(map(str, words))}." if words else ""
    default = f"Default {schema['default']}." if schema.get("default") not in (None, False) else ""
    return " ".join(filter(None, (parameter.get("description", ""), allowed, default)))


def _bodies(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    found: dict[str, Any] = content.get("examples", {})
    return found


def error_rows() -> list[tuple[str, str, str]]:
    """Code, status and meaning of everything that can go wrong."""
    rows = {code: (status, text) for code, (status, text) in problems.OWN.items()}
    for error in _subclasses(GenealogyError):
        first = (error.__doc__ or "").strip().split("\n\n")[0]
        rows.setdefault(error.code, (error.status, first))
    return [(f"`{code}`", str(status), text) for code, (status, text) in sorted(rows.items())]


def _subclasses(error: type[GenealogyError]) -> Iterator[type[GenealogyError]]:
    """Those of the program, in an order that does not depend on what was imported first."""
    yield error
    for inner in sorted(error.__subclasses__(), key=lambda inner: f"{inner.__module__}.{inner.__name__}"):
        yield from _subclasses(inner)


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "http.md": http_page,
    "bundle.md": bundle_page,
    "fsma-204.md": fsma_page,
    "erp.md": erp_page,
}


def main(folder: Path) -> None:
    """Write all pages into the folder."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
