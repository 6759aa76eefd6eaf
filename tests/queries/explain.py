"""What the server thinks of a query, without running it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from genealogy.queries import LANGUAGE, Query
from genealogy.store import Store


@dataclass(frozen=True, slots=True)
class Explained:
    """`mode` is the server's word (r, rw, w, s); `remarks` are its notifications, most often a slip of ours."""

    columns: tuple[str, ...]
    mode: str
    operators: list[tuple[str, str]]
    remarks: list[str]


def dummy(description: str) -> Any:
    """A value of the type that a parameter's description begins with."""
    if description.startswith("list"):
        return [{}] if "{" in description or "maps" in description else ["x"]
    if description.startswith("map"):
        return {}
    return 1 if description.startswith("number") else "x"


def explain(store: Store, query: Query) -> Explained:
    """EXPLAIN the query with a dummy value for each parameter."""
    params = {name: dummy(text) for name, text in query.params.items()}
    # The store's driver turns notifications off; here they are what is asked for.
    with store.driver.session(database=store.database, notifications_min_severity="INFORMATION") as session:
        result = session.run(f"EXPLAIN {LANGUAGE}\n{query.text}", params)
        columns = tuple(result.keys())
        summary = result.consume()
    remarks = [status.status_description for status in summary.gql_status_objects if status.is_notification]
    return Explained(columns, summary.query_type or "", list(_operators(summary.plan)), remarks)


def _operators(plan: Any) -> Iterator[tuple[str, str]]:
    """Name and details of each operator, the first to run first."""
    for child in plan.get("children", []):
        yield from _operators(child)
    yield plan["operatorType"].partition("@")[0], plan["args"].get("Details", "")
