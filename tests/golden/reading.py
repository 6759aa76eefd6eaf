"""A case on paper: rows in a short hand, a question, and the answer that somebody worked out from the rules."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parent / "cases"
PARTS = ("material", "lot", "assigner", "serial")
TIMES = frozenset(
    {"at", "from", "to", "started_at", "ended_at", "received_at", "shipped_at", "delivered_at", "returned_at"}
    | {"inspected_at", "produced_at", "cleaned_at", "counted_at", "packed_at", "unpacked_at"}
)
SIDES = {"batch": "", "in": "in_", "out": "out_"}
_HOUR = re.compile(r"\b(\d)T(\d\d:\d\d)\b")
_DAY = re.compile(r"^\d$")
_KEY = re.compile(r"([^/]+)/([^@#]+)(?:@([^#]+))?(?:#(.+))?")

Rows = dict[str, list[dict[str, str]]]


@dataclass(frozen=True)
class Case:
    """One case: the loads that come one after the other, and the questions asked in the end."""

    name: str
    rules: str
    zone: str
    loads: list[Rows]
    asks: list[Mapping[str, Any]]

    @property
    def whole(self) -> Rows:
        """All rows in the order in which they came."""
        found: Rows = {}
        for load in self.loads:
            for file, rows in load.items():
                found.setdefault(file, []).extend(rows)
        return found


def case_names() -> list[str]:
    """All cases, by file name."""
    return sorted(path.stem for path in CASES.glob("*.yaml"))


def read_case(name: str) -> Case:
    """The case of that name."""
    said = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    texts = [said["rows"], *([said["later"]] if "later" in said else [])]
    return Case(name, str(said["rules"]), said.get("zone", "UTC"), [rows_of(text) for text in texts], said["ask"])


def rows_of(text: str) -> Rows:
    """Lines of `file column=value ...`; `batch=M/L@A#S` is four columns, `2T08:00` and `2` lie in March 2026."""
    found: Rows = {}
    for line in text.splitlines():
        file, *cells = shlex.split(line, comments=False) or [""]
        if file:
            found.setdefault(file, []).append(_row(cells))
    return found


def _row(cells: list[str]) -> dict[str, str]:
    row: dict[str, str] = {}
    for cell in cells:
        name, _, value = cell.partition("=")
        if name in SIDES and (match := _KEY.fullmatch(value)):
            row |= {SIDES[name] + part: said for part, said in zip(PARTS, match.groups(), strict=True) if said}
        else:
            row[name] = _time(value) if name in TIMES else value
    return row


def time_of(value: Any) -> str | None:
    """A moment of a question, in the short hand of the rows."""
    return None if value is None else _time(str(value))


def _time(value: str) -> str:
    if _DAY.match(value):
        return f"2026-03-0{value}"
    return _HOUR.sub(lambda found: f"2026-03-0{found[1]}T{found[2]}:00Z", value)
