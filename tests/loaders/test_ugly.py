# ruff: noqa: E501 - the tables are easier to read with one case a line
"""Ugly files, and what a person is told about each. Nothing here needs the database: a dry run says the same."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from loaders.load import load
from loaders.options import Options
from loaders.report import FileReport, LoadReport

UTC = ZoneInfo("UTC")
NOT_CLOSED = 'a quote (") opens in this line and is not closed; close it, or write "" for a quote inside a text'
WIDTH = (
    "the row has {} fields, the header has {}; "
    'put quotes (") around a text that holds the delimiter, and leave no field out'
)
EMPTY = "is empty, but required; fill it in"
NOT_A_NUMBER = "is not a number; write digits with a decimal point, no thousands separators"
NOT_A_TIME = "is not a time; write 2026-03-04T08:15:00+08:00, 2026-03-04 or start/end (ISO 8601)"
SAVE = 'save it as "CSV UTF-8"'
RENAME = "rename them, or let `genealogy mapping propose` write a mapping"


class Ugly(NamedTuple):
    """A file, how many of its rows are good, and what is said of the others."""

    name: str
    body: bytes
    good: int
    said: tuple[str, ...] = ()
    file: str = "batches.csv"


ROWS = (
    Ugly("header only", b"material,lot\n", 0),
    Ugly("byte order mark", "\ufeffmaterial,lot\n铜,1\n".encode(), 1),
    Ugly("GBK", "material,lot\n铜,批一\n".encode("gbk"), 1),
    Ugly("GB18030, four bytes a character", "material,lot\n铜𠮷,批一\n".encode("gb18030"), 1),
    Ugly("UTF-16 with its mark", "material,lot\n铜,批一\n".encode("utf-16"), 1),
    Ugly("old Mac line ends", b"material,lot\rA,1\rB,\r", 1, (f"batches.csv row 3, lot: {EMPTY}",)),
    Ugly("Windows line ends", b"material,lot\r\nA,1\r\nB,\r\n", 1, (f"batches.csv row 3, lot: {EMPTY}",)),
    Ugly("no line end at the end", b"material,lot\nA,1\nB,2", 2),
    Ugly("blank lines count", b"\nmaterial,lot\n\nA,1\n\n,\nB,\n", 1, (f"batches.csv row 7, lot: {EMPTY}",)),
    Ugly("header in capitals, with spaces", b" Material ,LOT\nA,1\n", 1),
    Ugly(
        "semicolons, and a decimal comma",
        b"material;lot;quantity\nA;1;1,5\nB;2;1.5\n",
        1,
        (f"batches.csv row 2, quantity '1,5': {NOT_A_NUMBER}",),
    ),
    Ugly("tabs", b"material\tlot\nA\t1\n", 1),
    Ugly("lots that look like numbers and holes", b"material,lot\n007,1E5\nNA,NULL\nnan,-\n", 3),
    Ugly("padding of a spreadsheet", b"material,lot,,\nA,1,,\nB,2,,,,\n", 2),
    Ugly("too few fields", b"material,lot,serial\nA,1\nB,2,\n", 1, ("batches.csv row 2: " + WIDTH.format(2, 3),)),
    Ugly("too many fields", b"material,lot\nA,1,2\nB,2\n", 1, ("batches.csv row 2: " + WIDTH.format(3, 2),)),
    Ugly("a text over two lines", b'material,lot,status\nA,1,"two\nlines"\nB,,x\n', 1, (f"batches.csv row 3 (line 4), lot: {EMPTY}",)),
    Ugly("a quote left open", b'material,lot,status\nA,1,"open\nB,2,x\nC,3,y\n', 2, (f"batches.csv row 2: {NOT_CLOSED}",)),
    Ugly("a quote left open before other quotes", b'material,lot,status\nA,"1,open\nB,2,x\nC,"3",y\n', 2, (f"batches.csv row 2: {NOT_CLOSED}",)),
    Ugly("a quote left open far from any other", b'material,lot,status\nA,1,"open\n' + b"B,2,x\n" * 5000, 5000, (f"batches.csv row 2: {NOT_CLOSED}",)),
    Ugly("a quote left open in the last row", b'material,lot\nA,1\nB,"2', 1, (f"batches.csv row 3: {NOT_CLOSED}",)),
    Ugly("two rows joined by stray quotes", b'material,lot\nA,"1\nB",2,3\nC,4\n', 1, (f"batches.csv row 2: {NOT_CLOSED}", "batches.csv row 3: " + WIDTH.format(3, 2))),
    Ugly("text after a quote", b'material,lot\n"A"x,1\nB,2\n', 1, ('batches.csv row 2: text follows a closing quote ("); write "" for a quote inside a quoted text',)),
    Ugly("a quote inside a text", b'material,lot\n5" pipe,1\n', 1),
    Ugly("a quoted delimiter", b'material,lot\n"A,B",1\n', 1),
    Ugly("a field without end", b"material,lot,status\nA,1," + b"x" * 200_000 + b"\nB,2,\n", 1, ("batches.csv row 2: a field is longer than 131072 characters; shorten it",)),
    Ugly("NUL in a lot", b"material,lot\nA\x00B,1\nB,2\n", 1, (r"batches.csv row 2, material 'A\x00B': holds a control character; remove it",)),
    Ugly("NUL in an unknown column", b"material,lot,note\nA,1,a\x00b\nB,2,\n", 1, ("batches.csv row 2: holds a NUL character; remove it",)),
    Ugly("a line end in a lot", b'material,lot\n"A\nB",1\nB,2\n', 1, (r"batches.csv row 2, material 'A\nB': holds a control character; remove it",)),
    Ugly("nothing but spaces", b"material,lot\n \xe3\x80\x80,\t\nA,\xc2\xa01 \n", 1, (f"batches.csv row 2, material: {EMPTY}", f"batches.csv row 2, lot: {EMPTY}")),
    Ugly("required cells left empty", b"material,lot\n,1\nA,\n", 0, (f"batches.csv row 2, material: {EMPTY}", f"batches.csv row 3, lot: {EMPTY}")),
    Ugly(
        "numbers that are none",
        b'material,lot,quantity\nA,1,"1,000"\nA,2,-5\nA,3,1e99\nA,4,NaN\nA,5,5 kg\nA,6,\xef\xbc\x91\n',
        0,
        (
            f"batches.csv row 2, quantity '1,000': {NOT_A_NUMBER}",
            "batches.csv row 3, quantity '-5': is negative; void the wrong record with corrections.csv, or record an adjustment",
            "batches.csv row 4, quantity '1e99': has more than 15 digits; check the value",
            f"batches.csv row 5, quantity 'NaN': {NOT_A_NUMBER}",
            f"batches.csv row 6, quantity '5 kg': {NOT_A_NUMBER}",
            f"batches.csv row 7, quantity '１': {NOT_A_NUMBER}",
        ),
    ),
    Ugly(
        "times that are none",
        b"material,lot,produced_at\nA,1,2026-13-01\nA,2,4.3.2026\nA,3,2026-03-05/2026-03-04\nA,4,46000\n",
        0,
        (
            f"batches.csv row 2, produced_at '2026-13-01': {NOT_A_TIME}",
            f"batches.csv row 3, produced_at '4.3.2026': {NOT_A_TIME}",
            "batches.csv row 4, produced_at '2026-03-05/2026-03-04': the interval ends before it starts",
            f"batches.csv row 5, produced_at '46000': {NOT_A_TIME}",
        ),
    ),
    Ugly("the last and the first day there is", b"material,lot,expires_on\nA,1,9999-12-31\nA,2,0001-01-01\n", 2),
    Ugly("a lot that no index takes", b"material,lot\nA," + "批".encode() * 900 + b"\n", 0, (f"batches.csv row 2, lot '{'批' * 200}': is too long for a key (more than 1800 bytes); shorten it",)),
    Ugly("a lot without end", b"material,lot\nA," + b"1" * 1001 + b"\n", 0, (f"batches.csv row 2, lot '{'1' * 200}': is longer than 1000 characters; shorten it",)),
    Ugly("two files joined", b"material,lot\nA,1\nmaterial,lot\nB,2\n", 2, ("batches.csv row 3: this is the header again; were two files joined?",)),
    Ugly("several errors in one row", b"material,lot,quantity\nA,,x\n", 0, (f"batches.csv row 2, lot: {EMPTY}", f"batches.csv row 2, quantity 'x': {NOT_A_NUMBER}")),
    Ugly("a word that is not allowed", b"material,kind\nA,RAW\n", 0, ("materials.csv row 2, kind 'RAW': is not one of the words allowed here; write 'raw', 'intermediate', 'finished', 'packaging' or 'utility'",), "materials.csv"),
    Ugly("neither true nor false", b"equipment,carry_over\nA,maybe\nB,YES\nC,0\n", 2, ("equipment.csv row 2, carry_over 'maybe': is neither true nor false",), "equipment.csv"),
    Ugly("a zone that is none, and the machine's own", b"location,timezone\nA,Beijing\nB,localtime\n", 0, tuple(f"locations.csv row {row}, timezone '{name}': is not a time zone; use an IANA name such as Asia/Shanghai" for row, name in ((2, "Beijing"), (3, "localtime"))), "locations.csv"),
    Ugly("an hour that is none", b"location,day_start\nA,25:00\nB,6:30\n", 1, ("locations.csv row 2, day_start '25:00': is not a time of day; write HH:MM",), "locations.csv"),
    Ugly("a factor of nothing", b"material,from_uom,to_uom,factor\nA,kg,g,0\n", 0, ("conversions.csv row 2, factor '0': must be more than 0",), "conversions.csv"),
    Ugly("an empty pack", b"pack,material\nP,A\n", 0, ("packs.csv row 2: a pack line needs material and lot, or child_pack",), "packs.csv"),
    Ugly("nothing used", b"run,equipment,operator,role\nR,,,helps\nR,,O,helps\n", 1, ("used.csv row 2: what a run used needs equipment or operator",), "used.csv"),
    Ugly("a negative movement", b"movement,material,lot,kind,quantity\nM,A,1,scrap,-1\nM,A,1,adjust,-1\n", 1, ("movements.csv row 2: quantity -1 is negative; only kind=adjust may be",), "movements.csv"),
    Ugly("replaced by nothing", b"record_kind,record,action\nrun,R,replace\n", 0, ("corrections.csv row 2: action=replace needs by_record",), "corrections.csv"),
    Ugly("a consumption without a lot is a backflush", b"run,material,lot\nR,A,\n", 1, (), "consumed.csv"),
)  # fmt: skip

FILES = (
    Ugly("empty", b"", 0, ("is empty; its first line must name the columns",)),
    Ugly("nothing but line ends", b"\n\r\n", 0, ("is empty; its first line must name the columns",)),
    Ugly("a column twice", b"material,lot,LOT \nA,1,2\n", 0, ("has column 'lot' twice; rename or remove one",)),
    Ugly("a required column missing", b"lot,status\n1,x\n", 0, ("lacks the required column material; it has: lot, status; " + RENAME,)),
    Ugly("a broken header", b'material,"lot\nA,1\n', 0, (f"has a broken header: {NOT_CLOSED}",)),
    Ugly("no header", b"A,1\nB,2\n", 0, ("lacks the required columns material, lot; it has: a, 1; " + RENAME,)),
    Ugly("a control character in the header", b"material,lot,a\x00b\nA,1,2\n", 0, (r"has a control character in the name of column 3 ('a\x00b'); remove it",)),
    Ugly("UTF-16 without its mark", "material,lot\nA,1\n".encode("utf-16-le"), 0, (f"is not text, or UTF-16 without its mark at the start; {SAVE}",)),
    Ugly("broken UTF-16", "material,lot\nA,1\n".encode("utf-16") + b"\n", 0, (f"begins as UTF-16 but is broken; {SAVE}",)),
    Ugly("UTF-32", "material,lot\nA,1\n".encode("utf-32"), 0, (f"is written in UTF-32; {SAVE}",)),
    Ugly("Latin-1", b"material,lot\nCaf\xe9,1\n", 0, (f"is neither UTF-8 (line 2, byte 16) nor GB18030 (line 2, byte 16); {SAVE}",)),
    Ugly("UTF-8 cut in the middle of a character", "material,lot\n铜,1\n铜,批".encode()[:-1], 0, (f"mixes encodings: line 2 is UTF-8, but not line 3, byte 23; repair it and {SAVE}",)),
    Ugly("UTF-8 with one line of GBK", "material,lot\n铜,1\n".encode() + "铁,2\n".encode("gbk"), 0, (f"mixes encodings: line 2 is UTF-8, but not line 3, byte 19; repair it and {SAVE}",)),
    Ugly("GBK with one line of UTF-8", "material,lot\n铁,2\n".encode("gbk") * 40 + "铜,1\n".encode(), 0, (f"mixes encodings: line 81 is UTF-8, but not line 2, byte 13; repair it and {SAVE}",)),
    Ugly("one line without end", b"material,lot\n" + b"A" * (2 << 20), 0, ("has a line of more than 1048576 bytes after line 1; is it a CSV file?",)),
    Ugly("an image", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 0, (f"is neither UTF-8 (line 1, byte 0) nor GB18030 (line 4, byte 136); {SAVE}",)),
)  # fmt: skip


def _dry(tmp_path: Path, ugly: Ugly) -> tuple[LoadReport, FileReport]:
    (tmp_path / ugly.file).write_bytes(ugly.body)
    report = load(None, tmp_path, UTC)
    return report, report.files[0]


@pytest.mark.parametrize("ugly", ROWS, ids=lambda ugly: ugly.name)
def test_good_rows_stay_and_the_others_are_explained(tmp_path: Path, ugly: Ugly) -> None:
    report, file = _dry(tmp_path, ugly)

    assert not file.refused
    assert tuple(map(str, report.errors)) == ugly.said
    assert file.rows - file.rejected == ugly.good
    assert file.rejected == len({error.line for error in report.errors})


@pytest.mark.parametrize("ugly", FILES, ids=lambda ugly: ugly.name)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(tmp_path: Path, ugly: Ugly) -> None:
    (tmp_path / "materials.csv").write_text("material\nA\n")
    report, _ = _dry(tmp_path, ugly)

    others, refused = report.files
    assert (refused.refused,) == ugly.said
    assert refused.rows == 0
    assert not report.clean
    assert others.rows == 1, "the other files are read all the same"


def test_ugly_at_the_edges_of_chunks(tmp_path: Path) -> None:
    body = 'material,lot\nA,"1\n' + "B,2\n" * 7 + "C\n" + "D,\n" + "E,5\n" * 3
    (tmp_path / "batches.csv").write_text(body)

    reports = [load(None, tmp_path, UTC, Options(chunk=size)) for size in (1, 2, 3, 100)]

    assert {report.errors for report in reports} == {reports[0].errors}
    assert [error.line for error in reports[0].errors] == [2, 10, 11]
    assert {report.totals["rows"] for report in reports} == {13}


def test_a_character_over_the_edge_of_a_block_is_whole(tmp_path: Path) -> None:
    body = "material,lot\n" + "".join(f"{'铜' * 20},批{number}\n" for number in range(30_000))
    for encoding in ("utf-8", "gb18030"):
        (tmp_path / "batches.csv").write_bytes(body.encode(encoding))
        report = load(None, tmp_path, UTC)
        assert report.totals == {"rows": 30_000, "new": 0, "repeated": 0, "rejected": 0, "conflicts": 0}
        assert report.files[0].encoding == encoding


def test_unknown_columns_are_named(tmp_path: Path) -> None:
    (tmp_path / "receipts.csv").write_text(",receipt,material,lot,Colour,paper,_error,,\n0,R,A,1,red,x,old,,\n")

    report = load(None, tmp_path, UTC)

    assert report.clean
    assert report.files[0].unknown_columns == ("column_1", "colour", "paper")
