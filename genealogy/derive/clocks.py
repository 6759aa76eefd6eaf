"""Times read again by a clock that came after them (rule 17), from the text that was kept beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.record.clocks import clock
from genealogy.record.late import by_label, mark_owners, read_mark
from genealogy.record.rows import time_properties
from genealogy.record.stale import mark, of_runs
from genealogy.store import Tx

_LINES = frozenset({"Run", "Receipt", "Return"})  # their times are on edges too, told by `uid`


def find_hanging(tx: Tx, marks: list[str]) -> None:
    """Mark what hangs on the clocks of places and equipment; each is read again in its turn."""
    for zone, found in _by_zone(marks).items():
        owners = tx.run("clock.at_places", locations=found["Location"]).rows
        owners += tx.run("clock.on_equipment", equipment=found["Equipment"]).rows
        mark_owners(tx, owners, ZoneInfo(zone))


def read_again(tx: Tx, marks: list[str]) -> None:
    """Read the times of these records by their clocks of now, and mark what was derived from them."""
    for zone, found in _by_zone(marks).items():
        rows = tx.run("clock.of_runs", runs=found["Run"]).dicts()
        names = {"returns": "Return", "shipments": "Shipment", "cleanings": "Cleaning", "statuses": "Status"}
        names |= {"receipts": "Receipt", "movements": "Movement", "counts": "Count"}
        others = tx.run("clock.of_documents", **{name: found[label] for name, label in names.items()}).dicts()
        _write(tx, rows + others, ZoneInfo(zone))
        meant = {f"bare:{key}" for (key,) in tx.run("clock.meant", runs=found["Run"]).rows}
        mark(tx, of_runs(tx, set(found["Run"])) | meant | {id_ for row in others for id_ in row["derived"]})


def _by_zone(marks: Sequence[str]) -> dict[str, defaultdict[str, list[str]]]:
    zones = defaultdict(list)
    for zone, label, id_ in map(read_mark, marks):
        zones[zone].append((label, id_))
    return {zone: by_label(owners) for zone, owners in zones.items()}


def _write(tx: Tx, rows: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> None:
    nodes, lines = [], defaultdict[tuple[str, str], dict[str, Any]](dict)
    for row in rows:
        props = _read(row, zone)
        if row["label"] in _LINES and row["uid"]:
            lines[row["label"], row["id"]][row["uid"]] = props
        elif props:
            nodes.append({"label": row["label"], "id": row["id"], "uid": row["uid"], "props": props})
    tx.run("clock.set_nodes", rows=nodes)
    tx.run("clock.set_lines", rows=[{"label": label, "id": id_, "lines": said} for (label, id_), said in lines.items()])


def _read(row: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Start and end of each time of one node or edge; null takes away what is open now."""
    by, said = clock(row["zone"], row["day_start"], zone), dict[str, Any]()
    for column, text in row["texts"].items():
        if text is not None:
            said |= {column: None, f"{column}_end": None, **time_properties(column, text, by)}
    return said
