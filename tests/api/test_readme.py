"""The README's transcript is what the command prints, and its small bundle loads."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from api.cli.report_recall import print_recall
from genealogy.answers import Seed, recall
from genealogy.store import Store
from loaders.example import BAD_LOT, BUNDLE
from loaders.load import load

README = Path(__file__).parents[2] / "README.md"
ZONE = ZoneInfo("UTC")  # what holds where nobody sets GENEALOGY_TIMEZONE, as in `make demo`


def transcript(store: Store) -> str:
    """What `genealogy recall` prints of the example plant, 132 columns wide, without the moment it was computed at."""
    load(store, BUNDLE, ZONE)
    screen = StringIO()
    print_recall(Console(file=screen, width=132, force_terminal=False), recall(store, [Seed(BAD_LOT)]))
    lines = [line.rstrip() for line in screen.getvalue().splitlines() if not line.startswith("Scope complete")]
    return "\n".join(lines).strip("\n")


def test_the_transcript_is_real(store: Store) -> None:
    text = README.read_text(encoding="utf-8")
    (block,) = re.findall(r"<!-- transcript -->\n\n```text\n(.*?)\n```", text, re.DOTALL)
    command, _, said = block.partition("\n\n")
    assert command == f"$ genealogy recall '{BAD_LOT}'"
    assert said == transcript(store)


def test_the_small_bundle_gives_its_answer(store: Store, tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    (block,) = re.findall(r"(       # consumed\.csv.*?\n)\n", text, re.DOTALL)
    columns = [re.split(r"\s{2,}|\s(?=#)", line.strip()) for line in block.splitlines()]
    for name, head, row in zip(*columns, strict=True):
        (tmp_path / name.lstrip("# ")).write_text(f"{head}\n{row}\n", encoding="utf-8")
    assert load(store, tmp_path, ZONE).clean
    answer = recall(store, [Seed("FLOUR/F-17")])
    assert [batch["key"] for batch in answer["batches"]] == ["FLOUR/F-17", "BREAD/B-0304"]
    assert [shipment["shipment"] for shipment in answer["shipments"]] == ["S1"]
