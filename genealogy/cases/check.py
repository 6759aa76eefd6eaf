"""A frozen answer held against that of now: what came in, what went out, what changed, and which records did it."""

from __future__ import annotations

from typing import Any

from genealogy.answers.steady import steady
from genealogy.answers.version import SCHEMA_VERSION
from genealogy.cases.book import standing
from genealogy.cases.difference import difference
from genealogy.cases.frozen import thawed
from genealogy.cases.question import Question, ask
from genealogy.cases.since import recorded_since
from genealogy.ledger.head import last_of
from genealogy.store import Store, Tx


def check_case(store: Store, case: str) -> dict[str, Any]:
    """Ask again what the case asked; `batches`, `lines` (of shipments) and `customers` that came `in`, went `out` or
    `changed` since, each with the sequence numbers of the later records that touch its way (`records` says what and
    where they are). Nothing is stored. Raises UnknownCaseError and what `recall` raises."""
    return steady(store, lambda tx: _checked(tx, case), "case-check")


def _checked(store: Tx, case: str) -> dict[str, Any]:
    found = standing(store, case)
    frozen = thawed(store, found.row["sha256"])
    head = last_of(store)
    now = ask(store, Question.of_revision(found.row))
    said = difference(frozen, now, recorded_since(store, found.row["sequence"]))
    return {
        "schema_version": SCHEMA_VERSION,
        "case": case,
        "revision": found.revision,
        "status": found.status,
        "complete": now["complete"],
        "changed": said.pop("changed"),
        "frozen": {name: found.row[name] for name in ("sha256", "set_hash", "computed_at", "sequence")},
        "now": {"set_hash": now["set_hash"], "computed_at": now["computed_at"], "sequence": head},
        **said,
    }
