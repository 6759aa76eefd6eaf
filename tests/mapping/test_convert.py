"""One value after the other, as the mapping says it is written."""

from __future__ import annotations

from typing import Any

import pytest

from loaders.mapping.convert import UnfitError, converted
from loaders.mapping.spec import Column
from loaders.workbook.cells import Number

LISTS = {"供方": {"华南化工": "S-01"}}


@pytest.mark.parametrize(
    ("field", "how", "text", "expected"),
    [
        ("lot", {}, " A 1", " A 1"),
        ("received_at", {}, "2026/3/4", "2026-03-04"),
        ("received_at", {}, "2026年3月4日", "2026-03-04"),
        ("received_at", {}, "2026.03.04 8:05", "2026-03-04T08:05:00"),
        ("received_at", {}, "2026年3月4日 8时5分", "2026年3月4日 8时5分"),  # read by nobody: the event model refuses it
        ("received_at", {}, "20260304", "2026-03-04"),
        ("received_at", {}, "2026-03-04T08:15:00+08:00", "2026-03-04T08:15:00+08:00"),
        ("received_at", {}, "03/04/2026", "03/04/2026"),
        ("received_at", {"date": "%d/%m/%Y"}, "03/04/2026", "2026-04-03"),
        ("received_at", {"date": "%m/%d/%Y %H:%M"}, "03/04/2026 17:30", "2026-03-04T17:30:00"),
        ("received_at", {"date": "%d/%m/%Y"}, "2026-03-04", "2026-03-04"),  # a cell that is a date
        ("quantity", {"thousands": ","}, "1,234,567.25", "1234567.25"),
        ("quantity", {"thousands": ","}, "", ""),
        ("quantity", {"decimal": ",", "thousands": "."}, "1.234,5", "1234.5"),
        ("quantity", {"decimal": ","}, "-0,5", "-0.5"),
        ("quantity", {"decimal": ",", "thousands": "."}, Number("1234.567"), "1234.567"),  # a cell that is a number
        ("quantity", {"factor": "1000"}, "0.0125", "12.5000"),
        ("quantity", {"take": "number"}, "25.5公斤", "25.5"),
        ("uom", {"take": "unit"}, "25.5 公斤", "公斤"),
        ("uom", {"take": "unit"}, "25", ""),
        ("supplier", {"lookup": "供方"}, "华南化工", "S-01"),
        ("supplier", {"lookup": "供方", "missing": "keep"}, "华北", "华北"),
        ("supplier", {"lookup": "供方"}, "", ""),
    ],
)
def test_what_can_be_taken(field: str, how: dict[str, Any], text: str, expected: str) -> None:
    assert converted(field, Column(column="X", **how), text, LISTS) == expected


@pytest.mark.parametrize(
    ("field", "how", "text", "said"),
    [
        ("received_at", {"date": "%d/%m/%Y"}, "31/31/2026", "is no date of the form"),
        ("quantity", {"thousands": ","}, "12,5", "elsewhere than before three digits"),
        ("quantity", {"thousands": ","}, "1,2345", "elsewhere than before three digits"),
        ("quantity", {"decimal": ","}, "1.5", "holds a point"),
        ("quantity", {"factor": "2"}, "viel", "is no number"),
        ("quantity", {"factor": "0." + "3" * 59}, "0." + "7" * 59, "is no number"),
        ("quantity", {"take": "number"}, "ca. 3 kg", "does not begin with a number"),
        ("supplier", {"lookup": "供方"}, "华北", "is not in the list '供方'"),
    ],
)
def test_what_cannot(field: str, how: dict[str, Any], text: str, said: str) -> None:
    with pytest.raises(UnfitError, match=said):
        converted(field, Column(column="X", **how), text, LISTS)
