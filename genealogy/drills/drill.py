"""One mock recall: trace both ways and recall of one batch, by the clock, scored and kept."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from random import Random
from typing import Any

from genealogy.answers import Seed, recall, trace
from genealogy.answers.steady import steady
from genealogy.answers.version import SCHEMA_VERSION
from genealogy.derive import settle
from genealogy.drills.keeping import keep
from genealogy.drills.score import passed, score
from genealogy.errors import NotFoundError, UsageError
from genealogy.store import Store

KINDS = ("raw", "finished")
HOURS = 4.0
_SEEDS = 1 << 63  # what is kept of a drill is JSON of numbers that every reader can hold


def now() -> dt.datetime:
    """The present moment."""
    return dt.datetime.now(dt.UTC)


def draw(store: Store, seed: int, kind: str) -> str:
    """A batch by chance, the same for the same seed and graph: `kind` of its material, or, where that is not
    described, received (raw) or shipped (finished). Raises UsageError, NotFoundError."""
    if kind not in KINDS:
        raise UsageError(f"{kind!r} is not a kind to draw from; use {' or '.join(KINDS)}")
    if not -_SEEDS <= seed < _SEEDS:
        raise UsageError(f"the seed of a draw is a whole number of at most 64 bits, not {len(str(abs(seed)))} digits")
    batches = store.read("drill.count", kind=kind).one()[0]
    if not batches:
        raise NotFoundError(f"there is no {kind} batch to draw")
    key: str = store.read("drill.nth", kind=kind, place=Random(seed).randrange(batches)).one()[0]
    return key


def drill(
    store: Store,
    key: str,
    *,
    drawn: dict[str, Any] | None = None,
    hours: float = HOURS,
    by: str = "",
    clock: Callable[[], dt.datetime] = now,
    **how: Any,
) -> dict[str, Any]:
    """The record of a drill on that batch, as JSON values, kept in the database.

    `drawn` says how it was drawn, `hours` is the target, `by` runs it, `how` goes to `recall`. Raises
    UnknownBatchError, UsageError.
    """
    if not 0 <= hours < float("inf"):
        raise UsageError(f"the target of a drill is {hours} hours; it is a number, 0 or more")
    settle(store)
    began = clock()
    way, answer = steady(store, lambda tx: (trace(tx, key, "both"), recall(tx, [Seed(key)], **how)), "drill")
    ended = clock()
    scores = score(answer)
    seconds = (ended - began).total_seconds()
    record = {
        "schema_version": SCHEMA_VERSION,
        "drill": f"{began:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}",
        "batch": answer["seeds"][0]["key"],
        "drawn": drawn,
        "by": by or None,
        "started_at": _text(began),
        "stopped_at": _text(ended),
        "seconds": seconds,
        "target": {"traced": "100", "hours": hours},
        "passed": answer["complete"] and passed(scores, seconds, hours),
        "complete": answer["complete"],
        **scores,
        "counts": _counts(way, answer),
        "findings": _findings(answer, scores),
        "set_hash": answer["set_hash"],
    }
    keep(store, record)
    return record


def _text(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _counts(way: dict[str, Any], answer: dict[str, Any]) -> dict[str, int]:
    traced = {name: len(way[name]) for name in ("batches", "runs", "receipts", "suppliers")}
    return {
        **{f"traced_{name}": number for name, number in traced.items()},
        **{name: len(answer[name]) for name in ("batches", "shipments", "customers", "gaps")},
    }


def _findings(answer: dict[str, Any], scores: dict[str, Any]) -> list[dict[str, Any]]:
    """What an auditor would write down: gaps by kind, customers nobody can call, what does not add up."""
    kinds: dict[str, list[str]] = {}
    for gap in answer["gaps"]:
        kinds.setdefault(gap["code"], []).append(gap["text"])
    found = [{"code": code, "number": len(texts), "example": texts[0]} for code, texts in sorted(kinds.items())]
    silent = [row["customer"] for row in answer["customers"] if not (row["phone"] or row["email"])]
    if silent:
        found.append({"code": "no_contact", "number": len(silent), "example": silent[0]})
    if scores["traced"] != "100":
        found.append({"code": "not_traced", "number": 1, "example": scores["traced"] and f"{scores['traced']} %"})
    return found
