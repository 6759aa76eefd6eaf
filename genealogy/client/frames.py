"""Tables of an answer as DataFrames: every column that there can be, in its order, nothing guessed from how it looks.

Quantities become `Decimal`, so that they add up exactly; all else stays what it was in the JSON. A lot 0304 is no
number, and a time without a zone is not given one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, get_args, get_origin, get_type_hints, is_typeddict

import pandas as pd

Tables = Mapping[str, type]


def frame(document: Mapping[str, Any], tables: Tables, path: str, *, exact: bool = True) -> pd.DataFrame:
    """The table at `path`, such as `batches`, or `shipments.lines`, whose rows also have the columns of their shipment
    (`shipments.customer`). `exact=False` makes quantities floats instead of Decimals. Raises KeyError for a path that
    is none."""
    if path not in tables:
        raise KeyError(f"there is no table {path!r}; there are {', '.join(tables)}")
    columns, found = columns_of(tables, path), list(rows_of(document, path))
    known = columns.keys() | {name.partition(".")[0] for name in columns}  # an object that is null has no columns
    extra = dict.fromkeys(name for row in found for name in row if name not in known)
    table = pd.DataFrame(found, columns=[*columns, *extra])
    for name, is_quantity in columns.items():
        if is_quantity:
            table[name] = _numbers(table[name], exact)
    return table


def _numbers(texts: pd.Series[Any], exact: bool) -> pd.Series[Any]:
    if exact:
        return pd.Series([None if pd.isna(text) else Decimal(str(text)) for text in texts], texts.index, dtype=object)
    return pd.to_numeric(texts).astype(float)


def rows_of(document: Mapping[str, Any], path: str) -> Iterator[dict[str, Any]]:
    """The rows of the table at `path`, flat."""
    return _rows(document, path.split("."), {})


def _rows(value: Mapping[str, Any], path: list[str], above: dict[str, Any]) -> Iterator[dict[str, Any]]:
    name, *rest = path
    if isinstance(value[name], dict):  # such as totals
        yield from _rows(value[name], rest, above)
        return
    for row in value[name]:
        if not rest:
            yield above | _flat(row)
        else:
            own = {f"{name}.{column}": said for column, said in _flat(row).items() if not isinstance(said, list)}
            yield from _rows(row, rest, above | own)


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Objects within a row become columns: `exposure.low`."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict) and name not in _WHOLE:
            found |= {f"{name}.{inner}": said for inner, said in _flat(value).items()}
        else:
            found[name] = value
    return found


_WHOLE = frozenset({"values", "given_first", "voided_by"})  # objects whose members differ from row to row


def columns_of(tables: Tables, path: str) -> dict[str, bool]:
    """The columns of a table, and of each whether it is a quantity."""
    outer, dot, _ = path.rpartition(".")
    above = columns_of(tables, outer) if dot and outer in tables else {}
    lists = {name for name, hint in get_type_hints(tables[outer]).items() if get_origin(hint) is list} if above else ()
    return {f"{outer}.{name}": said for name, said in above.items() if name not in lists} | _of(tables[path])


def _of(row: type) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for name, hint in get_type_hints(row, include_extras=True).items():
        if is_typeddict(hint):
            found |= {f"{name}.{inner}": said for inner, said in _of(hint).items()}
        else:
            found[name] = get_origin(hint) is Annotated and "quantity" in get_args(hint)
    return found
