"""docs/cases.md is true: its commands run on the example plant, and print what stands below them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson

from genealogy.settings import Settings
from genealogy.store import Store
from loaders.example import BUNDLE
from loaders.load import load
from tests.api.conftest import client_of, write_bundle

PAGE = (Path(__file__).parents[2] / "docs" / "cases.md").read_text(encoding="utf-8")
SHANGHAI = "Asia/Shanghai"
FEED = {
    "consumed": "run,material,lot,quantity,uom\nR-900,ECU-7,0306-E1-2,31,pcs\n",
    "produced": "run,material,lot,quantity,uom\nR-900,KIT-7,K-900,31,pcs\n",
    "shipped": "shipment,material,lot,quantity,uom\nSH-099,ECU-7,0306-E2-2,30,pcs\n",
    "shipments": "shipment,to_location\nSH-099,DC-EAST\n",
}


def steps() -> list[tuple[str, list[str]]]:
    """Each command of the page with the lines that stand below it."""
    lines = [line.strip() for block in re.findall(r"((?:^    .+\n)+)", PAGE, re.M) for line in block.splitlines()]
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found and not re.match(r"\w+ += ", line):
            found[-1][1].append(line)
    return found


def words(text: str) -> str:
    """A table and its line on the page, alike: bars, rules and wide gaps are one space."""
    return re.sub(r"[\s│╭╮╰╯─]+", " ", text)


def test_the_commands_print_what_the_page_says(
    store: Store, server_address: tuple[str, str, str], tmp_path: Path
) -> None:
    load(store, BUNDLE, ZoneInfo(SHANGHAI))
    write_bundle(tmp_path / "feed", **FEED)
    uri, user, password = server_address
    own = {"NEO4J_URI": uri, "NEO4J_USER": user, "NEO4J_PASSWORD": password, "HOME": str(tmp_path / "home")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GENEALOGY_")}
    env = kept | {f"GENEALOGY_{name}": value for name, value in (own | {"TIMEZONE": SHANGHAI}).items()}
    commands = steps()
    assert len(commands) >= 15
    for command, shown in commands:
        program, *args = shlex.split(command)
        assert program == "genealogy"
        line = [sys.executable, "-m", "api.cli", *args]
        done = subprocess.run(line, capture_output=True, text=True, env=env, check=False, cwd=tmp_path)
        assert done.returncode == 0, (command, done.stderr)
        said = words(done.stdout)
        assert [text for text in shown if words(text) not in said] == [], (command, done.stdout)
        if args[:2] == ["case", "decide"]:
            _refused(store, tmp_path)
    assert (tmp_path / "frozen.json").stat().st_size > 10_000


def _refused(store: Store, folder: Path) -> None:
    """The event on the page gets the answer on the page."""
    event, answer = map(orjson.loads, re.findall(r"```json\n(.+?)\n```", PAGE, re.S))
    settings = Settings(home=folder / "api")
    with client_of(settings, store) as client:
        found = client.post("/events", json=event)
    assert found.status_code == answer["status"]
    assert {name: found.json()[name] for name in answer} == answer
