"""docs/history.md and docs/archive.md are true: their commands run on the example plant, one page after the other, and
print what stands below them."""

from __future__ import annotations

import datetime as dt
import re
import shlex
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from genealogy.settings import Settings
from genealogy.store import Store
from loaders.example import BUNDLE
from loaders.load import load
from tests.api.conftest import write_bundle
from tests.support.campaign import size
from tests.support.commands import inside
from tests.support.servers import wipe

DOCS = Path(__file__).parents[2] / "docs"
PAGES = "".join((DOCS / name).read_text(encoding="utf-8") for name in ("history.md", "archive.md"))
CLOSED = "2027-01-01"  # on the page the end of the year that is archived
THEN = "2026-03-13T09:00:00+08:00"  # on the page the moment before the feed
FEED = {
    "corrections": "record_kind,record,action,reason,at,by\n"
    "shipment,SH-012,void,typed twice 重复录入,2026-03-13T10:00:00+08:00,李雷\n",
    "shipped": "shipment,material,lot,quantity,uom\nSH-007,ECU-7,0307-E1-1,31,pcs\n",
}
# What is another each time: hashes, keys, moments of recording; and rules of tables and wide gaps.
_OTHERWISE = {
    r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b": "UUID",
    r"\b[0-9a-f]{32,64}\b": "HASH",
    r"[A-Za-z0-9+/]{43}=": "KEY",
    r"by os:\S+": "by os:USER",
    r"recorded \d{4}-\d\d-\d\d \d\d:\d\d:\d\d": "recorded",
    r"[\s│╭╮╰╯─]+": " ",
}


def words(text: str) -> str:
    """What a line says, the same each time."""
    for pattern, instead in _OTHERWISE.items():
        text = re.sub(pattern, instead, text)
    return text


def steps() -> list[tuple[str, list[str]]]:
    """Each command of the page with the lines that stand below it."""
    found: list[tuple[str, list[str]]] = []
    for line in re.findall(r"^    (.+)$", PAGES, re.M):
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def test_the_commands_print_what_the_page_says(
    store: Store,
    server_address: tuple[str, str, str],
    settings_of_past: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load(store, BUNDLE, ZoneInfo("Asia/Shanghai"))
    write_bundle(tmp_path / "feed", **FEED)
    (tmp_path / "report.txt").write_text("adhesion 0.8 N/mm 附着力", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shutil.rmtree(settings_of_past.home / "checkpoints", ignore_errors=True)  # of the ledgers of other tests
    before = dt.datetime.now(dt.UTC).isoformat()
    # The whole plant drawn in a server that has just started takes a while: the daily form leaves that to test_asof.
    wanted = [step for step in steps() if "--as-of" not in step[0] or size(False, True)]
    assert len(wanted) >= size(17, 19)
    for command, shown in wanted:
        now = dt.datetime.now(dt.UTC).isoformat()
        program, *args = shlex.split(command.replace(THEN, before).replace(CLOSED, now))
        assert program == "genealogy"
        if args[:2] == ["ledger", "import"]:
            wipe(store)
        done = inside(server_address, settings_of_past.home, *args, TIMEZONE="Asia/Shanghai", ARCHIVE_YEARS="0")
        assert done.exit_code == (6 if "not checked" in "".join(shown) else 0), (command, done.output, done.exception)
        said = words(done.stdout)
        assert [text for text in shown if words(text.replace(THEN, before)) not in said] == [], (command, done.stdout)
