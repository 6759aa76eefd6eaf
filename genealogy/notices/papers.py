"""Packs as papers: what is said, in which words, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from genealogy.notices.packs import Pack
from genealogy.notices.words import TEXTS
from genealogy.paper import Paper, Table, Words

CUSTOMER = ("material", "name", "lot", "serial", "quantity", "unit", "shipment", "shipped_at", "verdict")
SUPPLIER = ("material", "name", "lot", "supplier_lot", "receipt", "received_at", "quantity", "unit", "document")
DO = ("do_stop", "do_check", "do_pass_on", "do_return", "do_reply", "potential")
VERDICTS = {"certain": "certain", "potential": "is_potential"}


def paper_of(pack: Pack, lang: str) -> Paper:
    """The pack as a paper in that language."""
    words = Words(TEXTS, lang)
    return _customer(pack.document, words) if pack.kind == "customer" else _supplier(pack.document, words)


def _customer(said: Mapping[str, Any], words: Words) -> Paper:
    facts = (*_to(said, "customer", words), (words("class"), said["class"]), (words("reason"), said["reason"]))
    rows = [_cells(CUSTOMER, line | {"verdict": words(VERDICTS[line["verdict"]])}) for line in said["lines"]]
    blanks = ("reply_found", "reply_used", "reply_returned", "reply_name", "reply_date")
    return Paper(
        words("customer_title"),
        (*facts, *_from(said, words)),
        tuple(f"{number}. {words(name)}" for number, name in enumerate(DO, 1)),
        (Table(words("lines"), tuple(map(words, CUSTOMER)), tuple(rows), (9, 12, 13, 9, 8, 6, 11, 12, 9)),),
        words("form"),
        tuple(map(words, blanks)),
    )


def _supplier(said: Mapping[str, Any], words: Words) -> Paper:
    counts = said["went_into"]
    facts = (
        *_to(said, "supplier", words),
        (words("complaint"), said["reason"]),
        (words("went_into"), str(counts["batches"])),
        (words("materials"), str(counts["materials"])),
    )
    rows = [_cells(SUPPLIER, line) for line in said["lines"]]
    blanks = ("reply_cause", "reply_lots", "reply_action", "reply_name", "reply_date")
    return Paper(
        words("supplier_title"),
        (*facts, *_from(said, words)),
        tuple(f"{number}. {words(name)}" for number, name in enumerate(("ask_hold", "ask_cause"), 1)),
        (Table(words("receipts"), tuple(map(words, SUPPLIER)), tuple(rows), (9, 12, 12, 12, 10, 12, 8, 6, 10)),),
        words("form"),
        tuple(map(words, blanks)),
    )


def _to(said: Mapping[str, Any], kind: str, words: Words) -> tuple[tuple[str, str | None], ...]:
    to = said["to"]
    name = " ".join(filter(None, (to["name"], f"({to[kind]})")))
    labels = (("contact_person", "contact"), ("address", "address"), ("phone", "phone"), ("email", "email"))
    return ((words("to"), name), *((words(label), to[field]) for label, field in labels))


def _from(said: Mapping[str, Any], words: Words) -> tuple[tuple[str, str | None], ...]:
    return (
        (words("our_contact"), said["contact"]),
        (words("issued"), said["issued_at"]),
        (words("reference"), said["reference"]),
    )


def _cells(columns: tuple[str, ...], line: Mapping[str, Any]) -> tuple[str | None, ...]:
    return tuple(_short(line["uom" if name == "unit" else name], name) for name in columns)


def _short(value: Any, name: str) -> str | None:
    """A moment to the minute: a letter is read by people."""
    if value is not None and name.endswith("_at"):
        return str(value)[:16].replace("T", " ")
    return None if value is None else str(value)
