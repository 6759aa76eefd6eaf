"""What is typed wrong on the command line: the exit code, one sentence on standard error, and nothing written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from genealogy.errors import UsageError
from genealogy.server.backups import backup
from genealogy.settings import load_settings
from genealogy.store import Store
from tests.support.commands import Address, command, inside

NEVER = ("bolt://127.0.0.1:9", "neo4j", "x")  # what is said needs no database


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder one stands in, which has to stay as it is."""
    (folder := tmp_path / "here").mkdir()
    (folder / "kept.tar").write_text("the backup before this one", "utf-8")
    monkeypatch.chdir(folder)
    yield folder
    assert [path.name for path in folder.iterdir()] == ["kept.tar"]
    assert (folder / "kept.tar").read_text("utf-8") == "the backup before this one"


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("load", ""), 2, "the path is empty"),
        (("watch", "", "--once"), 2, "the path is empty"),
        (("simulate", "", "--batches", "600"), 2, "the path is empty"),
        (("notices", "A/1", "--out", ""), 2, "the path is empty"),
        (("ledger", "import", "nope"), 3, "there is no file nope"),
        (("fsma", "plan", "nope"), 3, "there is no file nope"),
        (("restore", "nope"), 3, "there is no file nope"),
        (("restore", ".."), 2, "is a folder"),
        (("backup", "kept.tar"), 2, "is there already"),
        (("verifier", "--out", "kept.tar"), 2, "is there already"),
    ],
)
def test_paths(here: Path, tmp_path: Path, args: tuple[str, ...], code: int, said: str) -> None:
    done = inside(NEVER, tmp_path / "home", *args)
    assert (done.exit_code, said in str(done.exception)) == (code, True), done.exception


def test_a_backup_is_not_written_over(here: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is there already"):
        backup(load_settings().model_copy(update={"home": tmp_path / "home"}), here / "kept.tar")


def test_a_terminal_that_is_not_utf_8(store: Store, server_address: Address, tmp_path: Path) -> None:
    typed = command(NEVER, tmp_path, "batch", b"\xc1\xcf/1".decode(errors="surrogateescape"))
    assert (typed.returncode, typed.stdout) == (2, "")
    assert typed.stderr.startswith(r"genealogy: the argument b'\xc1\xcf/1' is no text in utf-8; set the terminal")
    (tmp_path / "batches.csv").write_text("material,lot\n料,批1\n", "utf-8")
    assert inside(server_address, tmp_path, "load", tmp_path / "batches.csv").exit_code == 0
    shown = command(server_address, tmp_path, "batch", "料/批1", terminal="ascii")
    assert shown.returncode == 0 and r"\u6599/\u62791" in shown.stdout


def test_the_names_of_the_interface(store: Store, server_address: Address, tmp_path: Path) -> None:
    file = tmp_path / "fsma.xlsx"
    assert inside(server_address, tmp_path, "export", "fsma204", "--out", file, "--batch", "A/1").exit_code == 3
    assert inside(server_address, tmp_path, "export", "fsma204", "--out", file, "--json").exit_code == 0
    assert file.read_bytes()[:2] == b"PK"
    assert "no batch matches" in inside(server_address, tmp_path, "search", "控制板").stderr
