"""Why something is in a recall or not, on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.tables import COLOURS, fill, print_gaps, show, table

if TYPE_CHECKING:
    from rich.console import Console

ROWS = 3  # rows of loads named per document on the screen; --json has all


def print_explained(console: Console, answer: dict[str, Any], lang: str) -> None:
    """Print the answer of `explain` in a language, or in both."""
    langs = ("en", "zh") if lang == "both" else (lang,)
    for text in (answer["text"][one] for one in langs):
        console.print(text, style=COLOURS.get(answer["verdict"], "bold"), markup=False, soft_wrap=True)
    number = 0
    for chain in answer["chains"]:
        number = _chain(console, chain, langs, number, bool(answer["cut"]))
    if answer["cut"]:
        _cut(console, answer["cut"], langs)
    for reason in answer["reasons"]:
        console.print(f"  {reason}", markup=False, soft_wrap=True)
    _documents(console, answer["documents"])
    print_gaps(console, answer["gaps"])


def _chain(console: Console, chain: dict[str, Any], langs: tuple[str, ...], before: int, cut: bool) -> int:
    """Steps are numbered on from chain to chain, as the documents name them."""
    doubtful = f", {chain['potential_links']} in doubt" if chain["potential_links"] else ""
    what = "How far suspect material may have come" if cut else f"The shortest {chain['verdict']} chain"
    console.print(f"\n{what}: {chain['hops']:,} batches after the seed{doubtful}", style="bold", markup=False)
    for number, step in enumerate(chain["steps"], before + 1):
        style = COLOURS["potential"] if step["verdict"] == "potential" else ""
        for head, one in zip((f"{number:>3}.", "    "), langs, strict=False):
            console.print(f"{head} {step['text'][one]}", style=style, markup=False, soft_wrap=True)
    return before + len(chain["steps"])


def _cut(console: Console, cut: dict[str, Any], langs: tuple[str, ...]) -> None:
    ends = f", between {cut['after']} and {cut['before']}" if cut["after"] else ""
    console.print(f"\nCut by {cut['kind'].replace('_', ' ')}{ends}", style="bold", markup=False, soft_wrap=True)
    for record in cut["records"]:
        for one in langs:
            console.print(f"  {record['text'][one]}", markup=False, soft_wrap=True)


def _documents(console: Console, documents: list[dict[str, Any]]) -> None:
    made = table("Documents to pull", "document", "shows steps", "from", "to", "rows of loads")
    fill(made, map(_document, documents))
    show(console, made)


def _document(one: dict[str, Any]) -> list[Any]:
    named = f" ({one['document']})" if one["document"] else ""
    rows = [f"{row['source']} row {row['row']}" for row in one["rows"]]
    more = [f"and {len(rows) - ROWS} more"] if len(rows) > ROWS else []
    steps = ", ".join(map(str, one["steps"]))
    return [f"{one['kind']} {one['record']}{named}", steps, one["from"], one["to"], "\n".join([*rows[:ROWS], *more])]
