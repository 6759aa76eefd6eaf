"""The packs of a recall, made from its answer and from what suppliers delivered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from genealogy.answers.recall import moment_now, recall
from genealogy.answers.scope import scope_of
from genealogy.answers.seeds import Seed
from genealogy.answers.steady import steady
from genealogy.answers.version import SCHEMA_VERSION
from genealogy.keys import material_of
from genealogy.notices.packs import Pack, customer_packs, supplier_packs
from genealogy.seeds import SeedQuery
from genealogy.store import Reads, Store, Tx


@dataclass(frozen=True, slots=True)
class Notice:
    """What the sender says: why, how dangerous (such as class I, II, III), and whom to answer."""

    reason: str | None = None
    class_: str | None = None
    contact: str | None = None


def notices(store: Store, seeds: Sequence[Seed | SeedQuery], notice: Notice, **how: Any) -> list[Pack]:
    """The packs of the recall of these seeds; `how` goes to `recall`. Raises UnknownBatchError, UsageError."""
    return steady(store, lambda tx: _packs(tx, seeds, notice, how), "notices")


def _packs(store: Tx, seeds: Sequence[Seed | SeedQuery], notice: Notice, how: Mapping[str, Any]) -> list[Pack]:
    answer = recall(store, seeds, **how)
    told = asdict(notice)
    said = {
        "schema_version": SCHEMA_VERSION,
        "class": told.pop("class_"),
        **told,
        "issued_at": moment_now(),
        "reference": answer["set_hash"][:16],
    }
    packs = list(customer_packs(answer, said))
    nearest = min((row["hops"] for row in answer["batches"]), default=0)  # the seeds, or what came out of seed runs
    keys = [row["key"] for row in answer["batches"] if row["hops"] == nearest]
    return packs + _to_suppliers(store, answer, keys, said)


def _to_suppliers(store: Reads, answer: dict[str, Any], keys: Sequence[str], said: dict[str, Any]) -> list[Pack]:
    """Whoever delivered the seeds, or what they were made of."""
    upstream = scope_of(store, keys, "upstream").batches
    receipts = store.read("notices.receipts", keys=upstream).dicts()
    ids = sorted({row["supplier"] for row in receipts})
    suppliers = store.read("notices.suppliers", ids=ids).dicts() if ids else []
    materials = sorted({material_of(row["key"]) for row in receipts})
    names = {row[0]: row[1] for row in store.read("answer.materials", materials=materials).rows} if materials else {}
    return list(supplier_packs(answer, suppliers, receipts, names, said))
