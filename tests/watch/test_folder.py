"""What is taken out of a watched folder, when, by whom, and where it lies afterwards: without a database."""

from __future__ import annotations

import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import pytest

from genealogy.errors import DatabaseUnreachableError, UsageError
from loaders.load import load
from loaders.options import Options
from loaders.report import LoadReport
from loaders.watch.claims import abandoned, claim, rooms_in, under_way
from loaders.watch.incoming import Watched
from loaders.watch.work import Round, Taken, work

UTC = ZoneInfo("UTC")
GOOD = "material,name\nSOY,大豆\n"
BAD = "material,name\nSOY,大豆\n,无名\n"


def checked(path: Path, load_id: str, rejected: Path) -> LoadReport:
    """A load that is dry: reports and rejected rows are real."""
    return load(None, path, UTC, Options(rejected_dir=rejected, load_id=load_id))


def silent(_: Taken) -> None:
    """Nobody listens."""


class Drop:
    """A folder, a clock that stands still, and who watches."""

    def __init__(self, folder: Path, *, quiet: float = 5, marked: bool = False) -> None:
        self.now = 0.0
        self.folder = folder
        self.rooms = rooms_in(folder)
        self.watched = Watched(folder, quiet, marked, clock=lambda: self.now)

    def put(self, name: str, text: str = GOOD) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def round(self, later: float = 0) -> Round:
        self.now += later
        return work(self.rooms, self.watched, checked, silent)

    def lying(self, room: str) -> set[str]:
        """Names of what lies in a room, without the folder of each load."""
        return {"/".join(path.relative_to(self.folder / room).parts[1:]) for path in self.folder.glob(f"{room}/*/**/*")}


def outcomes(done: Round) -> list[tuple[str, str]]:
    return [(one.name, one.outcome) for one in done.taken]


def test_a_file_is_taken_once_it_is_quiet(tmp_path: Path) -> None:
    drop = Drop(tmp_path)
    path = drop.put("materials.csv")
    assert drop.round().waiting == ("materials.csv",)
    path.write_text(GOOD + "SALT,盐\n", encoding="utf-8")
    assert drop.round(4).taken == drop.round(4).taken == []  # it grew: the wait begins anew
    (one,) = drop.round(2).taken
    assert (one.outcome, one.report and one.report["totals"]["rows"]) == ("done", 2)
    assert drop.lying("done") == {"materials.csv", "materials.csv.report.json"}
    drop.put("materials.csv")  # the same name again overwrites nothing
    drop.round()
    drop.round(6)
    assert len(list(tmp_path.glob("done/*/materials.csv"))) == 2
    assert not under_way(drop.rooms) and not list(drop.rooms.loading.iterdir())


def test_unfinished_transfers_are_not_looked_at_and_a_mark_says_whole(tmp_path: Path) -> None:
    drop = Drop(tmp_path, marked=True)
    for name in ("a.csv.part", "b.TMP", ".materials.csv", "~$来料.xlsx", "c.filepart"):
        drop.put(name)
    drop.put("materials.csv")
    (bundle := tmp_path / "三月").mkdir()
    (bundle / "materials.csv").write_text(GOOD, "utf-8")
    drop.round()
    assert drop.round(1000).waiting == ("materials.csv", "三月")
    for name in ("materials.csv", "三月"):
        drop.put(f"{name}.done", "")
    assert sorted(outcomes(drop.round())) == [("materials.csv", "done"), ("三月", "done")]
    assert drop.lying("done") >= {"materials.csv.done", "三月/materials.csv", "三月.report.json"}
    assert len([path for path in tmp_path.iterdir() if path.is_file()]) == 5


def test_rejected_rows_lie_beside_and_can_be_dropped_again(tmp_path: Path) -> None:
    drop = Drop(tmp_path, quiet=0)
    drop.put("materials.csv", BAD)
    drop.round()
    (one,) = drop.round().taken
    assert one.outcome == "rejected"
    said = orjson.loads(Path(one.where + ".report.json").read_bytes())
    assert (said["problem"], said["report"]["totals"]["rejected"]) == (None, 1)
    rejected = Path(one.where + ".rejected") / "materials.csv"
    text = rejected.read_text("utf-8-sig")
    assert "无名" in text
    drop.put("materials.csv", text.replace(",,", ",MSG,"))
    drop.round()
    assert outcomes(drop.round()) == [("materials.csv", "done")]


def test_what_cannot_be_read_is_put_aside_with_the_reason(tmp_path: Path) -> None:
    drop = Drop(tmp_path, quiet=0)
    drop.put("broken.zip", "PK\x03\x04 no archive")
    drop.put("notes.txt", "hello\n")
    with zipfile.ZipFile(tmp_path / "escape.zip", "w") as archive:
        archive.writestr("../materials.csv", GOOD)
    drop.round()
    done = drop.round()
    assert not done.clean
    problems = {one.name: one.problem["detail"] for one in done.taken if one.problem}
    assert "damaged zip" in problems["broken.zip"]
    assert "holds no file of a bundle" in problems["notes.txt"]
    assert "outside itself" in problems["escape.zip"]
    assert drop.lying("rejected") >= {"broken.zip", "notes.txt", "escape.zip", "escape.zip.report.json"}


def test_links_are_left_where_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    (secret := tmp_path / "materials.csv").write_text(GOOD, "utf-8")
    drop = Drop(folder, quiet=0)
    (folder / "materials.csv").symlink_to(secret)
    os.mkfifo(folder / "pipe")
    (bundle := folder / "bundle").mkdir()
    (bundle / "materials.csv").symlink_to(secret)
    drop.put("bundle.done", "")
    for name in (b"\xff.csv".decode(errors="surrogateescape"), "长" * 70 + ".csv"):
        drop.put(name)
    drop.round()
    done = drop.round()
    assert done.taken == [] and not done.clean
    said = dict(done.refused)
    assert "link" in said["materials.csv"] and "link" in said["bundle"] and said["pipe"] == "is no file"
    assert "UTF-8" in said["\\udcff.csv"] and len(said) == 5
    elsewhere = tmp_path / "other"
    (elsewhere / "x").mkdir(parents=True)
    (elsewhere / "done").symlink_to(tmp_path)
    with pytest.raises(UsageError, match="link"):
        rooms_in(elsewhere)
    with pytest.raises(UsageError, match="no folder"):
        rooms_in(tmp_path / "nowhere")


def test_two_watchers_load_each_file_once(tmp_path: Path) -> None:
    first, second = Drop(tmp_path, quiet=0), Drop(tmp_path, quiet=0)
    for number in range(40):
        drop_name = f"{number}.zip"
        with zipfile.ZipFile(tmp_path / drop_name, "w") as archive:
            archive.writestr("materials.csv", GOOD)
    first.round(), second.watched.look()
    with ThreadPoolExecutor(2) as pool:
        both = [one for done in pool.map(Drop.round, (first, second)) for one in done.taken]
    assert sorted(one.name for one in both) == sorted(f"{number}.zip" for number in range(40))
    assert {one.outcome for one in both} == {"done"}
    assert len(list(tmp_path.glob("done/*/*.zip"))) == 40


def test_what_a_live_watcher_has_is_not_taken_and_what_a_dead_one_left_is(tmp_path: Path) -> None:
    drop = Drop(tmp_path, quiet=0)
    with claim(drop.rooms, drop.put("materials.csv")) as mine:
        assert mine
        mine.rejected.mkdir()
        mine.report.write_bytes(b"{")
        assert drop.round().taken == []
        with abandoned(drop.rooms, mine.entry.parent, lambda _: True) as nothing:
            assert nothing is None
    (drop.rooms.loading / "empty").mkdir()
    drop.put("materials.csv.done", "")  # its watcher ended before this was moved too
    assert drop.round().taken == []  # whoever wrote it may not be done
    assert outcomes(drop.round()) == [("materials.csv", "done")]
    assert drop.lying("done") == {"materials.csv", "materials.csv.done", "materials.csv.report.json"}
    report = next(tmp_path.glob("done/*/*.json"))
    assert orjson.loads(report.read_bytes())["outcome"] == "done"
    assert not list(drop.rooms.loading.iterdir())


def test_a_file_that_changes_while_it_is_loaded_is_loaded_again(tmp_path: Path) -> None:
    drop = Drop(tmp_path, quiet=0)
    slow = drop.put("materials.csv").open("a", encoding="utf-8")

    def meanwhile(path: Path, load_id: str, rejected: Path) -> LoadReport:
        report = checked(path, load_id, rejected)
        slow.write("SALT,盐\n")
        slow.flush()
        return report

    drop.round()
    with slow:
        done = work(drop.rooms, drop.watched, meanwhile, silent)
    assert outcomes(done) == [("materials.csv", "changing")]
    assert drop.round().taken == []
    (one,) = drop.round().taken
    assert (one.outcome, one.report and one.report["totals"]["rows"]) == ("done", 2)


def test_a_database_that_is_away_is_no_fault_of_the_file(tmp_path: Path) -> None:
    drop = Drop(tmp_path, quiet=0)
    drop.put("materials.csv")
    drop.round()

    def away(path: Path, load_id: str, rejected: Path) -> LoadReport:
        raise DatabaseUnreachableError("it does not answer")

    with pytest.raises(DatabaseUnreachableError):
        work(drop.rooms, drop.watched, away, silent)
    drop.round()
    assert outcomes(drop.round()) == [("materials.csv", "done")]

    def broken(path: Path, load_id: str, rejected: Path) -> LoadReport:
        raise ZeroDivisionError

    drop.put("materials.csv")
    drop.round()
    (one,) = work(drop.rooms, drop.watched, broken, silent).taken
    assert (one.outcome, one.problem and one.problem["code"]) == ("rejected", "internal")
