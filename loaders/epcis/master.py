"""Master data of a document -> descriptions of materials, places and parties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from genealogy.events import BY_KIND
from loaders.epcis import gs1
from loaders.epcis.own import MASTER
from loaders.epcis.sent import Sent
from loaders.epcis.steps import Drawn, columns, fits, party_of
from loaders.epcis.things import batch_of, gln_of, id_of
from loaders.epcis.validate import TYPES

VOCABULARIES: Mapping[str, str] = {
    "EPCClass": "material",
    "BusinessLocation": "location",
    "ReadPoint": "location",
    "SourceDest": "party",
    "Party": "party",
}
_WHY = {"party": "no event here buys or sells with it", "": "this kind of master data has no record"}
_KINDS = ("material", "location", "supplier", "customer")
_NAMES = ("descriptionShort", "tradeItemDescription", "productName", "name", "regulatedProductName", "functionalName")
_ADDRESS = ("streetAddressOne", "streetAddressTwo", "city", "state", "postalCode", "countryCode")
_LOCAL = re.compile(r"[#:/]")


def described(
    master: Iterable[tuple[str, Mapping[str, Any]]], events: Iterable[Sent]
) -> tuple[list[tuple[str, Drawn]], list[str]]:
    """(id of the element, description) of each, and notes on those of which none could be made.

    A party is a supplier or a customer by the events that name it.
    """
    roles = [sent for sent in events if sent.kind in TYPES]
    suppliers = {party_of(sent, "source") for sent in roles if sent.step == "receiving"}
    customers = {party_of(sent, "destination") for sent in roles if sent.step == "shipping"}
    found: dict[tuple[str, str], tuple[str, Drawn]] = {}
    notes = []
    for vocabulary, element in master:
        kind, uri = VOCABULARIES.get(_LOCAL.split(vocabulary)[-1], ""), str(element["id"])
        own = batch_of(uri).material if kind == "material" else id_of(uri)
        kinds = [kind] if kind else []
        if kind == "party":
            kinds = ["supplier"] * (own in suppliers) + ["customer"] * (own in customers)
        if record := _own(element):
            found.setdefault((record[0], record[1].get(record[0], own)), (uri, record))
        elif not kinds:
            notes.append(f"master data of {uri} ({vocabulary}): {_WHY[kind]}, so it is not recorded")
        for each in kinds if not record else ():
            found.setdefault((each, own), (uri, (each, _columns(each, uri, own, _said(element)))))
    return [*found.values()], notes


def _own(element: Mapping[str, Any]) -> Drawn | None:
    """The description that our own export gives with an element."""
    text = next((each["attribute"] for each in element.get("attributes", ()) if each["id"] == MASTER), None)
    try:
        said = orjson.loads(text) if isinstance(text, str) else {}
    except orjson.JSONDecodeError:
        return None
    kind = said.pop("event", "") if isinstance(said, dict) else ""
    return (kind, {name: str(value) for name, value in said.items()}) if kind in _KINDS else None


def _said(element: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in element.get("attributes", ()):
        name, value = _LOCAL.split(str(each["id"]))[-1], each["attribute"]
        if fits(name):
            found.setdefault(name, value if isinstance(value, str) else orjson.dumps(value).decode())
    if children := element.get("children"):
        found.setdefault("children", ", ".join(children))
    return found


def _columns(kind: str, uri: str, own: str, said: dict[str, str]) -> dict[str, str]:
    name = next((said[each] for each in _NAMES if each in said), "")
    head = columns(**{kind: own}, name=name)
    if kind == "material":
        head |= columns(gtin=dict(gs1.elements(uri)).get(gs1.GTIN, ""))
    else:
        address = ", ".join(said[each] for each in _ADDRESS if each in said)
        head |= columns(gln=gln_of(uri), address=address)
    known = BY_KIND[kind].model_fields
    # What we have no name for is kept as an attribute; one that is called like a field of ours fills none.
    others = {each.casefold(): value for each, value in said.items() if each not in _NAMES}
    return head | {f"x_{each}" if each in known else each: value for each, value in others.items()}
