"""Named queries on the command line: parameters from text, rows to a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.output import out, print_json
from genealogy.errors import UsageError
from genealogy.queries import Query, all_queries, query

if TYPE_CHECKING:
    from genealogy.store import Answer


def prepared(name: str, params: list[str]) -> tuple[Query, dict[str, Any]]:
    """The reading query of that name with its parameters; raises NotFoundError or UsageError."""
    wanted = query(name)
    if wanted.mode != "read":
        raise UsageError(f"{name} writes; only reading queries can be run by name")
    values = dict(map(_pair, params))
    if values.keys() != wanted.params.keys():
        takes = ", ".join(f"{key} ({text})" for key, text in wanted.params.items()) or "no parameters"
        raise UsageError(f"{name} takes {takes}; given: {', '.join(values) or 'none'}. Write --param NAME=VALUE")
    return wanted, values


def _pair(text: str) -> tuple[str, Any]:
    import orjson

    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"{text!r} is no parameter; write --param NAME=VALUE")
    try:
        return name.strip(), orjson.loads(value)
    except orjson.JSONDecodeError:
        return name.strip(), value


def print_list(json: bool) -> None:
    """All reading queries with what they answer and take."""
    found = [wanted for wanted in all_queries().values() if wanted.mode == "read"]
    if json:
        print_json(
            {"queries": [{"name": q.name, "doc": q.doc, "params": q.params, "columns": q.columns} for q in found]}
        )
        return
    from rich.table import Table

    table = Table("query", "parameters", "what it answers", box=None, header_style="bold")
    for wanted in found:
        table.add_row(wanted.name, ", ".join(wanted.params), wanted.doc)
    out().print(table)


def print_answer(answer: Answer, json: bool) -> None:
    """The rows of one query."""
    if json:
        print_json({"columns": answer.columns, "rows": [[_plain(value) for value in row] for row in answer.rows]})
        return
    from rich.table import Table

    table = Table(*answer.columns, box=None, header_style="bold")
    for row in answer.rows:
        table.add_row(*("" if value is None else str(_plain(value)) for value in row))
    out().print(table)


def _plain(value: Any) -> Any:
    """What a query gives back as JSON has it: times as text, nodes and edges as their properties, paths as both."""
    if hasattr(value, "iso_format"):
        return value.iso_format()
    if hasattr(value, "relationships") and hasattr(value, "nodes"):
        edges = [{"type": edge.type, **_plain(edge)} for edge in value.relationships]
        return {"nodes": [_plain(node) for node in value.nodes], "relationships": edges}
    if hasattr(value, "items"):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value
