"""Answers of the service: the JSON as it came in `json`, its lists by name, and each of them as a DataFrame.

Whether the answer is whole was looked at before it is here (`genealogy.client.wire`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from genealogy.client import ranks, rows, trails

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `tables` says which lists can be had as DataFrames, the first of them where none is named."""

    json: dict[str, Any]
    tables: ClassVar[Mapping[str, type]] = {}

    def frame(self, table: str | None = None, *, exact: bool = True) -> pd.DataFrame:
        """A list as a table, with all its columns also where it is empty. Quantities are `Decimal`, with `exact=False`
        floats; a list within a list, such as `shipments.lines`, bears the columns of what it is part of."""
        from genealogy.client.frames import frame  # pandas takes its time

        return frame(self.json, self.tables, table or next(iter(self.tables)), exact=exact)


class Batches(Answer):
    """Batches that were found."""

    tables: ClassVar[Mapping[str, type]] = {"batches": rows.Found}

    @property
    def batches(self) -> list[rows.Found]:
        """By key."""
        return cast("list[rows.Found]", self.json["batches"])

    def __iter__(self) -> Iterator[rows.Found]:
        return iter(self.batches)

    def __len__(self) -> int:
        return len(self.batches)


class Card(Answer):
    """What is known of one batch."""

    tables: ClassVar[Mapping[str, type]] = {"where": rows.Place, "orders": rows.Order, "gaps": rows.Gap}

    @property
    def key(self) -> str:
        """The key of the batch."""
        return str(self.json["key"])


class Trace(Answer):
    """All recorded links of a batch."""

    tables: ClassVar[Mapping[str, type]] = {
        "batches": rows.Traced,
        "runs": rows.Run,
        "receipts": rows.Receipt,
        "suppliers": rows.Supplier,
        "shipments": rows.Sent,
        "customers": rows.Customer,
        "gaps": rows.Gap,
    }

    @property
    def batches(self) -> list[rows.Traced]:
        """By hops, then key; the batch itself first."""
        return cast("list[rows.Traced]", self.json["batches"])

    @property
    def gaps(self) -> list[rows.Gap]:
        """What is missing, and may hide more."""
        return cast("list[rows.Gap]", self.json["gaps"])


class Recall(Answer):
    """The scope of a recall."""

    tables: ClassVar[Mapping[str, type]] = {
        "batches": rows.Suspect,
        "batches.where": rows.Place,
        "batches.orders": rows.Order,
        "shipments": rows.Shipment,
        "shipments.lines": rows.Line,
        "customers": rows.Consignee,
        "excluded": rows.Excluded,
        "mitigated": rows.Excluded,
        "vessels": rows.Vessel,
        "totals.by_material": rows.Material,
        "gaps": rows.Gap,
    }

    @property
    def batches(self) -> list[rows.Suspect]:
        """Certain and potential ones, the seeds too, by hops and key."""
        return cast("list[rows.Suspect]", self.json["batches"])

    @property
    def shipments(self) -> list[rows.Shipment]:
        """Those that carry such batches."""
        return cast("list[rows.Shipment]", self.json["shipments"])

    @property
    def customers(self) -> list[rows.Consignee]:
        """Whom to call."""
        return cast("list[rows.Consignee]", self.json["customers"])

    @property
    def gaps(self) -> list[rows.Gap]:
        """What is missing, and may hide more."""
        return cast("list[rows.Gap]", self.json["gaps"])

    @property
    def set_hash(self) -> str | None:
        """Hash of what is in scope: two answers with the same one name the same batches, shipments and customers."""
        return cast("str | None", self.json["set_hash"])


class Explanation(Answer):
    """Why something is in a recall, or is not."""

    tables: ClassVar[Mapping[str, type]] = {"gaps": rows.Gap}

    @property
    def verdict(self) -> str:
        """certain, potential, excluded, mitigated, or none."""
        return str(self.json["verdict"])

    def text(self, lang: str = "en") -> str:
        """The answer in a sentence, in `en` or `zh`."""
        return str(self.json["text"][lang])


class Causes(Answer):
    """What bad batches have in common upstream."""

    tables: ClassVar[Mapping[str, type]] = {"factors": ranks.Factor}

    @property
    def factors(self) -> list[ranks.Factor]:
        """By rank."""
        return cast("list[ranks.Factor]", self.json["factors"])


class WorstCase(Answer):
    """Batches ranked by what their recall would hit."""

    tables: ClassVar[Mapping[str, type]] = {"batches": ranks.Worst}

    @property
    def batches(self) -> list[ranks.Worst]:
        """The worst first."""
        return cast("list[ranks.Worst]", self.json["batches"])


class History(Answer):
    """An audit trail."""

    tables: ClassVar[Mapping[str, type]] = {"events": trails.Recorded}

    @property
    def events(self) -> list[trails.Recorded]:
        """In the order of recording."""
        return cast("list[trails.Recorded]", self.json["events"])


class Cases(Answer):
    """All recall cases."""

    tables: ClassVar[Mapping[str, type]] = {"cases": trails.CaseRow}

    @property
    def cases(self) -> list[trails.CaseRow]:
        """By id."""
        return cast("list[trails.CaseRow]", self.json["cases"])


class Case(Answer):
    """A recall case."""

    tables: ClassVar[Mapping[str, type]] = {"entries": trails.Entry}

    @property
    def case(self) -> str:
        """Its id."""
        return str(self.json["case"])

    @property
    def status(self) -> str:
        """draft, open, closed or cancelled."""
        return str(self.json["status"])
