"""Targets: single values, from keys to quantities."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from api.cli.named import prepared
from genealogy.errors import NotFoundError, UsageError
from genealogy.events.fields import DIGITS, decimal_text
from genealogy.events.master import Conversion
from genealogy.events.signing import sets_free
from genealogy.guard import guarded, unguarded
from genealogy.history import Thing
from genealogy.keys import BatchKey
from genealogy.stock.units import Units
from genealogy.times import Clock, parse_day_start, parse_time
from genealogy.whatif.changes import Change

CLOCK = Clock(ZoneInfo("Asia/Shanghai"))


def text_of(data: bytes) -> str:
    """As a file or a request would have it."""
    return data.decode("utf-8", "replace")


def times(data: bytes, _: Path) -> bool:
    text = text_of(data)
    try:
        span = parse_time(text, CLOCK)
    except ValueError as error:
        assert str(error)
        return False
    assert span.start < span.end
    return True


def hours(data: bytes, _: Path) -> bool:
    try:
        parse_day_start(text_of(data))
    except ValueError:
        return False
    return True


def quantities(data: bytes, _: Path) -> bool:
    text = text_of(data)
    try:
        said = decimal_text(text)
    except ValueError as error:
        assert str(error).startswith(repr(text))
        return False
    assert decimal_text(said) == said
    assert abs(float(said)) < 10**DIGITS
    return True


def units(data: bytes, _: Path) -> bool:
    """Lines of `from to factor`, as they are declared; then a factor between any two units."""
    rows = []
    for line in text_of(data).split("\n"):
        source, target, factor = [*line.split(" ", 2), "", ""][:3]
        said: dict[str, Any] = {"material": "M", "from_uom": source, "to_uom": target, "factor": factor}
        try:
            one = Conversion.model_validate(said)
        except ValidationError:
            continue
        rows.append(("M", one.from_uom, one.to_uom, float(one.factor)))
    found = Units.of(rows)
    named = sorted({unit for row in rows for unit in row[1:3]})[:8]
    for one_unit in named:
        for other in named:
            factor_of = found.factor("M", one_unit, other)
            assert factor_of is None or (factor_of > 0 and math.isfinite(factor_of)), (one_unit, other, factor_of)
    return bool(rows)


def keys(data: bytes, _: Path) -> bool:
    try:
        key = BatchKey.parse(text_of(data))
    except UsageError as error:
        assert str(error)
        return False
    assert BatchKey.parse(str(key)) == key
    assert BatchKey.of(key.material, key.lot, key.assigner, key.serial) == key
    return True


def objects(data: bytes, _: Path) -> bool:
    """What a history is asked of."""
    try:
        thing = Thing.parse(text_of(data))
    except UsageError as error:
        assert str(error)
        return False
    assert Thing.parse(thing.name) == thing
    return True


def cells(data: bytes, _: Path) -> bool:
    """A cell goes out without becoming a formula, and comes back as it was."""
    text = text_of(data)
    assert unguarded(guarded(text)) == text
    sets_free(text)
    return True


def query_parameters(data: bytes, _: Path) -> bool:
    """The name of a query, then its `--param`s, one a line."""
    name, *params = text_of(data).split("\n")
    try:
        wanted, values = prepared(name, params)
    except (UsageError, NotFoundError) as error:
        assert str(error)
        return False
    assert values.keys() == wanted.params.keys()
    return True


def suppositions(data: bytes, _: Path) -> bool:
    try:
        Change.parse(text_of(data))
    except UsageError as error:
        assert str(error)
        return False
    return True


TARGETS = {
    "times": (
        times,
        [b"2026-03-04T08:15:00+08:00", b"2026-03-04", b"2026-03-04/2026-03-05T08:00Z", b"2026-03-04T08:15"],
    ),
    "hours": (hours, [b"08:30", b"00:00", b"23:59:59"]),
    "quantities": (quantities, [b"12.50", b"1e3", b"-0.001", b"+.5", b"123456789012345"]),
    "units": (units, [b"kg g 1000\ng mg 1000\nbox pcs 12", b"a b 0.000000000000001\nb c 999999999999999", b"a a 2"]),
    "keys": (keys, ["面粉/批0301@S-麦香#1".encode(), b"M/1%2F2@A", b"M/1#2"]),
    "objects": (objects, [b"run:R1", "batch:面粉/批1@S".encode(), b"supplier:%40", b"M/1"]),
    "cells": (cells, [b"=1+1", b"'=x", "＝批".encode(), b"\ta"]),
    "query_parameters": (
        query_parameters,
        [b'scope.known\nkeys=["M/1"]', b'history.numbers\nid=a\nkind="batch"', b"ledger.head"],
    ),
    "suppositions": (
        suppositions,
        [b"add clean COATER-1=2026-03-05T08:00", b"remove seed M/1", b"add kill-run R1", b"remove segregation R1=M/1"],
    ),
}
