"""What consignees of a recall were told and told: sent, acknowledged, found, returned, destroyed, checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from genealogy.answers.recall import moment_now
from genealogy.cases.book import event_of, needs, standing
from genealogy.cases.covering import parts_of, source_of
from genealogy.errors import CaseStatusError, ConflictError, NotFoundError, UsageError
from genealogy.events.cases import Notice
from genealogy.keys import BatchKey
from genealogy.ledger.head import head_of
from genealogy.outbox.questions import notice_link
from genealogy.record.writer import Guard, record
from genealogy.stock.units import decimal_text
from genealogy.store import Reads, Store, Tx

OF_QUANTITY = ("found", "returned", "destroyed")
FIELDS = ("customer", "what", "quantity", "uom", "how", "contact", "result", "reason", "by", "at", "line")


def give_notice(
    store: Store,
    case: str,
    notices: Sequence[Mapping[str, Any]],
    author: str = "",
    address: str | None = None,
    mark: str = "",
) -> dict[str, Any]:
    """Record notices of an open case, each a mapping with `customer`, `what`, `by`, and where they apply `key`,
    `quantity`, `uom`, `how`, `contact`, `result`, `reason`, `at` (now where it is left out), `line`.

    `author` is who sends them, as the service knows it. Quantities add up; a negative one, with its reason, takes back
    what was told by mistake. Gives back how many are `new` and `repeated`, and `links`: one for each consignee that was
    sent a notice, to acknowledge it by, where `address` says how the service is reached. `mark` stands for one request,
    which may come again: what it recorded is found by it, for `at` would be another moment then. Raises
    UnknownCaseError, CaseStatusError, NotFoundError for an unknown customer, UsageError for what is no notice,
    ConflictError for another one of the same customer, kind, batch and moment.
    """
    found = standing(store, case)
    needs(found, "open", what="notices belong to an open case")
    covered = {row[0] for row in store.read("case.covered", case=case).rows}
    events = [_notice(case, _marked(one, mark), covered) for one in notices]
    if not events:
        raise UsageError("give at least one notice")
    ids = sorted({event.customer for event in events})
    known = {row[0] for row in store.read("answer.customers", ids=ids).rows}
    if unknown := [id_ for id_ in ids if id_ not in known]:
        raise NotFoundError(f"no record names the customer {', '.join(unknown)}")
    links = _links(store, address, case, events) if address else []
    if mark and any(told["line"] == mark for told in list_notices(store, case)):
        return {"case": case, "new": 0, "repeated": len(events), "links": links}
    outcome = record(store, events, source_of(author), found.zone, guard=_open(case))
    if outcome.conflicts:
        event = events[outcome.conflicts[0]]
        raise ConflictError(
            f"{event.customer} has another notice of {event.what} at {event.at} already; the first stays. "
            "Give this one a line of its own where both are right"
        )
    return {"case": case, "new": len(outcome.new), "repeated": len(outcome.repeated), "links": links}


def _marked(notice: Mapping[str, Any], mark: str) -> Mapping[str, Any]:
    """With the mark as its line, where nothing else would tell that it is the same when it comes again."""
    return notice if notice.get("at") or notice.get("line") else {**notice, "line": mark or None}


def _links(store: Store, address: str, case: str, events: Sequence[Notice]) -> list[dict[str, str]]:
    secret, now = head_of(store).secret, dt.datetime.now(dt.UTC)
    sent = sorted({event.customer for event in events if event.what == "sent"})
    return [notice_link(secret, address, case, customer, now) for customer in sent]


def list_notices(store: Reads, case: str) -> list[dict[str, Any]]:
    """All notices of a case in the order of the record, quantities as decimal strings; raises UnknownCaseError."""
    standing(store, case)
    rows = store.read("case.notices", case=case).rows
    return [
        {"key": key, **{name: props.get(name) for name in FIELDS}, "quantity": decimal_text(props.get("quantity"))}
        for props, key in rows
    ]


def _notice(case: str, said: Mapping[str, Any], covered: set[str]) -> Notice:
    values = {name: said[name] for name in FIELDS if said.get(name) not in (None, "")}
    key = str(BatchKey.parse(said["key"])) if said.get("key") else None
    if key and key not in covered:
        raise UsageError(f"batch {key} is not in scope of case {case}")
    event = event_of(Notice, **{"at": moment_now()} | values, case=case, **(parts_of(key) if key else {}))
    if event.what in OF_QUANTITY and not (key and event.quantity):
        raise UsageError(f"a notice of {event.what} needs the batch and its quantity")
    if (event.quantity or "").startswith("-") and not event.reason:
        raise UsageError("a negative quantity takes back what was told by mistake: say why")
    return event


def _open(case: str) -> Guard:
    """A guard that lets notices in only while the case is open; other steps meanwhile do not matter to them."""

    def guard(tx: Tx) -> None:
        if tx.run("case.stands", case=case).rows[0][0] != "open":
            raise CaseStatusError(f"case {case} was closed meanwhile")

    return guard
