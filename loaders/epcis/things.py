"""What the URIs of an event stand for here: batches, containers, places and parties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from genealogy.errors import UsageError
from genealogy.events.fields import decimal_text
from genealogy.keys import BatchKey
from loaders.epcis import gs1
from loaders.epcis.validate import TYPES

OWN = "urn:genealogy:"  # what has no GS1 identifier, as our own export writes it
# The codes of UN/ECE Recommendation 20 that have a usual sign; any other code stays as it is.
SIGNS: Mapping[str, str] = {
    **{"KGM": "kg", "GRM": "g", "MGM": "mg", "TNE": "t", "LBR": "lb", "ONZ": "oz"},
    **{"LTR": "L", "MLT": "mL", "MTQ": "m3", "MTR": "m", "CMT": "cm", "MMT": "mm", "MTK": "m2", "EA": "ea"},
}
CODES: Mapping[str, str] = {sign: code for code, sign in SIGNS.items()}
EPCS = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
QUANTITIES = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")


@dataclass(frozen=True, slots=True)
class Line:
    """A quantity of a batch as an event names it. `lot` is empty where only a product is named; `line` tells lines of
    one batch apart."""

    material: str
    lot: str = ""
    assigner: str = ""
    serial: str = ""
    quantity: str = ""
    uom: str = ""
    line: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells batches apart."""
        return self.material, self.lot, self.assigner, self.serial

    def fields(self) -> dict[str, str]:
        """As columns of a record."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}


@lru_cache(maxsize=50_000)
def batch_of(uri: str) -> Line:
    """The batch (or only the product) behind the URI of an instance or a class (contract 6)."""
    if own := _own(uri):
        return own
    found = dict(gs1.elements(uri))
    if gtin := found.get(gs1.GTIN) or found.get("8006", "")[:14]:
        serial = gs1.plain(found.get(gs1.SERIAL) or found.get("235", ""))
        # A piece whose lot is not said is a lot of its own.
        return Line(gtin, gs1.plain(found.get(gs1.LOT, "")) or serial, serial=serial)
    place = max(uri.rfind(sign) for sign in "./:")
    return Line(unquote(uri[:place]), unquote(uri[place + 1 :])) if 0 < place < len(uri) - 1 else Line(uri)


def _own(uri: str) -> Line | None:
    kind, _, text = uri.removeprefix(OWN).partition(":")
    if not uri.startswith(OWN) or kind not in ("material", "batch"):
        return None
    if kind == "material":
        return Line(unquote(text))
    try:
        key = BatchKey.parse(unquote(text))
    except UsageError:  # not written by us
        return None
    return Line(key.material, key.lot, key.assigner, key.serial)


def own_uri(kind: str, text: str) -> str:
    """The URI of something that has none, in our own export."""
    return f"{OWN}{kind}:{quote(text, safe='')}"


def is_container(uri: str) -> bool:
    """Whether a URI can only be that of something that holds other things."""
    found = dict(gs1.elements(uri))
    return bool(found.keys() & {gs1.SSCC, "8003", "8004"}) or uri.startswith(f"{OWN}pack:")


def id_of(uri: str) -> str:
    """The id of a container, place, party or run: its number where it has a plain one, else its URI."""
    if uri.startswith(OWN):
        return unquote(uri.removeprefix(OWN).partition(":")[2])
    found = dict(gs1.elements(uri))
    number = found.get(gs1.SSCC) or found.get(gs1.PARTY) or found.get(gs1.GLN)
    if not number:
        return gs1.canonical(uri)
    return f"{number}.{gs1.plain(found['254'])}" if "254" in found else number


def gln_of(uri: str) -> str:
    """The GLN of a place or party; empty where it has none."""
    found = dict(gs1.elements(uri))
    return found.get(gs1.PARTY) or found.get(gs1.GLN) or ""


def _decimal(number: float) -> str:
    """One with more digits than can be kept stays as it is, and its record is rejected with the reason."""
    try:
        return decimal_text(repr(number))
    except ValueError:
        return repr(number)


@dataclass(frozen=True, slots=True)
class Named:
    """An identifier in one member of an event, with its quantity."""

    role: str
    uri: str
    quantity: str = ""
    uom: str = ""

    def line(self) -> Line:
        """As a line of a record; a piece is one."""
        batch = batch_of(self.uri)
        if self.role in EPCS:
            return replace(batch, quantity="1", uom="ea")
        return replace(batch, quantity=self.quantity, uom=self.uom)


def named(event: Mapping[str, Any]) -> Iterator[Named]:
    """All instances and classes that an event names, with their quantities in our units; none where its type is not one
    of the standard's, for what its members mean is not known."""
    if event["type"] not in TYPES:
        return
    for role in EPCS:
        for uri in event.get(role, ()):
            yield Named(role, uri)
    for role in QUANTITIES:
        for each in event.get(role, ()):
            quantity = _decimal(each["quantity"]) if "quantity" in each else ""
            code = each.get("uom", "EA" if quantity else "")
            yield Named(role, each["epcClass"], quantity, SIGNS.get(code, code))
