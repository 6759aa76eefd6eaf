"""The worked example of docs/causes.md is what the command prints."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from api.cli.report_causes import print_causes
from api.examples import CAUSES
from genealogy.causes import causes
from genealogy.store import Store
from loaders.example import BUNDLE
from loaders.load import load

PAGE = Path(__file__).parents[2] / "docs" / "causes.md"


def test_the_transcript_is_real(store: Store) -> None:
    load(store, BUNDLE, ZoneInfo("Asia/Shanghai"))
    screen = StringIO()
    answer = causes(store, CAUSES["bad"], CAUSES["good"], 4)
    print_causes(Console(file=screen, width=132, force_terminal=False), answer)
    said = "\n".join(line.rstrip() for line in screen.getvalue().splitlines())
    text = PAGE.read_text(encoding="utf-8")
    (block,) = re.findall(r"<!-- transcript -->\n\n```text\n(.*?)\n```", text, re.DOTALL)
    command, _, shown = block.partition("\n\n")
    assert re.findall(r"ECU-7/\S+", command) == [*CAUSES["bad"], *CAUSES["good"]]
    assert "--min-support 4" in command
    assert shown == said.strip("\n")
