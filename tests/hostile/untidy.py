# ruff: noqa: E501 - the table is easier to read with one case a line
"""What people and programs make of files without meaning any harm: half rows, merged cells, days as numbers; and
documents of other forms that say too much or too little."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

from tests.hostile.books import GOOD, rows
from tests.hostile.case import Hostile, Make, blob, text
from tests.support.workbooks import Cell, write_workbook

EVENT = (
    '{"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"], "type": "EPCISDocument",'
    ' "schemaVersion": "2.0", "creationDate": "2026-03-04T08:00:00Z", "epcisBody": {"eventList": [%s]}}'
)
ROOT = b'<e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:1" schemaVersion="1.2" creationDate="2026-03-04T08:00:00Z">'
MAPPING = "tables:\n- {from: batches.csv, into: batches, columns: {material: 物料, lot: 批号}}\n"


def _merged(folder: Path) -> Path:
    cells: list[list[Cell]] = [["material", "lot"], ["A", "1"], [None, "2"], ["B", "3"]]
    return write_workbook(folder / "in.xlsx", {"materials": GOOD, "batches": cells}, merged={"batches": ["A2:A3"]})


def _hidden(folder: Path) -> Path:
    with xlsxwriter.Workbook(str(folder / "in.xlsx")) as book:
        book.add_worksheet("materials").write_column(0, 0, ["material", "A"])
        sheet = book.add_worksheet("batches")
        for at, row in enumerate((["material", "lot"], ["A", "1"], ["A", ""])):
            sheet.write_row(at, 0, row)
        sheet.set_row(2, options={"hidden": True})
        sheet.hide()
    return folder / "in.xlsx"


def _dated(*cells: Cell) -> Make:
    table: list[list[Cell]] = [
        ["material", "lot", "produced_at"],
        *(["A", str(at), cell] for at, cell in enumerate(cells)),
    ]
    return lambda folder: write_workbook(folder / "in.xlsx", {"materials": GOOD, "batches": table})


def _mapped(mapping: str, body: str = "物料,批号\n铜,1\n") -> Make:
    def make(folder: Path) -> Path:
        path = text(body.encode())(folder)
        (path / "materials.csv").unlink()
        (path / "mapping.yaml").write_text(mapping, encoding="utf-8")
        return path

    return make


def _event(more: str = "", type_: str = "ObjectEvent", time: str = "2026-03-04T08:00:00Z") -> Make:
    said = f'{{"type": "{type_}", "action": "OBSERVE", "eventTime": "{time}", "eventTimeZoneOffset": "+08:00"{more}'
    return blob((EVENT % (said + ', "epcList": ["urn:epc:id:sgtin:4012345.011111.1"]}')).encode(), "in.json")


CASES = (
    Hostile("cells that are merged", _merged, 4, "is merged with other cells (A2:A3)", 2),
    Hostile("a hidden sheet with a hidden row", _hidden, 4, "is empty, but required; fill it in", 2),
    Hostile("days as numbers in a text", text(b"material,lot,produced_at\nA,1,46085\nB,2,2026-03-04\n"), 4, "is not a time; write", 2),
    Hostile("days as numbers in a workbook", _dated(46085, dt.date(2026, 3, 4)), 4, "produced_at", 2),
    Hostile("an hour without its day", _dated(dt.time(8, 15), "2026-03-04"), 4, "produced_at", 2),
    Hostile("a row cut off", text("material,lot,quantity\n铜,1,5\n铁,2".encode()), 4, "the row has 2 fields, the header has 3", 2),
    Hostile("a file cut off in a character", text("material,lot\n铜,1\n铁,批".encode()[:-1]), 4, "mixes encodings", 1),
    Hostile("a sum below the table", rows(["A", "1", 5], [None, "合计", 5]), 4, "is empty, but required; fill it in", 2),
    Hostile("a title above the header", text("批次清单,,\nmaterial,lot,quantity\nA,1,5\n".encode()), 4, "lacks the required columns", 1),
    Hostile("Chinese headers without a mapping", text("物料编码,批号\n铜,1\n".encode()), 4, "lacks the required columns", 1),
    Hostile("one header in two spellings", text(b"material,lot,Lot \nA,1,2\n"), 4, "has column 'lot' twice", 1),
    Hostile("an old workbook", blob(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "in.xls"), 2, "old office program"),
    Hostile("a picture", blob(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "batches.csv"), 4, "is neither UTF-8"),
    Hostile("nothing at all", blob(b"", "batches.csv"), 4, "is empty; its first line must name the columns"),
    Hostile("a mapping that refers to itself", _mapped(MAPPING + "lookups: &a {x: *a}\n"), 2, "holds a reference"),
    Hostile("a mapping with a column twice", _mapped(MAPPING.replace("lot: 批号", "lot: 批号, lot: 物料")), 2, "has 'lot' twice"),
    Hostile("a mapping of a column that is not there", _mapped(MAPPING.replace("批号", "批次号")), 4, "the nearest lacks 批次号"),
    Hostile("an EPCIS document with a document type", blob(b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + ROOT + b"</e:EPCISDocument>", "in.xml"), 2, "document type"),
    Hostile("an EPCIS document cut off", blob((EVENT % "{").encode()[:150], "in.json"), 2, "is no valid JSON"),
    Hostile("an EPCIS document of a thousand levels", blob((EVENT % ("[" * 100_000)).encode(), "in.json"), 2, "depth limit"),
    Hostile("an EPCIS event on a day that never was", _event(time="2026-02-30T08:00:00Z"), 4, "eventTime"),
    Hostile("an EPCIS event of no kind there is", _event(type_="ObjectivEvent"), 4, "is no type of event"),
    Hostile("an EPCIS event with a number for a text", _event(', "bizStep": 7'), 4, "bizStep"),
)  # fmt: skip
