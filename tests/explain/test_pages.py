"""The worked examples of docs/explain.md and docs/sample.md are what the commands print."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console

from api.cli.report_explain import print_explained
from api.cli.report_sample import print_sample
from api.examples import EXPLAINED, SAMPLED
from genealogy.answers import Seed, SeedQuery
from genealogy.explain import Target, explain
from genealogy.sample import sample
from genealogy.store import Store
from loaders.example import BAD_LOT, BUNDLE
from loaders.load import load

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"<!-- transcript (\w+) -->\n(?:\n```text\n(.*?)\n```\n)?", re.DOTALL)
SPARED = "ECU-7/0306-E3-1"  # made of coating that was drawn after the coater had been cleaned


def shown(printed: Callable[..., None], *args: Any) -> str:
    """What is printed, 132 columns wide."""
    screen = StringIO()
    printed(Console(file=screen, width=132, force_terminal=False), *args)
    return "\n".join(line.rstrip() for line in screen.getvalue().splitlines()).strip("\n")


def transcripts(store: Store) -> dict[str, str]:
    """By name: the command, and what it prints."""
    seed = SeedQuery(equipment=SAMPLED["equipment"], from_=SAMPLED["from"], to=SAMPLED["to"])
    window = f"--equipment {SAMPLED['equipment']} --from {SAMPLED['from']} --to {SAMPLED['to']}"
    told = {
        key: shown(print_explained, explain(store, [Seed(BAD_LOT)], Target(key)), "en") for key in (EXPLAINED, SPARED)
    }
    return {
        "explain": f"$ genealogy explain {EXPLAINED} --seed '{BAD_LOT}'\n\n{told[EXPLAINED]}",
        "excluded": f"$ genealogy explain {SPARED} --seed '{BAD_LOT}'\n\n{told[SPARED]}",
        "sample": f"$ genealogy sample {window} --count 2\n\n{shown(print_sample, sample(store, [seed], 2), 'en')}",
    }


def written(store: Store) -> dict[Path, str]:
    """The pages with what is printed now."""
    load(store, BUNDLE, ZoneInfo("Asia/Shanghai"))
    said = transcripts(store)

    def block(found: re.Match[str]) -> str:
        return f"<!-- transcript {found[1]} -->\n\n```text\n{said[found[1]]}\n```\n"

    pages = [DOCS / "explain.md", DOCS / "sample.md"]
    return {page: BLOCK.sub(block, page.read_text(encoding="utf-8")) for page in pages}


def test_the_transcripts_are_real(store: Store) -> None:
    for page, text in written(store).items():
        assert text.count("```text") == len(BLOCK.findall(text)) > 0
        assert page.read_text(encoding="utf-8") == text
