"""The page on the bundle, written from the event models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from genealogy.events import BY_KIND
from genealogy.record.rows import NUMBERS, TIMES
from loaders.kinds import FILES

INTRODUCTION = """\
A folder, a `.zip` of it, an `.xlsx` workbook with one sheet per file, or a single file whose name is in the list. All
files are optional; a column marked `*` is required. Columns may stand in any order; unknown ones are kept as
attributes of the object, and reported. The text is UTF-8 (with or without a byte order mark) or GB18030.

- **Times** are ISO 8601: `2026-03-04T08:15:00+08:00`, an interval `start/end`, or a date, which is that whole day. A
  time without zone is read by the clock of its location, else by `GENEALOGY_TIMEZONE`. Empty is unknown.
- **Quantities** are decimal numbers with a point, without thousands separators, of at most 15 digits.
- **true/false** may also be written yes/no, 1/0, 是/否.
- **Identity**: two rows are the same record where the columns named there are equal. An identical row counts once;
  other content under the same identity is a conflict, and the first stays.
- What is named and described nowhere becomes a stub and a gap, never a rejection.

**A workbook** is recognised by its content. A sheet bears the name of its file without `.csv` (`materials`, `runs`;
capitals and blanks are forgiven); other sheets are named in the report and not read. What is said of files holds for
sheets, and the same content makes the same graph. What a spreadsheet makes of a cell is not guessed at:

- Text is what was typed. A number without decimals is its digits; of the zeros of `007`, typed into a cell that is
  not formatted as text, nothing is left, so the report says where lots and other names are numbers. Format these
  columns as text.
- A number of more than 15 digits has lost some, and its row is rejected. So is a calculated one that does not end
  (`=1/3`; round it). `0.30000000000000004` is 0.3.
- Dates become ISO times; one without time of day, or at midnight, is the whole day. In a column of names a date
  (which the spreadsheet may have made of `3-4`) or a true/false rejects the row.
- Formulas count by the result that was saved. An error (`#N/A`) or a formula without a result rejects the row, and so
  do merged cells. Hidden rows, columns and sheets are read like others.
- Rejected rows are CSV files, to be filled in and loaded; or correct the workbook and load it again.
- A sheet may have 5 million cells (rows times columns), a workbook 1 GiB unpacked. Larger or protected ones, `.xls`
  and `.ods` are refused with what to do. One sheet at a time is held in memory (200,000 rows of nine columns: 320
  MB); for more, take CSV.
"""


def bundle_page() -> str:
    """Every file of the bundle with its columns, in the order in which they are loaded."""
    lines = [
        "# The CSV bundle",
        "",
        "<!-- Written from the code by `python -m api.reference docs`; change it there. -->",
        "",
    ]
    lines += [INTRODUCTION]
    for name, kind in FILES.items():
        lines += _file(name, kind)
    return "\n".join(lines).rstrip() + "\n"


def _file(name: str, kind: str) -> Iterator[str]:
    model = BY_KIND[kind]
    fields = {field: info for field, info in model.model_fields.items() if field not in model.own}
    columns = {field: info.alias or field for field, info in fields.items()}
    yield f"## {name}"
    yield ""
    yield (model.__doc__ or "").strip().splitlines()[0]
    yield ""
    yield f"Identity: {', '.join(f'`{columns[field]}`' for field in model.identity)}."
    yield ""
    yield "| column | |"
    yield "|---|---|"
    for field, info in sorted(fields.items(), key=lambda item: not item[1].is_required()):
        star = "*" if info.is_required() else ""
        yield f"| `{columns[field]}`{star} | {_values(field, info.annotation)} |"
    yield ""


def _values(field: str, annotation: Any) -> str:
    """What may stand in the column."""
    kinds = [annotation, *get_args(annotation)]
    for kind in kinds:
        if get_origin(kind) is Literal:
            return ", ".join(get_args(kind))
        if kind is bool:
            return "true or false"
    return "number" if field in NUMBERS else "time" if field in TIMES else "text"
