"""The kinds of values an event is made of: checked, and brought to one written form."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from genealogy import keys
from genealogy.times import Clock, parse_day_start, parse_time

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ESCAPE = re.compile(r"[\x1b\x9b]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
_ANY_CLOCK = Clock(ZoneInfo("UTC"))
KEY_BYTES = 1800  # of each of the four parts: the index on keys takes about 8,000 bytes
DIGITS = 15  # beyond this a float in the graph no longer holds what was written
_NO_PLACE = ("localtime", "Factory")  # the zone of whatever machine reads it
TRUE = ("true", "1", "yes", "是")
FALSE = ("false", "0", "no", "否")


def _identifier(text: str) -> str:
    if len(text) <= KEY_BYTES // 3 and text.isascii() and text.isprintable():
        return text
    if _CONTROL.search(text):
        raise ValueError("holds a control character; remove it")
    normal = keys.normal(text)
    if not keys.seen(normal):
        raise ValueError("holds nothing that can be seen, only characters of no width or the like; type it anew")
    if max(len(keys.encode_part(form).encode()) for form in (normal, keys.look_of(normal))) > KEY_BYTES:
        raise ValueError(f"is too long for a key (more than {KEY_BYTES} bytes); shorten it")
    return normal


def unfit(text: str) -> str:
    """Why a text cannot be kept, whatever it is for; empty where it can."""
    if "\x00" in text:
        return "holds a NUL character; remove it"
    return "holds an escape character, which terminals obey; remove it" if _ESCAPE.search(text) else ""


def _text(text: str) -> str:
    if fault := unfit(text):
        raise ValueError(fault)
    return text


@lru_cache(maxsize=20_000)
def decimal_text(text: str) -> str:
    """A decimal number in its one written form (`100.0` and `1e2` are `100`); raises ValueError."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is not a number; write digits with a decimal point, no thousands separators")
    try:
        number = Decimal(text).normalize()
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if number and (number.adjusted() >= DIGITS or len(number.as_tuple().digits) > DIGITS):
        raise ValueError(f"{text!r} has more than {DIGITS} digits; check the value")
    return format(number if number else Decimal(0), "f")


@lru_cache(maxsize=20_000)
def _amount(text: str) -> str:
    number = decimal_text(text)
    if number.startswith("-"):
        raise ValueError(f"{text!r} is negative; void the wrong record with corrections.csv, or record an adjustment")
    return number


def _positive(text: str) -> str:
    number = _amount(text)
    if number == "0":
        raise ValueError("must be more than 0")
    return number


def _time(text: str) -> str:
    parse_time(text, _ANY_CLOCK)
    return text


def _zone(text: str) -> str:
    try:
        if text in _NO_PLACE:
            raise ValueError
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{text!r} is not a time zone; use an IANA name such as Asia/Shanghai") from None
    return text


def _day_start(text: str) -> str:
    try:
        parse_day_start(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a time of day; write HH:MM") from None
    return text


def _flag(value: object) -> object:
    if isinstance(value, str):
        word = value.strip().casefold()
        if word in TRUE:
            return True
        if word in FALSE:
            return False
        raise ValueError(f"{value!r} is neither true nor false")
    return value


_Trimmed = StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)
Id = Annotated[str, _Trimmed, AfterValidator(_identifier)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000), AfterValidator(_text)]
Number = Annotated[str, _Trimmed, AfterValidator(decimal_text)]
Amount = Annotated[str, _Trimmed, AfterValidator(_amount)]
Factor = Annotated[str, _Trimmed, AfterValidator(_positive)]
Time = Annotated[str, _Trimmed, AfterValidator(_time)]
Zone = Annotated[str, _Trimmed, AfterValidator(_zone)]
DayStart = Annotated[str, _Trimmed, AfterValidator(_day_start)]
Flag = Annotated[bool, BeforeValidator(_flag)]
