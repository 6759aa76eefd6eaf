"""GS1 identifiers, however they are written: EPC URNs and Digital Links are brought to their elements and to one URI.

Sources: EPC Tag Data Standard 2.0 (URN forms), GS1 Digital Link 1.2 (canonical form), General Specifications 7.9
(check digit), CBV 2.0 section 8.9 (only the finest level of an identifier stands in the one URI).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

ROOT = "https://id.gs1.org/"
GTIN, LOT, SERIAL, GLN, PARTY, SSCC = "01", "10", "21", "414", "417", "00"
_URN = re.compile(r"urn:epc:(id|class|idpat):([a-z]+):(.+)", re.ASCII)
_PART = re.compile(r"(?:%[0-9A-Fa-f]{2}|[!')(*+,.0-9:;=A-Za-z_-])+", re.ASCII)
_LINK = re.compile(r"https?://[^/?#]*(/[^?#]*)(?:[?#].*)?", re.ASCII | re.DOTALL)
_VALUE = re.compile(r"[\w!\"'()*+,.:;<=>?%-]+", re.ASCII)
_SHORT = {
    **{"gtin": "01", "itip": "8006", "cpid": "8010", "gln": "414", "party": "417", "gsrnp": "8017", "gsrn": "8018"},
    **{"gcn": "255", "sscc": "00", "gdti": "253", "ginc": "401", "gsin": "402", "grai": "8003", "giai": "8004"},
    **{"cpv": "22", "lot": "10", "ser": "21"},
}
_KEYS = frozenset(
    {"01", "8006", "8010", "414", "417", "8017", "8018", "255", "00", "253", "401", "402", "8003", "8004"}
)
_QUALIFIERS = frozenset({"22", "10", "21", "254", "235", "8011"})
# Digits of company prefix and reference together, and the identifier they make with their check digit.
_NUMBERS = {"sscc": (17, SSCC), "gsrn": (17, "8018"), "gsrnp": (17, "8017"), "gsin": (16, "402"), "pgln": (12, PARTY)}
_SERIAL_OF = {"sgtin": SERIAL, "lgtin": LOT, "upui": "235"}
_WHOLE = {"grai": "8003", "gdti": "253", "sgcn": "255"}
_ESCAPED = {char: f"%{ord(char):02X}" for char in "!()*+,:"}


def check_digit(digits: str) -> str:
    """The digit that completes a GS1 key, for any of its lengths."""
    weighted = (int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-sum(weighted) % 10)


@lru_cache(maxsize=50_000)
def elements(uri: str) -> tuple[tuple[str, str], ...]:
    """(application identifier, value) pairs of a GS1 URI, the key first, values as they stand in a Digital Link; empty
    for any other URI."""
    if found := _URN.fullmatch(uri):
        return _of_urn(*found.groups())
    found = _LINK.fullmatch(uri)
    return _of_path(found[1].strip("/").split("/")) if found else ()


@lru_cache(maxsize=50_000)
def canonical(uri: str) -> str:
    """The one URI for an identifier, as the event hash takes it; any other URI is given back as it is."""
    found = dict(elements(uri))
    if not found:
        return uri
    if SERIAL in found:
        found.pop(LOT, None)
    return ROOT + "/".join(f"{ai}/{value}" for ai, value in found.items() if ai != "22")


def plain(value: str) -> str:
    """The value of an element without its escapes."""
    return unquote(value)


def _of_urn(kind: str, scheme: str, rest: str) -> tuple[tuple[str, str], ...]:
    prefix, _, more = rest.partition(".")
    if not (prefix.isdigit() and prefix.isascii() and 6 <= len(prefix) <= 12):
        return ()
    if scheme in _NUMBERS and kind == "id":
        return _numbered(scheme, prefix, more)
    if scheme in ("giai", "ginc", "cpi"):
        return _lettered(kind, scheme, prefix, more)
    reference, dot, serial = more.partition(".")
    wanted = 13 if scheme in ("sgtin", "lgtin", "itip", "upui") else 12
    if not (len(prefix) + len(reference) == wanted and (reference + prefix).isdigit() and dot):
        return ()
    if kind == "idpat":
        return _pattern(scheme, prefix, reference, serial)
    if (kind == "class") != (scheme == "lgtin") or not _PART.fullmatch(serial):
        return ()
    return _serialised(scheme, prefix, reference, _escape(serial))


def _numbered(scheme: str, prefix: str, reference: str) -> tuple[tuple[str, str], ...]:
    digits, ai = _NUMBERS[scheme]
    reference = reference.removesuffix(".") if scheme == "pgln" else reference
    number = prefix + reference
    if len(number) != digits or not number.isdigit():
        return ()
    if scheme == "sscc":  # the extension digit goes in front
        number = reference[0] + prefix + reference[1:]
    return ((ai, number + check_digit(number)),)


def _lettered(kind: str, scheme: str, prefix: str, more: str) -> tuple[tuple[str, str], ...]:
    if scheme == "cpi":
        reference, dot, serial = more.rpartition(".")
        if not (dot and reference):
            return ()
        found = ("8010", _escape(prefix + reference))
        return (found,) if kind == "idpat" and serial == "*" else (found, ("8011", serial))
    if kind != "id" or not _PART.fullmatch(more) or len(prefix + unquote(more)) > 30:
        return ()
    return (("8004" if scheme == "giai" else "401", prefix + _escape(more)),)


def _serialised(scheme: str, prefix: str, reference: str, serial: str) -> tuple[tuple[str, str], ...]:
    if scheme in _SERIAL_OF:
        return ((GTIN, _gtin(prefix, reference)), (_SERIAL_OF[scheme], serial))
    if scheme == "itip":
        piece, total, own = [*serial.split(".", 2), "", ""][:3]
        return (("8006", _gtin(prefix, reference) + piece + total), (SERIAL, own)) if own else ()
    number = _with_check(prefix + reference)
    if scheme == "sgln":
        return ((GLN, number),) if serial == "0" else ((GLN, number), ("254", serial))
    if scheme not in _WHOLE:
        return ()
    return ((_WHOLE[scheme], _whole(scheme, prefix + reference) + serial),)


def _pattern(scheme: str, prefix: str, reference: str, serial: str) -> tuple[tuple[str, str], ...]:
    if scheme == "itip":
        piece, total, star = [*serial.split("."), "", ""][:3]
        return (("8006", _gtin(prefix, reference) + piece + total),) if star == "*" else ()
    if serial != "*":
        return ()
    if scheme in ("sgtin", "upui"):
        return ((GTIN, _gtin(prefix, reference)),)
    return ((_WHOLE[scheme], _whole(scheme, prefix + reference)),) if scheme in _WHOLE else ()


def _whole(scheme: str, number: str) -> str:
    """The key of a kind of asset, document or coupon; that of an asset begins with a zero."""
    return _with_check("0" + number if scheme == "grai" else number)


def _gtin(prefix: str, reference: str) -> str:
    return _with_check(reference[0] + prefix + reference[1:])


def _with_check(number: str) -> str:
    return number + check_digit(number)


def _escape(text: str) -> str:
    return "".join(_ESCAPED.get(char, char) for char in text)


def _of_path(parts: list[str]) -> tuple[tuple[str, str], ...]:
    """A Digital Link: whatever stands before the key is the resolver's, and a query string says nothing of identity."""
    names = [_SHORT.get(part, part) for part in parts]
    for place in range(len(parts) - 1):
        if names[place] in _KEYS and parts[place + 1][:4].isdigit() and len(parts[place + 1]) > 4:
            pairs = list(zip(names[place::2], parts[place + 1 :: 2], strict=False))
            return _checked(pairs) if len(pairs) * 2 == len(parts) - place else ()
    return ()


def _checked(pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    (key, value), *qualifiers = pairs
    if any(ai not in _QUALIFIERS for ai, _ in qualifiers) or not all(_VALUE.fullmatch(each) for _, each in pairs):
        return ()
    lengths = {GTIN: (8, 12, 13, 14), GLN: (13,), PARTY: (13,), SSCC: (18,), "8017": (18,), "8018": (18,), "402": (17,)}
    if key in lengths and not (value.isdigit() and len(value) in lengths[key]):
        return ()
    return ((key, value.zfill(14) if key == GTIN else value), *qualifiers)
