"""Our records in an event of EPCIS: what the standard has no member for travels beside it, under a name of our own.

An export writes the records that an event stands for into the member `genealogy:records`; a reader that knows us takes
them as they are, any other reads the members of the standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from genealogy.keys import BatchKey
from loaders.epcis import gs1
from loaders.epcis.steps import Drawn
from loaders.epcis.things import CODES, OWN, SIGNS, Line, batch_of, named, own_uri

PREFIX, RECORDS, MASTER = "genealogy", "genealogy:records", f"{OWN}record"
# What an export writes so; anything else there is no record of ours.
_KINDS = frozenset({"receipt", "return", "shipment", "shipped", "run", "consumed", "produced", "used", "parameter"})
_KINDS |= {"mapped", "movement", "inspection", "status", "pack", "batch"}
COUNTED = frozenset({"ea", "pcs", "个", "件", "EA"})
_CODE = re.compile(r"[A-Z0-9]{2,3}")
_GTIN = re.compile(r"\d{14}", re.ASCII)


def records_in(event: Mapping[str, Any], spaces: Mapping[str, str]) -> list[Drawn] | None:
    """The records that an event of our own export stands for; None where it has none, or names a batch in them that its
    standard members do not name."""
    found = event.get(RECORDS)
    if not found or spaces.get(PREFIX) != OWN:
        return None
    drawn = [_drawn(each) for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict)]
    said = {batch_of(each.uri).key for each in named(event)}
    meant = {key for kind, fields in drawn for key in _keys(kind, fields)}
    known = all(kind in _KINDS for kind, _ in drawn)
    return drawn if drawn and known and meant <= said else None


def _drawn(each: Mapping[str, Any]) -> Drawn:
    return str(each.get("event", "")), {name: str(value) for name, value in each.items() if name != "event"}


def _keys(kind: str, said: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """The batch a record is about; a mapping names batches of its whole run."""
    if "material" in said and kind != "material":
        yield said["material"], said.get("lot", ""), said.get("assigner", ""), said.get("serial", "")


def uri_of(line: Line) -> str:
    """The identifier of a batch or product: a GS1 Digital Link where its material is a GTIN, else one of our own."""
    gtin = bool(_GTIN.fullmatch(line.material)) and gs1.check_digit(line.material[:-1]) == line.material[-1]
    if gtin and not line.assigner:
        head = f"{gs1.ROOT}01/{line.material}"
        lot = f"/10/{_quoted(line.lot)}" if line.lot and line.lot != line.serial else ""
        uri = head + lot + (f"/21/{_quoted(line.serial)}" if line.serial else "")
        if batch_of(uri).key == line.key:
            return uri
    if not line.lot:
        return own_uri("material", line.material)
    return own_uri("batch", str(BatchKey(line.material, line.lot, line.assigner, line.serial)))


def _quoted(text: str) -> str:
    return "".join(char if char.isascii() and (char.isalnum() or char in "-._") else _percent(char) for char in text)


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())


def id_uri(kind: str, id_: str) -> str:
    """The identifier of a place, party or container: a GLN or SSCC where its id is one, else one of our own."""
    digits = id_.isascii() and id_.isdigit() and gs1.check_digit(id_[:-1]) == id_[-1]
    ais = {"location": (13, gs1.GLN), "party": (13, gs1.PARTY), "pack": (18, gs1.SSCC)}
    if kind in ais and digits and len(id_) == ais[kind][0]:
        return f"{gs1.ROOT}{ais[kind][1]}/{id_}"
    return id_ if re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", id_) and not id_.startswith(OWN) else own_uri(kind, id_)


def element_of(line: Line) -> dict[str, Any]:
    """A quantity as a member of a list; one whose unit has no code is left out, for a number without unit counts."""
    found: dict[str, Any] = {"epcClass": uri_of(line)}
    code = CODES.get(line.uom) or (line.uom if _CODE.fullmatch(line.uom) and line.uom not in SIGNS else "")
    if line.quantity and (code or line.uom in COUNTED or not line.uom):
        number = float(line.quantity)
        found["quantity"] = int(number) if number == int(number) else number
        if code and line.uom not in COUNTED:
            found["uom"] = code
    return found
