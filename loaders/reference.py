"""The page on the bundle, written from the event models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from genealogy.events import BY_KIND
from genealogy.record.rows import NUMBERS, TIMES
from loaders.files import FILES

INTRODUCTION = """\
A folder, a `.zip` of it, or a single file whose name is in the list. All files are optional; a column marked `*` is
required. Columns may stand in any order; unknown ones are kept as attributes of the object, and reported. The text is
UTF-8 (with or without a byte order mark) or GB18030.

- **Times** are ISO 8601: `2026-03-04T08:15:00+08:00`, an interval `start/end`, or a date, which is that whole day. A
  time without zone is read by the clock of its location, else by `GENEALOGY_TIMEZONE`. Empty is unknown.
- **Quantities** are decimal numbers with a point, without thousands separators, of at most 15 digits.
- **true/false** may also be written yes/no, 1/0, 是/否.
- **Identity**: two rows are the same record where the columns named there are equal. An identical row counts once;
  other content under the same identity is a conflict, and the first stays.
- What is named and described nowhere becomes a stub and a gap, never a rejection.
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
    columns = {field: info.alias or field for field, info in model.model_fields.items()}
    yield f"## {name}"
    yield ""
    yield (model.__doc__ or "").strip().splitlines()[0]
    yield ""
    yield f"Identity: {', '.join(f'`{columns[field]}`' for field in model.identity)}."
    yield ""
    yield "| column | |"
    yield "|---|---|"
    for field, info in sorted(model.model_fields.items(), key=lambda item: not item[1].is_required()):
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
