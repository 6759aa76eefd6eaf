"""Where a bundle may lie: folder, single file, zip of any make; what is refused, and what is only named."""

from __future__ import annotations

import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from genealogy.errors import NotFoundError, TooLargeError, UsageError
from genealogy.events import BY_KIND
from loaders import archive
from loaders.files import open_bundle
from loaders.kinds import FILES
from loaders.load import load

UTC = ZoneInfo("UTC")
MATERIALS = "material,name\nA,铜\n".encode()


def _zip(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, body in members.items():
            file.writestr(name, body)
    return path


def _files(path: Path) -> tuple[list[str], tuple[str, ...]]:
    with open_bundle(path) as bundle:
        return [file.name for file in bundle.files], bundle.unknown


def test_every_kind_of_event_has_its_file() -> None:
    assert list(FILES.values()) == list(BY_KIND)
    assert set(FILES) == {
        *("materials.csv", "conversions.csv", "suppliers.csv", "customers.csv", "locations.csv", "equipment.csv"),
        *("operators.csv", "batches.csv", "receipts.csv", "runs.csv", "used.csv", "parameters.csv", "consumed.csv"),
        *("produced.csv", "mapped.csv", "orders.csv", "shipments.csv", "shipped.csv", "returns.csv"),
        *("inspections.csv", "cleanings.csv", "movements.csv", "counts.csv", "statuses.csv", "packs.csv"),
        "corrections.csv",
    }


def test_what_is_no_part_of_a_bundle_is_named(tmp_path: Path) -> None:
    for name in ("Materials.CSV", "consumed.csv", "material.csv", "notes.txt", ".DS_Store"):
        (tmp_path / name).write_bytes(MATERIALS)
    (tmp_path / "old").mkdir()

    assert _files(tmp_path) == (["materials.csv", "consumed.csv"], ("material.csv", "notes.txt", "old/"))


def test_a_single_file(tmp_path: Path) -> None:
    (tmp_path / "materials.csv").write_bytes(MATERIALS)

    assert _files(tmp_path / "materials.csv") == (["materials.csv"], ())


@pytest.mark.parametrize(
    ("name", "error", "text"),
    [
        ("nowhere", NotFoundError, "there is no file or folder"),
        ("empty", UsageError, "empty holds no file of a bundle"),
        (
            "notes.txt",
            UsageError,
            r"notes\.txt holds no file of a bundle .*; found: notes\.txt\. Known names: materials",
        ),
    ],
)
def test_where_there_is_no_bundle(tmp_path: Path, name: str, error: type[Exception], text: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("x")

    with pytest.raises(error, match=text):
        load(None, tmp_path / name, UTC)


def test_the_same_file_twice(tmp_path: Path) -> None:
    _zip(tmp_path / "two.zip", {"a/materials.csv": MATERIALS, "b/materials.csv": MATERIALS})

    with pytest.raises(UsageError, match=r"holds materials\.csv twice \(a/materials\.csv and b/materials\.csv\)"):
        _files(tmp_path / "two.zip")


def test_zip_and_folder_are_the_same_content(tmp_path: Path) -> None:
    (tmp_path / "plant").mkdir()
    (tmp_path / "plant" / "materials.csv").write_bytes(MATERIALS)
    _zip(tmp_path / "packed.bin", {"plant/materials.csv": MATERIALS, "__MACOSX/plant/._materials.csv": b"x"})

    folder, packed = (load(None, tmp_path / name, UTC) for name in ("plant", "packed.bin"))

    assert folder.files == packed.files
    assert folder.sha256 == packed.sha256
    assert not packed.unknown_files


def test_names_in_gbk_and_backslashes(tmp_path: Path) -> None:
    path = _zip(tmp_path / "windows.zip", {"XXXX\\materials.csv": MATERIALS, "XXXX\\YYYY.txt": b""})
    raw = path.read_bytes().replace(b"XXXX", "批次".encode("gbk")).replace(b"YYYY", "说明".encode("gbk"))
    path.write_bytes(raw)

    assert _files(path) == (["materials.csv"], ("批次/说明.txt",))


@pytest.mark.parametrize("name", ["../materials.csv", "/materials.csv", "a/../../materials.csv", "..\\materials.csv"])
def test_a_member_outside_the_archive(tmp_path: Path, name: str) -> None:
    _zip(tmp_path / "evil.zip", {name: MATERIALS})

    with pytest.raises(UsageError, match="names a file outside itself"):
        _files(tmp_path / "evil.zip")


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    _zip(tmp_path / "bomb.zip", {"materials.csv": b"material\n" + b"A\n" * (8 << 20)})

    with pytest.raises(
        TooLargeError, match=r"materials\.csv unpacks to 16777225 bytes, more than 250 times its packed"
    ):
        _files(tmp_path / "bomb.zip")


@pytest.mark.parametrize(("limit", "text"), [("MOST_MEMBERS", "holds 2 files"), ("MOST_BYTES", "unpacks to more than")])
def test_too_much_in_one_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, text: str) -> None:
    _zip(tmp_path / "large.zip", {"materials.csv": MATERIALS, "runs.csv": b"run\n"})
    monkeypatch.setattr(archive, limit, 1)

    with pytest.raises(TooLargeError, match=text):
        _files(tmp_path / "large.zip")


def test_an_encrypted_member(tmp_path: Path) -> None:
    path = _zip(tmp_path / "secret.zip", {"materials.csv": MATERIALS}, zipfile.ZIP_STORED)
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)

    with pytest.raises(UsageError, match=r"materials\.csv is encrypted; load the archive unpacked"):
        _files(path)


def test_an_office_document(tmp_path: Path) -> None:
    _zip(tmp_path / "letter.docx", {"[Content_Types].xml": b"", "word/document.xml": b""})

    with pytest.raises(UsageError, match=r"is an office document but no \.xlsx workbook; save it as a workbook"):
        _files(tmp_path / "letter.docx")


def test_a_damaged_member_is_refused_and_the_others_load(tmp_path: Path) -> None:
    path = _zip(tmp_path / "bad.zip", {"materials.csv": MATERIALS, "runs.csv": b"run\nR\n"}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace("铜".encode(), "铁".encode()))

    report = load(None, path, UTC)

    damaged, whole = report.files
    assert "cannot be read (Bad CRC-32" in damaged.refused
    assert (damaged.rows, whole.rows) == (0, 1)


def test_half_an_archive(tmp_path: Path) -> None:
    path = _zip(tmp_path / "half.zip", {"materials.csv": MATERIALS})
    path.write_bytes(path.read_bytes()[:-30])

    with pytest.raises(UsageError, match=r"half\.zip is a damaged zip archive"):
        _files(path)
