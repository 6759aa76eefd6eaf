"""The tables for the importer, and the memory of what was seen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import genealogy.initial.sheets
from genealogy.errors import UsageError
from genealogy.events.master import Material, Supplier
from genealogy.initial.building import Building
from genealogy.initial.empty import Empty
from genealogy.initial.seen import Seen
from genealogy.initial.sheets import Sheets
from genealogy.initial.tables import Tables
from genealogy.record.people import Register
from genealogy.record.writer import Source
from genealogy.store.moments import moment

NUMBER = st.integers(0, 2**64 - 1)
ROWS: list[tuple[str, dict[str, Any]]] = [
    *(("M", {"material": "M", "name": "Milk"}), ("N", {"grade": "a\nb", "name": None})),
    *(("O", {"grade": 7}), ("P", {"name": "Peas"})),
]
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@given(st.lists(st.dictionaries(NUMBER, NUMBER, max_size=20), max_size=12), st.lists(NUMBER, max_size=10))
def test_what_was_seen_is_known_with_what_it_was_seen_with(added: list[dict[int, int]], others: list[int]) -> None:
    seen, kept = Seen(), dict[int, int]()
    for pairs in added:
        fresh = {key: value for key, value in pairs.items() if key not in kept}
        seen.add(fresh)
        kept |= fresh
    asked = [*kept, *others]
    assert seen.known(asked) == {key: kept[key] for key in asked if key in kept}
    assert seen.take(asked) == set(others) - kept.keys()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ('批 "7", a', ("string", '"批 ""7"", a"')),
        (True, ("boolean", "true")),
        (-3, ("long", "-3")),
        (0.1, ("double", "0.1")),
        (NOON, ("datetime", "2026-03-01T12:00:00.000000Z")),
        (moment(NOON), ("datetime", "2026-03-01T12:00:00.000000Z")),
        (b"\x00\x7f\x80\xff", ("byte[]", "0;127;-128;-1")),
        ([1, 2], ("long[]", '"1;2"')),
        (["a", "b"], ("string[]", '"a;b"')),
    ],
)
def test_a_value_as_the_importer_reads_it(value: object, written: tuple[str, str], folder: Path) -> None:
    with Sheets(folder) as sheets:
        for _ in range(2):
            sheets.alone("Load", {"text": "plain", "value": value})
        sheets.close()
    kind, text = written
    assert (folder / "nodes-Load-0-0-header.csv").read_text() == f'"text:string","value:{kind}"\n'
    assert (folder / "nodes-Load-0-0.csv").read_text() == f'"plain",{text}\n' * 2


def test_lists_of_one_column_may_hold_what_is_not_of_one_kind(folder: Path) -> None:
    with Sheets(folder) as sheets:
        for value in (["a"], [1], [], ["b"]):
            sheets.alone("Load", {"value": value})
        sheets.close()
    assert (folder / "nodes-Load-0-0.csv").read_text() == '"a"\n\n"b"\n'
    assert (folder / "nodes-Load-1-0.csv").read_text() == '"1"\n'


def test_columns_come_as_they_are_met_and_one_name_has_one_kind_of_value_in_a_file(folder: Path) -> None:
    with Sheets(folder) as sheets:
        for key, props in ROWS:
            sheets.node("Material", key, props)
        broken, *files = sheets.close()
    assert broken == "--multiline-fields=true"
    stems = ["nodes-Material-0-0", "nodes-Material-0-1", "nodes-Material-1-0"]
    assert files == [f"--nodes=Material={folder}/{stem}-header.csv,{folder}/{stem}.csv" for stem in stems]
    assert [(folder / f"{stem}-header.csv").read_text() + (folder / f"{stem}.csv").read_text() for stem in stems] == [
        '"material:ID(Material)","name:string"\n"M","Milk"\n',
        '"material:ID(Material)","name:string","grade:string"\n"N",,"a\nb"\n"P","Peas",\n',
        '"material:ID(Material)","grade:long"\n"O",7\n',
    ]


def test_rows_of_more_shapes_than_are_remembered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(genealogy.initial.sheets, "MOST_SHAPES", 2)
    columns = [f"c{number}" for number in range(5)]
    with Sheets(folder) as sheets:
        sheets.alone("Load", dict.fromkeys(columns, "x"))
        for _ in range(2):
            for name in columns:
                sheets.alone("Load", {name: 'a "b"'})
        sheets.close()
    lines = ["," * number + '"a ""b"""' + "," * (4 - number) for number in range(5)] * 2
    assert (folder / "nodes-Load-0-0.csv").read_text().splitlines() == [",".join(['"x"'] * 5), *lines]


def test_a_column_that_the_importer_would_misread_is_refused(folder: Path) -> None:
    with Sheets(folder) as sheets, pytest.raises(UsageError, match="'a:b' cannot be written by a first load"):
        sheets.node("Material", "M", {"a:b": "1"})


def test_what_was_there_before_the_first_event_is_taken_over(folder: Path) -> None:
    known = Register("s").hide("Tester")
    before = [("ApiKey", {"key_id": "k"}), ("Person", {"person": known, "text": "Tester"}), ("Load", {"load": "0"})]
    with Sheets(folder) as sheets:
        building = Building(Tables(sheets), "s", ZoneInfo("Asia/Shanghai"))
        building.record([Supplier(supplier="S", contact="Tester")], Source("1", "suppliers.csv"), [1])
        building.finish(Empty({"name": "head", "secret": "s", "seq": 0}, [*before]), {"load": "1"})
    rows = {
        label: (folder / f"nodes-{label}-0-0.csv").read_text().splitlines() for label in ("ApiKey", "Person", "Load")
    }
    assert rows == {"ApiKey": ['"k"'], "Person": [f'"{known}","Tester"'], "Load": ['"0"', '"1"']}
    assert (folder / "nodes-Ledger-0-0.csv").read_text() == '"head","s",1,0,"Asia/Shanghai"\n'


def test_kinds_in_another_order_are_an_error(folder: Path) -> None:
    with Sheets(folder) as sheets:
        building = Building(Tables(sheets), "s", ZoneInfo("UTC"))
        building.record([Supplier(supplier="S")], Source("1", "suppliers.csv"), [1])
        with pytest.raises(ValueError, match="material after supplier"):
            building.record([Material(material="M")], Source("1", "materials.csv"), [1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
