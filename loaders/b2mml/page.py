"""The tables of docs/b2mml.md, written from the code: `python -m loaders.b2mml.page docs/b2mml.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from loaders.b2mml.fields import ACTUALS, NOUNS, OTHERS, QUIET, SHAPES, TAKEN, USES

MARK = "<!-- From here on written from the code by `python -m loaders.b2mml.page docs/b2mml.md`; change it there. -->"


def tables() -> str:
    """All tables, as Markdown."""
    return "\n".join([MARK, "", *_parts()]) + "\n"


def _parts() -> Iterator[str]:
    yield from ("## What is read", "", f"Documents: {_words(NOUNS)}; alone, or carried by a transaction whose verb is")
    yield from (f"{_words(TAKEN)}. {_words(OTHERS)} are refused.", "")
    yield from ("| MaterialUse | record |", "|---|---|")
    yield from (f"| {use} | {kind} |" for use, kind in USES.items())
    yield from ("", "| element | record |", "|---|---|")
    yield from (
        f"| `{name}` | {f'`{kind}`' if kind else 'as its MaterialUse says'} |" for name, kind in ACTUALS.items()
    )
    yield from ("", f"Read over: {_words(QUIET)}. Whatever else is not in these tables is named in the report.", "")
    yield "## Fields"
    for shape in SHAPES:
        yield from ("", f"### {shape.kind}", "", f"From {shape.of}.", "", "| ours | B2MML |", "|---|---|")
        yield from (f"| `{ours}` | {theirs} |" for ours, theirs in shape.columns.items())


def _words(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def rewritten(page: str) -> str:
    """A page with its tables as they are now; what stands before them stays."""
    return page.partition(MARK)[0] + tables()


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(rewritten(path.read_text("utf-8")), encoding="utf-8")
