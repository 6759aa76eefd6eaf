"""What to test next, on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.tables import amount, fill, print_gaps, show, table

if TYPE_CHECKING:
    from rich.console import Console

NAMED = 8  # batches named on the screen per result; --json has all


def print_sample(console: Console, answer: dict[str, Any], lang: str) -> None:
    """Print the answer of `sample` in a language, or in both."""
    langs = ("en", "zh") if lang == "both" else (lang,)
    for one in langs:
        console.print(answer["text"][one], style="bold", markup=False, soft_wrap=True)
    console.print(
        f"{answer['potential']:,} batches are potential, {answer['certain']:,} certain."
        f" Of the potential {answer['testable']:,} can be tested, of {answer['none_left']:,} nothing is left,"
        f" of {answer['not_known']:,} nobody knows.",
        markup=False,
        soft_wrap=True,
    )
    numbers = ("#", "bad", "clears", "confirms", "settles", "left in doubt")
    made = table("What to test", "#", "batch", "left to test", "where", *numbers[1:], numbers=numbers, whole=["batch"])
    fill(made, map(_row, answer["choices"]))
    show(console, made)
    for choice in answer["choices"]:
        for one in langs:
            console.print(f"{choice['rank']}. {choice['text'][one]}", markup=False, soft_wrap=True)
        for word, name in (("clears", "clean, it clears"), ("confirms", "bad, it confirms")):
            console.print(f"   {name}: {_names(choice[word])}", style="dim", markup=False, soft_wrap=True)
    print_gaps(console, answer["gaps"])


def _row(choice: dict[str, Any]) -> list[Any]:
    places = ", ".join(dict.fromkeys(place["location"] or "?" for place in choice["where"]))
    retained = float(choice["sampled"]) > 0
    sampled = f", {amount(choice['sampled'], choice['uom'])} sampled" if retained else ""
    return [
        choice["rank"],
        choice["key"],
        amount(choice["on_hand"], choice["uom"]) + sampled,
        places,
        f"{choice['prior']:.0%}",
        len(choice["clears"]),
        len(choice["confirms"]),
        f"{choice['settles']:.2f}",
        f"{choice['left']:.2f}",
    ]


def _names(keys: list[str]) -> str:
    more = f" and {len(keys) - NAMED:,} more" if len(keys) > NAMED else ""
    return ", ".join(keys[:NAMED]) + more
