"""What a person signs (21 CFR Part 11), and how a signature stands in the event that it belongs to."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import ClassVar, Literal

from genealogy.events.base import Event
from genealogy.events.fields import Text, Time

Meaning = Literal["review", "approval", "responsibility", "authorship"]  # 21 CFR 11.50(a)(3)
KEPT_BACK = frozenset(
    (
        *(
            "hold",
            "held",
            "on hold",
            "quarantine",
            "quarantined",
            "blocked",
            "block",
            "locked",
            "restricted",
            "suspended",
        ),
        *("rejected", "reject", "recalled", "expired", "scrap", "scrapped", "destroyed", "returned"),
        *("pending", "in test", "in inspection", "untested"),
        *("隔离", "隔離", "冻结", "凍結", "扣留", "封存", "锁定", "鎖定", "待检", "待檢", "待验", "待判定", "待处理"),
        *("不合格", "拒收", "报废", "報廢", "召回", "过期", "過期", "退货"),
    )
)
"""Statuses that keep goods back. Any other sets them free: a word that nobody knows is rather signed once too often."""
LONGEST = 100  # of a status that is looked at: to bring a long text to its normal form takes time


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, as the service knows them, their printed name, what it means and when (21 CFR 11.50)."""

    signer: str
    signer_name: str
    meaning: Meaning
    signed_at: str

    def fields(self) -> dict[str, str]:
        """The fields of the event that is signed."""
        return asdict(self)


class Signed(Event):
    """An event that may be signed: the signature is part of it, so that it cannot be moved to another (11.70)."""

    personal: ClassVar[frozenset[str]] = frozenset({"by", "signer", "signer_name"})
    own: ClassVar[frozenset[str]] = frozenset({"signer", "signer_name", "meaning", "signed_at"})
    signer: Text | None = None
    signer_name: Text | None = None
    meaning: Meaning | None = None
    signed_at: Time | None = None


def sets_free(status: str, kept_back: Iterable[str] = ()) -> bool:
    """Whether a status releases goods; `kept_back` are further statuses that do not."""
    words = KEPT_BACK.union(map(_plain, kept_back))
    return _plain(status) not in words


def _plain(status: str) -> str:
    text = unicodedata.normalize("NFKC", status[:LONGEST]).casefold().replace("_", " ").replace("-", " ")
    return " ".join(text.split())
