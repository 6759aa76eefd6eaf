"""Targets: files that people send, from the bytes of a line to archives and workbooks."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

from genealogy.cases.question import Question
from genealogy.errors import GenealogyError, UsageError
from genealogy.events import KINDS
from genealogy.settings import Settings
from loaders.encoding import FileRefusedError, examine
from loaders.header import delimiter_of, opened, read_header
from loaders.load import load
from loaders.rows import read_rows
from tests.b2mml.documents import BEANS, DATA, EQUIPMENT, LOT, SAUCE, V6, V7, carried, production, segment
from tests.fuzz.values import text_of
from tests.support.workbooks import write_workbook

UTC = ZoneInfo("UTC")
HEADS = ["batches", "receipts", "consumed", "statuses", "corrections", "mapped"]
TOLERANCE = Settings().tolerance


def taken(path: Path) -> bool:
    """A dry load of a file: each row is taken or explained, or the file is refused in words."""
    try:
        report = load(None, path, UTC)
    except GenealogyError as error:
        assert len(str(error)) > 10
        return False
    assert report.totals["rejected"] == len({(error.file, error.row, error.line) for error in report.errors})
    assert all(file.refused or file.rows >= file.rejected for file in report.files)
    return any(file.rows > file.rejected for file in report.files)


def rows(data: bytes, _: Path) -> bool:
    """Every row once, in order, and whole: as many cells as the first has, or with a fault."""
    text = text_of(data)
    lines = text.splitlines(keepends=True)
    width, last = 0, 0
    for row in read_rows(iter(lines), delimiter_of(lines[0] if lines else "")):
        assert row.number > last
        assert row.faults or not width or len(row.cells) == width
        width, last = width or len(row.cells) * (not row.faults), row.number
    assert last <= len(lines)
    return last > 0


def header(data: bytes, _: Path) -> bool:
    """The kind of file by the first byte, then its first line."""
    model = KINDS[data[0] % len(KINDS)] if data else KINDS[0]
    found = opened(read_rows(iter(text_of(data[1:]).splitlines(keepends=True)), ","))
    try:
        head = read_header(next(found, None), model)
    except FileRefusedError as error:
        assert len(str(error)) > 10
        return False
    assert len(head.names) == len(head.written)
    assert not {*head.names} & model.own
    return True


def encodings(data: bytes, _: Path) -> bool:
    """What is taken can be read to its end by the encoding that was found."""
    try:
        found = examine(lambda: io.BytesIO(data))
    except FileRefusedError as error:
        assert len(str(error)) > 10
        return False
    data.decode(found.encoding)
    return True


def text_file(data: bytes, folder: Path) -> bool:
    """The kind of file by the first byte, then the file."""
    path = folder / f"{HEADS[data[0] % len(HEADS)] if data else HEADS[0]}.csv"
    path.write_bytes(data[1:])
    well = taken(path)
    path.unlink()
    return well


def b2mml(data: bytes, folder: Path) -> bool:
    path = folder / "in.xml"
    path.write_bytes(data)
    return taken(path)


def archive(data: bytes, folder: Path) -> bool:
    path = folder / "in.zip"
    path.write_bytes(data)
    return taken(path)


def workbook(data: bytes, folder: Path) -> bool:
    """A part of a workbook by the first byte, then what stands in its place."""
    parts = dict(_parts())
    if data:
        parts[sorted(parts)[data[0] % len(parts)]] = data[1:]
    path = folder / "in.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return taken(path)


def question(data: bytes, _: Path) -> bool:
    try:
        found = Question.of_document(data, TOLERANCE, UTC)
    except UsageError as error:
        assert str(error)
        return False
    assert found.said() is not None
    orjson.dumps(found.seeds)
    return True


@cache
def _parts() -> dict[str, bytes]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        cells: list[list[str | float]] = [["material", "lot", "quantity"], ["铜", "1", 5], ["铁", "2", 0.5]]
        with zipfile.ZipFile(write_workbook(Path(folder) / "book.xlsx", {"batches": cells})) as book:
            return {name: book.read(name) for name in book.namelist()}


def _zips() -> list[bytes]:
    found = []
    for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w", how) as made:
            made.writestr("批/batches.csv", "material,lot\nA,1\n" * 3)
            made.writestr("materials.csv", "material\nA\n")
        found.append(body.getvalue())
    return found


CSV = 'material,lot,quantity,uom\n面粉,批1,5,kg\n"a\nb",2,,\n'
QUESTION = b'{"seeds":[{"key":"M/1","from":"2026-03-01","to":null},{"supplier":"S","from":"2026-03-01"}],"switches":{}}'
B2MML = f"""<?xml version="1.0" encoding="utf-8"?>
<ProductionPerformance xmlns="{V6}"><ID>1</ID>{production(segment("1", BEANS, SAUCE, DATA, EQUIPMENT))}
</ProductionPerformance>"""
LOTS = f'<SyncMaterialInformation xmlns="{V7}">{carried(LOT, "Sync", "Add")}</SyncMaterialInformation>'
TARGETS = {
    "rows": (rows, [CSV.encode(), b"a;b\n1;2\n\n'x'\n", b'a\tb\n"x""y"\t1']),
    "header": (
        header,
        [b"\x07material,lot,serial", b"\x08record_kind,record,action", b"\x18material,lot,status,signer,_error"],
    ),
    "encodings": (encodings, [CSV.encode(), CSV.encode("gb18030"), CSV.encode("utf-16"), CSV.encode("utf-8-sig")]),
    "text_file": (
        text_file,
        [b"\x00" + CSV.encode(), b"\x03material,lot,status,at\nM,1,hold,2026-03-01\n", b"\x00" + CSV.encode("gb18030")],
    ),
    "archive": (archive, _zips()),
    "workbook": (workbook, [bytes([at]) + part for at, (_, part) in enumerate(sorted(_parts().items()))]),
    "b2mml": (b2mml, [B2MML.encode(), B2MML.replace("utf-8", "gbk").encode("gbk"), LOTS.encode()]),
    "question": (question, [QUESTION, b'{"seeds":[{"run":"R1"}],"switches":{"carry_over":{"*":false}}}']),
}
