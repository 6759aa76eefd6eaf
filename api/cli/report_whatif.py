"""What would be otherwise in a recall, on the screen: from which verdict to which, and the totals of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.tables import amount, fill, print_gaps, show, table

if TYPE_CHECKING:
    from rich.console import Console

_TITLES = {"batches": "batch", "shipments": "shipment", "customers": "customer", "vessels": "equipment"}
_NAMES = {"batches": "key"}


def print_difference(console: Console, answer: dict[str, Any]) -> None:
    """Print the answer of `what_if`."""
    _head(console, answer)
    for kind in _TITLES:
        _rows(console, kind, answer[kind])
    _materials(console, answer["totals"])
    print_gaps(console, answer["gaps"]["added"])
    hashes = " to ".join(f"{digest[:16]}…" for digest in answer["set_hash"].values())
    complete = "Both scopes complete" if answer["complete"] else "NOT COMPLETE"
    text = f"{complete}, computed {answer['computed_at']}, set hash {hashes}; nothing was stored"
    console.print(text, style="dim", markup=False)


def _head(console: Console, answer: dict[str, Any]) -> None:
    from rich.panel import Panel
    from rich.text import Text

    text = Text()
    for change in answer["what_if"]:
        what = " ".join(value for name, value in change.items() if name not in ("change", "what"))
        text.append(f"{change['change']} {change['what'].replace('_', ' ')} {what}\n", style="bold")
    before, after = answer["totals"]["from"], answer["totals"]["to"]
    told = ("batches", "shipments", "customers")
    text.append(", ".join(f"{kind} {before[kind]:,} → {after[kind]:,}" for kind in told))
    console.print(Panel(text, title="What if", title_align="left", expand=False))


def _rows(console: Console, kind: str, rows: list[dict[str, Any]]) -> None:
    made = table(f"{kind.capitalize()} that change", _TITLES[kind], "from", "to", *_more(kind))
    ordered = sorted(rows, key=_is_gone) if kind == "batches" else rows
    name = _NAMES.get(kind, _TITLES[kind])
    fill(made, ([row[name], row["from"], row["to"], *_said(kind, row)] for row in ordered))
    show(console, made)


def _is_gone(row: dict[str, Any]) -> bool:
    """Whether nothing is left of a batch, nor went to anybody: such come last."""
    return {row["on_hand"], row["in_transit"], row["shipped"]} <= {"0"}


def _more(kind: str) -> tuple[str, ...]:
    return {
        "batches": ("share", "on hand", "shipped"),
        "shipments": ("customer",),
        "customers": ("name",),
        "vessels": ("holds",),
    }[kind]


def _said(kind: str, row: dict[str, Any]) -> list[str | None]:
    if kind == "batches":
        return [_share(row), amount(row["on_hand"], row["uom"]), amount(row["shipped"], row["uom"])]
    if kind == "vessels":
        return [amount(row["quantity"], row["uom"])]
    return [row["customer"] if kind == "shipments" else row["name"]]


def _share(row: dict[str, Any]) -> str:
    shares = [said and f"{said['fraction']:.1%}" for said in row["exposure"].values()]
    return " → ".join(share or "-" for share in shares)


def _materials(console: Console, totals: dict[str, Any]) -> None:
    """On hand and shipped of each material in scope, as it is and as it would be."""
    was, now = ({(row["material"], row["uom"]): row for row in totals[side]["by_material"]} for side in ("from", "to"))
    made = table("By material, where it changes", "material", "batches", "on hand", "shipped")
    places = sorted(was.keys() | now.keys(), key=lambda place: (place[0], place[1] or ""))
    fill(made, (_both(place, was.get(place), now.get(place)) for place in places if was.get(place) != now.get(place)))
    show(console, made)


def _both(place: tuple[str, str | None], was: dict[str, Any] | None, now: dict[str, Any] | None) -> list[str]:
    material, uom = place
    counts = [str(side["batches"]) if side else "0" for side in (was, now)]
    sums = [[amount(side[item] if side else "0", uom) for side in (was, now)] for item in ("on_hand", "shipped")]
    return [material, *(" → ".join(pair) for pair in (counts, *sums))]
