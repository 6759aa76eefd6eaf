"""What bad batches have in common, on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.tables import fill, print_gaps, show, table

if TYPE_CHECKING:
    from rich.console import Console


NAMED = 6  # factors of one rank on the screen; --json has all


def print_causes(console: Console, answer: dict[str, Any]) -> None:
    """Print the answer of `causes`."""
    compared = answer["compared"]
    console.print(f"What {compared['bad']:,} bad batches have in common upstream", style="bold", markup=False)
    console.print(f"Compared with {answer['background']['text']}", markup=False, soft_wrap=True)
    for warning in answer["warnings"]:
        console.print(f"Mind: {warning['text']}", style="yellow", markup=False, soft_wrap=True)
    _factors(console, answer)
    _levels(console, answer["tables"])
    print_gaps(console, answer["gaps"])


def _factors(console: Console, answer: dict[str, Any]) -> None:
    numbers = ("#", "bad", "good", "odds ratio", "p", "adjusted", "given #1", "left over")
    heads = ("#", "what", "verdict", *numbers[1:])
    made = table("Ranked", *heads, numbers=numbers)
    fill(made, map(_row, answer["factors"]), 20)
    show(console, made)
    if any(entry["odds_ratio_corrected"] for entry in answer["factors"][:20]):
        console.print("* a cell of the table is zero: one half was added to each", style="dim", markup=False)


def _row(entry: dict[str, Any]) -> list[Any]:
    given = entry["given_first"] or {}
    left = f"{given['left_over']} of {given['of']}" if given else ""
    verdicts = {factor["verdict"] for factor in entry["factors"]}
    return [
        entry["rank"],
        "\n".join(_names(entry["factors"])),
        "certain" if "certain" in verdicts else "potential",
        _share(entry["bad"]),
        _share(entry["good"]),
        _number(entry["odds_ratio"]) + ("*" if entry["odds_ratio_corrected"] else ""),
        *(_number(value) for value in (entry["p"], entry["p_adjusted"], given.get("p"))),
        left,
    ]


def _names(factors: list[dict[str, Any]]) -> list[str]:
    """Of a tie the nearest: what all batches went through is no news, and fills the screen."""
    more = [f"and {len(factors) - NAMED} more"] if len(factors) > NAMED else []
    return [*map(_what, factors[:NAMED]), *more]


def _what(factor: dict[str, Any]) -> str:
    value = f" {factor['value']}" if factor["value"] else ""
    name = f" ({factor['name']})" if factor["name"] else ""
    # A batch key names its material already.
    place = f" at {factor['material']}" if factor["material"] and factor["kind"] != "batch" else ""
    return f"{factor['kind']} {factor['id']}{value}{name}{place}"


def _share(group: dict[str, Any] | None) -> str:
    return f"{group['carriers']} of {group['of']}" if group else "–"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"


def _levels(console: Console, tables: list[dict[str, Any]]) -> None:
    numbers = ("levels", "chi-square", "df", "p", "by defect", "df ", "p ")
    made = table("Whole tables", "which", "at", *numbers, numbers=numbers)
    rows = [one for one in tables if one["chi_square"] is not None or one["defects"]["chi_square"] is not None]
    fill(made, map(_level_row, rows), 10)
    show(console, made)
    if any(test["low_expected"] for one in rows[:10] for test in (one, one["defects"])):
        console.print(
            "(p) in brackets: a rough guide, for too few are expected in some cell", style="dim", markup=False
        )


def _level_row(one: dict[str, Any]) -> list[Any]:
    which = f"{one['kind']} {one['parameter'] or ''}".rstrip()
    tests = [cell for test in (one, one["defects"]) for cell in _test(test)]
    return [which, one["material"], len(one["levels"]), *tests]


def _test(test: dict[str, Any]) -> tuple[str, str, str]:
    """A rough one, of a table with few expected in some cell, in brackets."""
    degrees = "" if test["degrees"] is None else str(test["degrees"])
    p = _number(test["p"])
    return _number(test["chi_square"]), degrees, f"({p})" if test["low_expected"] else p
