"""A watched folder into a real database: by the command, and by a process that is killed in the middle."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

from genealogy.graph_hash import graph_hash
from genealogy.store import Store
from loaders.load import load
from loaders.loads import list_loads
from tests.epcis.documents import event, lgtin, of, query_document
from tests.support.commands import Address, inside
from tests.support.servers import wipe
from tests.support.workbooks import write_workbook

BUNDLE = {
    "materials.csv": "material,name\nSOY,大豆\nSAUCE,酱油\n",
    "receipts.csv": "receipt,supplier,material,lot,quantity,uom\nR1,S1,SOY,豆-01,100,kg\n",
    "runs.csv": "run,started_at\nW1,2026-03-04T08:00:00+08:00\n",
    "consumed.csv": "run,material,lot,quantity,uom\nW1,SOY,豆-01,60,kg\n",
    "produced.csv": "run,material,lot,quantity,uom\nW1,SAUCE,酱-01,90,L\n",
}
UTC = ZoneInfo("UTC")
KILLED = """\
import os, sys
from pathlib import Path
from zoneinfo import ZoneInfo
from genealogy.store import connect
from loaders.load import load
from loaders.options import Options
from loaders.watch.claims import rooms_in
from loaders.watch.incoming import Watched
from loaders.watch.work import work

def progress(what, done, total):
    if what == "runs.csv":
        os._exit(9)  # some files are recorded, the others not

with connect(*sys.argv[2:]) as store:
    def loading(path, load_id, rejected):
        return load(store, path, ZoneInfo("UTC"), Options(rejected, progress, load_id=load_id))
    folder = Path(sys.argv[1])
    work(rooms_in(folder), Watched(folder, 0), loading, print)
"""


def test_killed_in_the_middle_it_is_loaded_again(server_address: Address, store: Store, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    (drop / "三月").mkdir(parents=True)
    for name, text in BUNDLE.items():
        (drop / "三月" / name).write_text(text, "utf-8")
    load(store, drop / "三月", UTC)
    whole = graph_hash(store)
    wipe(store)
    (drop / "三月.done").touch()
    killed = subprocess.run([sys.executable, "-c", KILLED, drop, *server_address], check=False, capture_output=True)
    assert killed.returncode == 9, killed.stderr
    assert [(one.source, one.state) for one in list_loads(store)] == [("三月", "running")]
    assert graph_hash(store) != whole

    watching = ("watch", drop, "--once", "--quiet", "0", "--json")
    done = orjson.loads(inside(server_address, tmp_path / "home", *watching).stdout)
    (one,) = done["taken"]
    assert (one["outcome"], done["clean"]) == ("done", True)
    assert one["report"]["totals"]["repeated"] > 0 and one["report"]["totals"]["new"] > 0
    assert graph_hash(store) == whole
    assert sorted(one.state for one in list_loads(store)) == ["done", "interrupted"]

    home = tmp_path / "home"
    _mapped(server_address, home, tmp_path)
    again = drop / "again.json"
    found = event(
        "ObjectEvent",
        "05 08:00",
        action="OBSERVE",
        bizStep="receiving",
        quantityList=[of(lgtin("011111", "A"), 5, "KGM")],
    )
    again.write_bytes(orjson.dumps(query_document(found)))
    shown = inside(server_address, home, *watching[:-1])
    assert (shown.exit_code, shown.stdout.strip()) == (0, "1 done, 0 rejected, 0 not whole yet")
    assert inside(server_address, home, "watch", drop, "--json").exit_code == 2
    assert inside(server_address, home, "watch", drop, "--once", "--mapping", again).exit_code == 2


def _mapped(address: Address, home: Path, tmp_path: Path) -> None:
    """Foreign tables: everything in one folder is read through one mapping."""
    drop, said = tmp_path / "来料", tmp_path / "mapping.yaml"
    drop.mkdir()
    said.write_text("tables:\n- into: materials\n  columns: {material: 料号, name: 品名}\n", "utf-8")
    write_workbook(drop / "一.xlsx", {"物料": [["料号", "品名"], ["M1", "盐"]]})
    write_workbook(drop / "二.xlsx", {"物料": [["料号"], ["M1"]]})
    watching = ("watch", drop, "--once", "--quiet", "0", "--mapping", said)
    done = inside(address, home, *watching)
    assert done.exit_code == 4
    assert "1 done, 1 rejected" in done.stdout
    (report,) = (orjson.loads(path.read_bytes()) for path in drop.glob("rejected/*/*.json"))
    assert (report["name"], report["report"]["files"][0]["refused"] != "") == ("二.xlsx", True)
