"""What an event says in the language of the graph: the table of business steps, and the records each draws.

The table is the one of docs/epcis.md. A business step or disposition that stands in none of its rows draws nothing: the
event is kept as it was sent, and the report says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from loaders.epcis.sent import Sent
from loaders.epcis.things import Line, id_of

Drawn = tuple[str, dict[str, str]]  # kind of record, and its columns


class Rule(NamedTuple):
    """What an ObjectEvent of some business steps draws."""

    steps: tuple[str, ...]
    draws: str
    remark: str = ""


RULES: tuple[Rule, ...] = (
    Rule(("receiving",), "receipt", "supplier: the source party; a return from a customer where it was `returned`"),
    Rule(("shipping", "retail_selling", "dispensing"), "shipment", "customer: the destination party"),
    Rule(("destroying",), "movement", "kind scrap"),
    Rule(("sampling",), "movement", "kind sample"),
    Rule(("storing", "stocking", "transporting", "unloading"), "movement", "kind move; source and destination named"),
    Rule(("inspecting",), "inspection", "where the disposition says pass or fail"),
    Rule(("commissioning", "creating_class_instance", "encoding", ""), "run", "action ADD only: made, from nothing"),
)
STATUSES: Mapping[str, str] = {
    **dict.fromkeys(("available", "conformant", "sellable_accessible", "sellable_not_accessible"), "available"),
    **{"non_conformant": "rejected", "needs_replacement": "rejected", "damaged": "rejected", "expired": "expired"},
    **{"recalled": "recalled", "stolen": "stolen", "unavailable": "hold", "non_sellable_other": "hold"},
    **{"reserved": "reserved", "destroyed": "destroyed", "disposed": "destroyed", "inactive": "inactive"},
}
RESULTS = {"conformant": "pass", "available": "pass", **dict.fromkeys(("non_conformant", "damaged", "expired"), "fail")}
VOIDABLE = frozenset({"receipt", "run", "shipment", "return", "order", "inspection", "movement", "count"})
_LONGEST_NAME = 100
_EXPIRES, _MADE = ("itemExpirationDate", "expirationDate", "bestBeforeDate"), ("productionDate", "manufacturingDate")


def drawn_from(sent: Sent, lines: Sequence[Line]) -> Iterator[Drawn]:
    """The records of an ObjectEvent, for the batches it is about; lines without a lot are left to the caller."""
    rule = next((rule for rule in RULES if sent.step in rule.steps), None)
    if rule and (lines or rule.draws == "shipment"):  # that it went is known, whatever was in it
        yield from _DRAW[rule.draws](sent, lines)
    if sent.action == "ADD":
        yield from _described(sent, lines)
    yield from _statuses(sent, lines)


def place_of(sent: Sent) -> str:
    """Where it happened: the business location, else the read point."""
    place = sent.event.get("bizLocation") or sent.event.get("readPoint")
    return id_of(str(place["id"])) if place else ""


def party_of(sent: Sent, side: str) -> str:
    """The owning party of a source or destination, else the one in possession."""
    return _of_side(sent, side, "owning_party") or _of_side(sent, side, "possessing_party")


def _of_side(sent: Sent, side: str, kind: str) -> str:
    for each in sent.event.get(f"{side}List", ()):
        if str(each["type"]).endswith(kind):
            return id_of(each[side])
    return ""


def paper_of(sent: Sent) -> str:
    """The business documents it names."""
    return ", ".join(each["bizTransaction"] for each in sent.event.get("bizTransactionList", ()))


def columns(**said: str) -> dict[str, str]:
    """What is known."""
    return {name.rstrip("_"): value for name, value in said.items() if value}


def _receipt(sent: Sent, lines: Sequence[Line]) -> Iterator[Drawn]:
    at, place, party = sent.at, place_of(sent), party_of(sent, "source")
    for line in lines:
        if sent.disposition == "returned":
            said = columns(return_=sent.record, customer=party, returned_at=at, location=place)
            yield "return", said | line.fields()
        else:
            said = columns(receipt=sent.record, supplier=party, received_at=at, location=place, document=paper_of(sent))
            yield "receipt", said | line.fields()


def _shipment(sent: Sent, lines: Sequence[Line]) -> Iterator[Drawn]:
    customer, source = party_of(sent, "destination"), _of_side(sent, "source", "location") or place_of(sent)
    target = "" if customer else _of_side(sent, "destination", "location")
    head = columns(shipment=sent.record, customer=customer, from_location=source, to_location=target)
    yield "shipment", head | columns(shipped_at=sent.at, document=paper_of(sent))
    for line in lines:
        yield "shipped", {"shipment": sent.record} | line.fields()


def _movement(sent: Sent, lines: Sequence[Line]) -> Iterator[Drawn]:
    kind = {"destroying": "scrap", "sampling": "sample"}.get(sent.step, "move")
    source = _of_side(sent, "source", "location") or (place_of(sent) if kind != "move" else "")
    target = (_of_side(sent, "destination", "location") or place_of(sent)) if kind == "move" else ""
    if kind == "move" and not (source and target and source != target):
        return
    said = columns(movement=sent.record, kind=kind, from_location=source, to_location=target, at=sent.at)
    for line in lines:
        yield "movement", said | line.fields()


def _inspection(sent: Sent, lines: Sequence[Line]) -> Iterator[Drawn]:
    if result := RESULTS.get(sent.disposition):
        said = columns(inspection=sent.record, result=result, inspected_at=sent.at, report=paper_of(sent))
        for line in lines:
            yield "inspection", said | {name: value for name, value in line.fields().items() if name in _NAMES}


def _run(sent: Sent, lines: Sequence[Line]) -> Iterator[Drawn]:
    if sent.action != "ADD":
        return
    yield "run", columns(run=sent.record, kind="produce", ended_at=sent.at, location=place_of(sent))
    for line in lines:
        yield "produced", columns(run=sent.record, at=sent.at) | line.fields()


_NAMES = frozenset({"material", "lot", "assigner", "serial", "line"})
_DRAW = {
    **{"receipt": _receipt, "shipment": _shipment, "movement": _movement},
    **{"inspection": _inspection, "run": _run},
}


def _statuses(sent: Sent, lines: Sequence[Line]) -> Iterator[Drawn]:
    status = "hold" if sent.step == "holding" else STATUSES.get(sent.disposition)
    if not status or (sent.step == "inspecting" and sent.disposition not in RESULTS):
        return
    reason = " ".join(filter(None, (sent.step, sent.disposition)))
    for line in lines:
        yield "status", columns(status=status, reason=reason, at=sent.at, location=place_of(sent)) | line.fields()


def _described(sent: Sent, lines: Sequence[Line]) -> Iterator[Drawn]:
    said = of_ilmd(sent)
    for line in lines:
        if said:
            yield "batch", {name: value for name, value in line.fields().items() if name in _NAMES - {"line"}} | said


def of_ilmd(sent: Sent) -> dict[str, str]:
    """What the master data of a lot or piece says: known members under our names, other texts under their own."""
    said: dict[str, str] = {}
    for name, value in sent.event.get("ilmd", {}).items():
        text = value.get("#text") if isinstance(value, dict) else value
        if isinstance(text, str | int | float) and not isinstance(text, bool) and fits(name):
            said[_column(name.rpartition(":")[2].rpartition("#")[2], name)] = str(text)
    return said


def fits(name: str) -> bool:
    """Whether a name can be that of an attribute."""
    return bool(name) and name.isprintable() and len(name) <= _LONGEST_NAME


def _column(local: str, name: str) -> str:
    return "expires_on" if local in _EXPIRES else "produced_at" if local in _MADE else name.casefold()


def lot_of(sent: Sent) -> str:
    """The lot that ilmd names for what is commissioned."""
    said: Mapping[str, Any] = sent.event.get("ilmd", {})
    found = next((value for name, value in said.items() if name.endswith("lotNumber")), "")
    return found if isinstance(found, str) else ""
