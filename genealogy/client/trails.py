"""Rows of what was recorded: audit trails, cases, loads."""

from __future__ import annotations

from typing import Any, TypedDict

from genealogy.client.rows import Text


class Recorded(TypedDict):
    """An event of an audit trail."""

    sequence: int
    recorded_at: str
    by: Text
    source: Text
    load: Text
    row: int | None
    event: str
    id: str
    at: Text
    void: bool
    voided_by: Any
    values: Any


CaseRow = TypedDict(  # a recall case as the list of cases has it
    "CaseRow",
    {
        "case": str,
        "title": str,
        "class": str,
        "status": str,
        "revision": int,
        "seeds": list[dict[str, Any]],
        "computed_at": str,
        "batches": int,
        "alarms": int,
    },
)


class Entry(TypedDict):
    """A step of a recall case."""

    number: int
    revision: int
    action: str
    status: str
    decision: Text
    batches: int | None
    reason: Text
    level: Text
    percent: Text
    signer: Text
    signer_name: Text
    meaning: Text
    signed_at: Text
    question: Text
    target: Text
    by: Text
    at: Text


class File(TypedDict):
    """A file of a load."""

    file: str
    kind: Text
    rows: int
    new: int
    repeated: int
    rejected: int
    conflicts: int
    encoding: Text
    unknown_columns: list[str]
    refused: str
    sheet: str
    notes: list[Any]
