"""Cases as they are recorded: how one stands, what it froze, its steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import orjson
from pydantic import ValidationError

from genealogy.answers.version import SCHEMA_VERSION
from genealogy.cases.claims import held_by
from genealogy.errors import CaseStatusError, GenealogyError, UnknownCaseError, UsageError
from genealogy.events import Event
from genealogy.events.signing import Signature
from genealogy.record.writer import Guard
from genealogy.store import Reads, Store, Tx

SHOWN = 200  # characters of a wrong value
E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands: `number` is that of its last step, `row` what its present revision froze."""

    case: str
    status: str
    revision: int
    number: int
    row: Mapping[str, Any] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """By which its times without a zone are read."""
        return ZoneInfo(self.row["timezone"])


def standing(store: Reads, case: str) -> Standing:
    """The case of that id; raises UnknownCaseError."""
    rows = store.read("case.stands", case=case).rows
    if not rows or rows[0][0] is None:
        raise UnknownCaseError(f"there is no case {case!r}; `genealogy case list` shows those there are")
    (status, revision, number) = rows[0]
    (row,) = [props for (props,) in store.read("case.revisions", case=case).rows if props["revision"] == revision]
    return Standing(case, status, revision, number, row)


def needs(case: Standing, *allowed: str, what: str) -> None:
    """Raise CaseStatusError unless the case's status is one of these."""
    if case.status not in allowed:
        raise CaseStatusError(f"case {case.case} is {case.status}; {what} {_WAYS.get(case.status, '')}".rstrip())


_WAYS = {
    "draft": "(open it first: genealogy case open --case ID)",
    "closed": "(reopen it first: genealogy case open --case ID)",
    "cancelled": "(a cancelled case stays so; open a new one)",
    "open": "",
}


def taken_by(store: Reads, mark: str) -> str | None:
    """The case in which the request of this mark took a step; None where it did not, or there is no mark."""
    rows = store.read("case.of_request", mark=mark).rows if mark else []
    return rows[0][0] if rows else None


class SignatureUsedError(GenealogyError):
    """The signature was used before, in the same case; sign again."""

    code = "signature_used"
    status = 403


def unused(store: Reads, case: str, signature: Signature | None) -> None:
    """Raise SignatureUsedError where a step of the case was signed by this very signature."""
    if signature is None:
        return
    moment = dt.datetime.fromisoformat(signature.signed_at)
    for (props,) in store.read("case.entries", case=case).rows:
        if props.get("signed_at") and dt.datetime.fromisoformat(props["signed_at"]) == moment:
            raise SignatureUsedError(f"this signature was used for step {props['number']} of case {case}; sign again")


class MovedOnError(CaseStatusError):
    """Somebody else changed the case meanwhile: nothing was recorded."""


def unchanged(case: Standing) -> Guard:
    """A guard that lets nothing be recorded where somebody else has changed the case in the meantime."""

    def guard(tx: Tx) -> None:
        rows = tx.run("case.stands", case=case.case).rows
        if not rows or tuple(rows[0]) != (case.status, case.revision, case.number):
            raise MovedOnError(f"case {case.case} was changed by somebody else meanwhile; look at it and try again")

    return guard


def event_of(model: type[E], **values: Any) -> E:
    """An event of a case from plain values; raises UsageError with what is wrong."""
    try:
        return model.model_validate({name: value for name, value in values.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(
            f"{where} {str(first['input'])[:SHOWN]!r}: {first['msg']}" if where else first["msg"]
        ) from None


def list_cases(store: Store) -> list[dict[str, Any]]:
    """All cases as they stand, by id."""
    return [row | {"seeds": orjson.loads(row["seeds"])} for row in store.read("case.list").dicts()]


def show_case(store: Reads, case: str) -> dict[str, Any]:
    """One case: how it stands, what it asked and froze, what it covers, and every step. Raises UnknownCaseError."""
    found = standing(store, case)
    covered = store.read("case.covered", case=case).dicts()
    row = revision_of(found.row)
    entries = [_plain(props) for (props,) in store.read("case.entries", case=case).rows]
    level = next((entry for entry in reversed(entries) if entry["level"]), row)
    return {
        "schema_version": SCHEMA_VERSION,
        "case": case,
        "status": found.status,
        **row,
        "level": level["level"],
        "percent": level["percent"],
        "covers": {
            "batches": len(covered),
            "certain": sum(one["verdict"] == "certain" for one in covered),
            "potential": sum(one["verdict"] == "potential" for one in covered),
            "joined": sorted(one["key"] for one in covered if one["joined"]),
        },
        "holds": held_by(store, case),
        "alarms": alarms_of(store, case),
        "entries": entries,
        "revisions": [revision_of(props) for (props,) in store.read("case.revisions", case=case).rows],
    }


def alarms_of(store: Reads, case: str) -> list[dict[str, Any]]:
    """What touched the scope of a case while it was open, and what came into it, in the order of the record."""
    standing(store, case)
    return store.read("case.alarms", case=case).dicts()


def revision_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a revision asked and froze, in the shape of an answer."""
    names = ("revision", "title", "class", "reason", "level", "percent", "by", "at")
    return {
        **{name: row.get(name) for name in names},
        "seeds": orjson.loads(row["seeds"]),
        "switches": _json(row.get("switches")),
        "quarantine": _json(row.get("quarantine")) or [],
        "frozen": {name: row[name] for name in ("sha256", "set_hash", "computed_at", "sequence")},
    }


def _json(text: str | None) -> Any:
    return orjson.loads(text) if text else None


def _plain(props: Mapping[str, Any]) -> dict[str, Any]:
    names = (
        *("number", "revision", "action", "status", "decision", "batches", "reason", "level", "percent"),
        *("signer", "signer_name", "meaning", "signed_at", "question", "target", "by", "at"),
    )
    return {name: props.get(name) for name in names}
