"""The critical tracking events and their key data elements (21 CFR 1.1325 to 1.1350), and which field of ours each is.

The paragraphs are those of the rule as published on 21 November 2022 (87 FR 70910). What has no column in the bundle is
read from a further column of that name, which loads keep as an attribute.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from genealogy.fsma.lines import Line, Place

Value = str | float | None


@dataclass(frozen=True, slots=True)
class Kde:
    """A key data element: its column, its paragraph, our field in words, how it is read. `ways` are the lines of a run
    it is said of; what is not `required` is asked for only where it applies, and never reported as missing."""

    title: str
    paragraph: str
    field: str
    value: Callable[[Line], Value]
    required: bool = True
    ways: tuple[str, ...] = ("in", "out")


def _place(title: str, paragraph: str, field: str, of: Callable[[Line], Place], **more: object) -> tuple[Kde, ...]:
    """The columns of a location description: business name, phone, physical address (1.1310)."""
    parts = (("name", lambda p: p.name or p.id), ("phone", lambda p: p.phone), ("address", lambda p: p.address))
    return tuple(
        Kde(f"{title}: {part}", paragraph, f"{field}: {part}", lambda one, take=take: take(of(one)), **more)  # type: ignore[arg-type,misc]
        for part, take in parts
    )


def _customer(line: Line) -> Place:
    to = line.said("to_location")
    return line.described.place("Customer", line.said("customer")) if not to else line.described.place("Location", to)


def _supplier(line: Line) -> Place:
    supplier = line.said("supplier")
    return line.described.place("Supplier", supplier) if supplier else line.place("from_location")


def _attribute(
    title: str, paragraph: str, *names: str, required: bool = True, ways: tuple[str, ...] = ("in", "out")
) -> Kde:
    field = " or ".join(f"`{name}`" for name in names)
    return Kde(title, paragraph, f"attribute {field}", lambda one: one.said(*names), required, ways)


def _lot(paragraph: str, title: str = "Traceability lot code", ways: tuple[str, ...] = ("in", "out")) -> Kde:
    return Kde(title, paragraph, "`lot` (with `serial`)", lambda one: _code(one), True, ways)


def _code(one: Line) -> str:
    serial = one.batch.get("serial")
    return f"{one.batch['lot']}#{serial}" if serial else str(one.batch["lot"])


def _amount(paragraph: str, what: str = "", ways: tuple[str, ...] = ("in", "out")) -> tuple[Kde, ...]:
    return (
        Kde(f"Quantity{what}", paragraph, "`quantity` of the line", lambda one: one.number("quantity"), True, ways),
        Kde(f"Unit of measure{what}", paragraph, "`uom` of the line", lambda one: one.said("uom"), True, ways),
    )


def _product(paragraph: str, what: str = "", ways: tuple[str, ...] = ("in", "out")) -> tuple[Kde, ...]:
    def name(one: Line) -> Value:
        return one.material.get("name")

    return (
        Kde(f"Product{what}", paragraph, "`name` of the material", name, True, ways),
        Kde(f"Product code{what}", paragraph, "`material`", lambda one: one.batch["material"], False, ways),
        _attribute(f"Brand{what}", paragraph, "brand", required=False, ways=ways),
        _attribute(f"Packaging size and style{what}", paragraph, "packaging", required=False, ways=ways),
    )


def _commodity(paragraph: str, ways: tuple[str, ...] = ("in", "out")) -> tuple[Kde, ...]:
    return (
        Kde(
            "Commodity",
            paragraph,
            "attribute `commodity`, else `name` of the material",
            lambda one: one.said("commodity") or one.material.get("name"),
            True,
            ways,
        ),
        _attribute("Variety", paragraph, "variety", required=False, ways=ways),
    )


def _source(paragraph: str, ways: tuple[str, ...] = ("in", "out")) -> tuple[Kde, ...]:
    """The source of the lot code, or a reference to it: one of the two is asked for."""
    of = "party that `assigner` names, else location of the run that made it"

    def reference(one: Line) -> Value:
        return one.said("tlc_source_reference") or one.source().gln

    name, phone, address = _place("TLC source", paragraph, of, Line.source, required=False, ways=ways)
    either = Kde(name.title, paragraph, of, lambda one: name.value(one) or reference(one), True, ways)
    found = "attribute `tlc_source_reference`, else `gln` of the source"
    return either, phone, address, Kde("TLC source reference", paragraph, found, reference, False, ways)


def _document(paragraph: str, kind: str, ways: tuple[str, ...] = ("in", "out")) -> tuple[Kde, ...]:
    def number(one: Line) -> Value:
        return one.said("document", "work_order") or one.record

    def type_(one: Line) -> Value:
        return one.said("document_type") or ("work order" if kind == "run" and one.said("work_order") else kind)

    return (
        Kde("Reference document type", paragraph, f"attribute `document_type`, else {kind}", type_, True, ways),
        Kde("Reference document number", paragraph, f"`document`, else number of the {kind}", number, True, ways),
    )


def _when(title: str, paragraph: str, *names: str, ways: tuple[str, ...] = ("in", "out"), required: bool = True) -> Kde:
    field = ", else ".join(f"`{name}`" for name in names)
    return Kde(title, paragraph, field, lambda one: one.moment(*names) or one.said(*names), required, ways)


OUT, IN = ("out",), ("in",)
_HERE = "location of the run"

EVENTS: dict[str, tuple[Kde, ...]] = {
    "Harvesting": (
        *_place(
            "Immediate subsequent recipient",
            "1.1325(a)(1)(i)",
            "location `recipient`",
            lambda one: one.place("recipient"),
            ways=OUT,
        ),
        *_commodity("1.1325(a)(1)(ii)", OUT),
        *_amount("1.1325(a)(1)(iii)", ways=OUT),
        *_place("Farm where harvested", "1.1325(a)(1)(iv)", _HERE, lambda one: one.place("location"), ways=OUT),
        _attribute("Field or growing area", "1.1325(a)(1)(v)", "field", required=False, ways=OUT),
        _attribute("Container (aquaculture)", "1.1325(a)(1)(vi)", "container", required=False, ways=OUT),
        _when("Date of harvesting", "1.1325(a)(1)(vii)", "harvested_on", "ended_at", "started_at", ways=OUT),
        *_document("1.1325(a)(1)(viii)", "run", OUT),
    ),
    "Cooling": (
        *_place(
            "Immediate subsequent recipient",
            "1.1325(b)(1)(i)",
            "location `recipient`",
            lambda one: one.place("recipient"),
            ways=OUT,
        ),
        *_commodity("1.1325(b)(1)(ii)", OUT),
        *_amount("1.1325(b)(1)(iii)", ways=OUT),
        *_place("Where cooled", "1.1325(b)(1)(iv)", _HERE, lambda one: one.place("location"), ways=OUT),
        _when("Date of cooling", "1.1325(b)(1)(v)", "cooled_on", "ended_at", "started_at", ways=OUT),
        *_place("Farm where harvested", "1.1325(b)(1)(vi)", "location `farm`", lambda one: one.place("farm"), ways=OUT),
        *_document("1.1325(b)(1)(vii)", "run", OUT),
    ),
    "Initial packing": (
        *_commodity("1.1330(a)(1)", IN),
        _when("Date received", "1.1330(a)(2)", "received_on", "at", "started_at", ways=IN),
        *_amount("1.1330(a)(3)", " received", IN),
        *_place("Farm where harvested", "1.1330(a)(4)", "location `farm`", lambda one: one.place("farm"), ways=IN),
        _attribute("Field or growing area", "1.1330(a)(5)", "field", required=False, ways=IN),
        _attribute("Container (aquaculture)", "1.1330(a)(6)", "container", required=False, ways=IN),
        _attribute("Harvester: name", "1.1330(a)(7)", "harvester", ways=IN),
        _attribute("Harvester: phone", "1.1330(a)(7)", "harvester_phone", ways=IN),
        _when("Date of harvesting", "1.1330(a)(8)", "harvested_on", ways=IN),
        *_place(
            "Where cooled",
            "1.1330(a)(9)",
            "location `cooled_at`",
            lambda one: one.place("cooled_at"),
            required=False,
            ways=IN,
        ),
        _when("Date of cooling", "1.1330(a)(10)", "cooled_on", ways=IN, required=False),
        _lot("1.1330(a)(11)", "Traceability lot code assigned", OUT),
        *_product("1.1330(a)(12)", " packed", OUT),
        *_amount("1.1330(a)(13)", " packed", OUT),
        *_place(
            "Where initially packed (TLC source)", "1.1330(a)(14)", _HERE, lambda one: one.place("location"), ways=OUT
        ),
        _when("Date of initial packing", "1.1330(a)(15)", "ended_at", "at", "started_at", ways=OUT),
        *_document("1.1330(a)(16)", "run"),
    ),
    "First land-based receiving": (
        _lot("1.1335(a)"),
        Kde(
            "Species or market name",
            "1.1335(b)",
            "attribute `species`, else `name` of the material",
            lambda one: one.said("species") or one.material.get("name"),
        ),
        *_amount("1.1335(c)"),
        _when("Harvest date range", "1.1335(d)", "harvested_on"),
        _attribute("Harvest locations", "1.1335(d)", "fishing_area"),
        *_place(
            "First land-based receiver (TLC source)",
            "1.1335(e)",
            "`location` of the line",
            lambda one: one.place("location"),
        ),
        _when("Date landed", "1.1335(f)", "landed_on", "received_at"),
        *_document("1.1335(g)", "receipt"),
    ),
    "Shipping": (
        _lot("1.1340(a)(1)"),
        *_amount("1.1340(a)(2)"),
        *_product("1.1340(a)(3)"),
        *_place("Immediate subsequent recipient", "1.1340(a)(4)", "customer, or `to_location`", _customer),
        *_place("Shipped from", "1.1340(a)(5)", "`from_location`", lambda one: one.place("from_location")),
        _when("Date shipped", "1.1340(a)(6)", "shipped_at"),
        *_source("1.1340(a)(7)"),
        *_document("1.1340(a)(8)", "shipment"),
    ),
    "Receiving": (
        _lot("1.1345(a)(1)"),
        *_amount("1.1345(a)(2)"),
        *_product("1.1345(a)(3)"),
        *_place("Immediate previous source", "1.1345(a)(4)", "supplier, or where our shipment left", _supplier),
        *_place("Where received", "1.1345(a)(5)", "`location` of the line", lambda one: one.place("location")),
        _when("Date received", "1.1345(a)(6)", "received_at"),
        *_source("1.1345(a)(7)"),
        *_document("1.1345(a)(8)", "receipt"),
    ),
    "Transformation": (
        _lot("1.1350(a)(1)(i)", "Traceability lot code used", IN),
        *_product("1.1350(a)(1)(ii)", " used", IN),
        *_amount("1.1350(a)(1)(iii)", " used", IN),
        _lot("1.1350(a)(2)(i)", "New traceability lot code", OUT),
        *_place(
            "Where transformed (TLC source)", "1.1350(a)(2)(ii)", _HERE, lambda one: one.place("location"), ways=OUT
        ),
        _when("Date transformation completed", "1.1350(a)(2)(iii)", "ended_at", "at", "started_at", ways=OUT),
        *_product("1.1350(a)(2)(iv)", " produced", OUT),
        *_amount("1.1350(a)(2)(v)", " produced", OUT),
        *_document("1.1350(a)(2)(vi)", "run"),
    ),
}
_BY_KIND = {"receipt": "Receiving", "shipment": "Shipping", "run": "Transformation"}
# What a further column `cte` of runs and receipts may say.
NAMED = {name.casefold().replace(" ", "_").replace("-", "_"): name for name in EVENTS}


def event_of(line: Line) -> str:
    """The critical tracking event a line belongs to: what its record says in `cte`, else by its kind."""
    said = (line.said("cte") or "").strip().casefold().replace(" ", "_").replace("-", "_")
    return NAMED.get(said, _BY_KIND[line.kind])
