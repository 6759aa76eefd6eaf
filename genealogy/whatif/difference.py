"""Two answers of a recall held against each other: what comes in, what falls out, what changes its verdict. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from genealogy.answers.recall import moment_now
from genealogy.whatif.changes import Change

Answer = Mapping[str, Any]
Row = Mapping[str, Any]

OUTSIDE = "outside"  # neither in the scope nor listed as excluded or mitigated
IN_SCOPE = frozenset({"certain", "potential"})
_BATCH = ("material", "lot", "assigner", "serial", "uom", "on_hand", "in_transit", "shipped", "where")
_KINDS = {
    "batches": ("key", _BATCH),
    "shipments": ("shipment", ("customer", "shipped_at", "delivered_at", "lines")),
    "customers": ("customer", ("name", "email", "phone", "shipments", "batches")),
    "vessels": ("equipment", ("location", "quantity", "uom")),
}


def difference(changes: Sequence[Change], before: Answer, after: Answer) -> dict[str, Any]:
    """The answer of `what_if`, as JSON values: `from` is as it is, `to` as it would be.

    Each list has a row for what is `added` to the scope, `removed` from it, or `changed`: its verdict, or for a batch
    its exposure. What is only excluded in the one and not listed in the other is no difference.
    """
    lists = {kind: list(_rows(kind, before, after)) for kind in _KINDS}
    return {
        "schema_version": before["schema_version"],
        "what_if": [change.as_dict() for change in changes],
        "complete": before["complete"] and after["complete"],
        "computed_at": moment_now(),
        **{name: {"from": before[name], "to": after[name]} for name in ("seeds", "switches", "set_hash")},
        "changes": {kind: _counts(rows) for kind, rows in lists.items()},
        **lists,
        "totals": {"from": before["totals"], "to": after["totals"]},
        "gaps": {"added": _more(before["gaps"], after["gaps"]), "removed": _more(after["gaps"], before["gaps"])},
    }


def _rows(kind: str, before: Answer, after: Answer) -> Iterator[dict[str, Any]]:
    name, columns = _KINDS[kind]
    was, now = ({row[name]: row for row in answer[kind]} for answer in (before, after))
    apart = [_apart(answer, name) for answer in (before, after)]
    for id_ in sorted(was.keys() | now.keys() | apart[0].keys() | apart[1].keys()):
        stands = _stand(id_, was, apart[0]), _stand(id_, now, apart[1])
        change = _change(*stands, kind == "batches" and _exposure(was, id_) != _exposure(now, id_))
        if change:
            said = now.get(id_) or was.get(id_) or {}
            row = {name: id_, "change": change, "from": stands[0], "to": stands[1]}
            row |= {column: said.get(column) for column in columns}
            if kind == "batches":
                row["exposure"] = {"from": _exposure(was, id_), "to": _exposure(now, id_)}
                row["reasons"] = {"from": _why(id_, was, apart[0]), "to": _why(id_, now, apart[1])}
            yield row


def _apart(answer: Answer, name: str) -> dict[str, tuple[str, Row]]:
    """What is listed as excluded or mitigated, with its row; mitigated is said where both are."""
    found = {row[name]: ("excluded", row) for row in answer["excluded"] if name in row}
    return found | {row[name]: ("mitigated", row) for row in answer["mitigated"] if name in row}


def _stand(id_: str, rows: Mapping[str, Row], apart: Mapping[str, tuple[str, Row]]) -> str:
    if id_ in rows:
        return str(rows[id_]["verdict"])
    return apart[id_][0] if id_ in apart else OUTSIDE


def _change(was: str, now: str, otherwise: bool) -> str | None:
    """`otherwise`: something else than the verdict is not the same."""
    if (was in IN_SCOPE) != (now in IN_SCOPE):
        return "added" if now in IN_SCOPE else "removed"
    if was in IN_SCOPE or "mitigated" in (was, now):
        return "changed" if was != now or otherwise else None
    return None


def _exposure(rows: Mapping[str, Row], key: str) -> Any:
    return rows[key]["exposure"] if key in rows else None


def _why(key: str, rows: Mapping[str, Row], apart: Mapping[str, tuple[str, Row]]) -> list[str]:
    row = rows.get(key) or (apart[key][1] if key in apart else None)
    return list(row["reasons"]) if row else []


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    return {change: sum(row["change"] == change for row in rows) for change in ("added", "removed", "changed")}


def _more(than: Sequence[Row], gaps: Sequence[Row]) -> list[Row]:
    return [gap for gap in gaps if gap not in than]
