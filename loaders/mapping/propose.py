"""A mapping proposed from the headers of foreign tables and some of their rows, for a person to look at and correct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import yaml

from genealogy.errors import UsageError
from genealogy.events import BY_KIND
from loaders.encoding import FileRefusedError
from loaders.mapping.names import normal
from loaders.mapping.refine import Found, Rows, bare, refine
from loaders.mapping.spec import KINDS, Mapping, parsed
from loaders.mapping.table import Raw
from loaders.mapping.words import COLUMNS, GENERAL, OF_FILE, RESULTS, TABS, UNITS
from loaders.report import shown
from loaders.workbook.cells import Takes

LOOKED_AT = 200  # rows
NUMBERED = ("order", "shipment", "receipt", "run")  # a bare 单号 is the number of the record itself, of nothing else
MASTERS = ("materials", "suppliers", "customers", "locations", "equipment", "operators")
# What belongs together; a tab holds one of them.
STORIES = (
    *(("receipts",), ("runs", "consumed", "produced", "used", "mapped", "parameters"), ("shipments", "shipped")),
    *((into,) for into in ("inspections", "returns", "orders", "movements", "counts", "packs", "cleanings")),
    *((into,) for into in ("batches", "statuses", "conversions", "corrections")),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping as YAML text with remarks, and what it says; `unread` are tabs that no kind of record was seen in."""

    text: str
    mapping: Mapping
    unread: tuple[str, ...] = ()


def propose(tabs: Iterable[tuple[str, Raw]]) -> Proposal:
    """A mapping for these tables; raises UsageError where none of them is recognised."""
    found: list[Found] = []
    unread = []
    for title, raw in tabs:
        try:
            kinds = _kinds(title, raw)
        except FileRefusedError as error:
            raise UsageError(f"{shown(title)} {error}") from None
        found += kinds
        if not kinds:
            unread.append(title)
    if not found:
        raise UsageError(
            f"no table of records was recognised in {', '.join(map(shown, unread)) or 'it'}: a header needs a row that "
            "names at least the number of a record, a material and a lot; write a mapping by hand (docs/mapping.md)"
        )
    text = _written(found)
    return Proposal(text, parsed(text.encode(), "the proposed mapping"), tuple(unread))


def _kinds(title: str, raw: Raw) -> list[Found]:
    """Every file of the bundle that the tab has rows for."""
    examined = raw.examine()
    header, rows = _header(raw, examined)
    if not header:
        return []
    sample: Rows = [dict(zip(map(str.strip, header), row, strict=False)) for row in islice(rows, LOOKED_AT)]
    told = _told(title)
    kinds = told if normal(title).removesuffix(".csv") in KINDS else KINDS
    found = [one for into in KINDS if into in kinds and (one := _as(into, title, header, sample, into in told))]
    found = _one_story(found, told)
    used = {normal(column.get("column", "")) for one in found for column in one.columns.values()}
    rest = [name.strip() for name in header if name.strip() and normal(name) not in used]
    if found and rest:
        found[0].remarks.append(f"columns of this tab that nothing takes: {', '.join(map(shown, rest))}")
    return found


def _one_story(found: list[Found], told: set[str]) -> list[Found]:
    """A tab tells of one thing: what an inspection says of its receipt is no second receipt. Master data go along."""

    def weight(story: tuple[str, ...]) -> tuple[int, int]:
        mine = [one for one in found if one.into in story]
        return sum(one.into in told for one in mine), sum(one.specific for one in mine)

    best = max(STORIES, key=weight)
    kept = [one for one in found if one.into in best or one.into in MASTERS]
    inputs, outputs = (next((one for one in kept if one.into == into), None) for into in ("consumed", "produced"))
    if inputs and outputs and inputs.columns["lot"] == outputs.columns["lot"]:
        unfit = [one for one in (inputs, outputs) if one.into not in told or {"consumed", "produced"} <= told]
        kept = [one for one in kept if one not in unfit]
        if len(unfit) == 2 and kept:
            kept[0].remarks.append(
                "input or output? call the tab 领料 or 产出 (consumed, produced), or add the table by hand"
            )
    return kept


def _told(title: str) -> set[str]:
    """The files of the bundle that a tab's name speaks of."""
    name = normal(title).removesuffix(".csv")
    if name in KINDS:
        return {name}
    return {into for into, words in TABS.items() if any(normal(word) in name for word in words)}


def _header(raw: Raw, examined: Any) -> tuple[list[str], Iterator[list[str]]]:
    """The row among the first that holds most names we know, at least two, and the rows after it."""
    best: list[str] = []

    def keep(cells: Sequence[str]) -> bool:
        nonlocal best
        if _known(cells) > max(_known(best), 1):
            best = list(cells)
        return False

    def anything(name: str) -> Takes:
        return "anything"

    try:
        next(raw.table(examined, anything, keep), None)
    except FileRefusedError:
        if not best:
            return [], iter(())
    wanted = list(best)
    rows = raw.table(examined, anything, lambda cells: list(cells) == wanted)
    first = next(rows)
    return first.cells, (row.cells for row in rows)


def _known(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if bare(cell)[0] in _VOCABULARY)


def _as(into: str, title: str, header: Sequence[str], sample: Rows, told: bool) -> Found | None:
    """The tab read as this file of the bundle; None where it lacks what is required, or nothing speaks for it."""
    model = BY_KIND[KINDS[into]]
    first = model.model_fields[model.identity[0]].alias or model.identity[0]
    found = Found(into, title)
    for name, info in model.model_fields.items():
        column = info.alias or name
        source, particular = _source(into, column, header, told and (column == first or column not in NUMBERED))
        if source:
            found.columns[column] = {"column": source}
            found.specific += particular and column in OF_FILE.get(into, {})
    required = [info.alias or name for name, info in model.model_fields.items() if info.is_required()]
    own = found.specific > 0 or told
    if into in MASTERS:
        own = ("name" in found.columns and found.specific > 0) or told
    elif into in ("batches", "statuses", "used", "mapped", "conversions", "corrections"):
        own = told
    elif first in OF_FILE.get(into, {}) and into not in ("consumed", "produced"):
        own = told or _source(into, first, header, False)[1]
    if into in ("consumed", "produced"):
        own = told or any(_source(into, column, header, False)[1] for column in ("material", "lot", "quantity"))
    if not own or any(column not in found.columns for column in required):
        return None
    if into == "packs" and "lot" not in found.columns and "child_pack" not in found.columns:
        return None
    refine(found, sample)
    return found


def _source(into: str, column: str, header: Sequence[str], told: bool) -> tuple[str, bool]:
    """The foreign column that is ours, and whether its name says so by itself; a general name only counts where the tab
    tells what it is, or where it is a quantity, a date or a value."""
    there = {bare(name)[0]: name.strip() for name in reversed(header)}
    if normal(column) in there:
        return there[normal(column)], column in OF_FILE.get(into, {})
    own = OF_FILE.get(into, {}).get(column)
    for words, particular in ((own, True), (COLUMNS.get(column), own is None)):
        for word in words or ():
            if normal(word) in there:
                return there[normal(word)], particular
    if told or column in ("quantity", "value") or column.endswith("_at") or column == "at":
        for word in GENERAL.get(column, ()):
            if normal(word) in there:
                return there[normal(word)], False
    return "", False


def _written(found: Sequence[Found]) -> str:
    """The YAML, with remarks above each table."""
    lines = [
        "# Proposed from the headers: look at it, correct it, and try it with `genealogy mapping preview`.",
        "tables:",
    ]
    for one in found:
        lines += [f"  # {remark}" for remark in one.remarks]
        columns = {
            name: column["column"] if column.keys() == {"column"} else column for name, column in one.columns.items()
        }
        table = {"from": one.tab, "into": one.into, "columns": columns}
        dumped = yaml.safe_dump(table, allow_unicode=True, sort_keys=False, width=1000)
        first, *rest = dumped.splitlines()
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    used = {column.get("lookup") for one in found for column in one.columns.values()}
    lookups = {name: words for name, words in (("results", RESULTS), ("units", UNITS)) if name in used}
    if lookups:
        lines.append(yaml.safe_dump({"lookups": lookups}, allow_unicode=True, sort_keys=False).rstrip())
    return "\n".join(lines) + "\n"


_VOCABULARY = frozenset(
    normal(word) for table in (COLUMNS, GENERAL, *OF_FILE.values()) for words in table.values() for word in words
) | frozenset(normal(name) for model in BY_KIND.values() for name in model.model_fields)
