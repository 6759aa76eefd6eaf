"""The recall on the screen: what to block, what to fetch back, whom to call, and what the records do not say."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from api.cli.report_since import print_known, print_since
from api.cli.tables import amount, fill, print_gaps, show, table

if TYPE_CHECKING:
    from rich.console import Console

SEEDS = 12  # named at the head; of further ones the number


def print_recall(console: Console, answer: dict[str, Any]) -> None:
    """Print the answer of `recall`."""
    print_known(console, answer)
    _head(console, answer)
    _materials(console, answer)
    _places(console, answer)
    _vessels(console, answer)
    _customers(console, answer)
    _orders(console, answer)
    _mitigated(console, answer)
    _excluded(console, answer)
    _yields(console, answer)
    print_gaps(console, answer["gaps"])
    moment, digest = answer["computed_at"], answer["set_hash"][:16]
    complete = "complete" if answer["complete"] else "NOT COMPLETE"
    spared = sum(row.get("cut") == "clean" for row in answer["excluded"])
    apart = f", {spared:,} batches spared by cleans (see --json)" if spared else ""
    console.print(f"Scope {complete}, computed {moment}, set hash {digest}…{apart}", style="dim", markup=False)
    print_since(console, answer)


def _head(console: Console, answer: dict[str, Any]) -> None:
    from rich.panel import Panel
    from rich.text import Text

    verdicts = Counter(batch["verdict"] for batch in answer["batches"])
    totals = answer["totals"]
    text = Text()
    for name, by in [_seed(seed) for seed in answer["seeds"]][:SEEDS]:
        text.append(name, style="bold")
        text.append(f"{by}\n")
    if (more := len(answer["seeds"]) - SEEDS) > 0:
        text.append(f"and {more:,} more\n")
    for said in _switched(answer["switches"]):
        text.append(f"{said}\n", style="italic")
    text.append(
        f"{totals['batches']:,} batches in scope"
        f" ({verdicts['certain']:,} certain, {verdicts['potential']:,} potential),"
        f" {totals['shipments']:,} shipments, {totals['customers']:,} customers to call"
    )
    console.print(Panel(text, title="Recall scope of", title_align="left", expand=False))


def _seed(seed: dict[str, Any]) -> tuple[str, str]:
    """Its name, and what was asked for where it was found."""
    asked = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in seed.get("by", {}).items())
    if "equipment" in seed:
        return f"what {seed['equipment']} held then", f"  ({asked})"
    return seed.get("key") or f"run {seed['run']}", f"  ({asked})" if asked else ""


def _switched(switches: dict[str, Any]) -> list[str]:
    """What is not followed, or followed besides, as asked: a scope that somebody narrowed says so at its head."""
    off = sorted(name for name, followed in switches["carry_over"].items() if not followed)
    said = [f"residue not followed: {', '.join(off)}"] if off else []
    for vessel, policy in switches["vessels"].items():
        figure = policy["threshold"] if policy["policy"] == "well_mixed" else policy["overlap"]
        said.append(f"vessel {vessel}: {policy['policy'].replace('_', ' ')}, {figure:g}")
    said += ["stopped at utility materials"] if switches["stop_at_utilities"] else []
    said += ["contact followed"] if switches.get("contact") else []  # not there in older cases
    return said + [f"kill step: {' '.join(map(str, *step.items()))}" for step in switches["kill_steps"]]


def _mitigated(console: Console, answer: dict[str, Any]) -> None:
    made = table("Mitigated: only by way of a kill step", "batch, shipment or customer", "why")
    rows = ((row.get("key") or row.get("shipment") or row["customer"], row["reasons"]) for row in answer["mitigated"])
    fill(made, ([name, "\n".join(reasons)] for name, reasons in rows))
    show(console, made)


def _excluded(console: Console, answer: dict[str, Any]) -> None:
    made = table("Excluded: connected, but spared", "batch or shipment", "why")
    rows = (row for row in answer["excluded"] if row.get("cut") != "clean")
    fill(made, ([row.get("key") or row["shipment"], "\n".join(row["reasons"])] for row in rows))
    show(console, made)


def _materials(console: Console, answer: dict[str, Any]) -> None:
    numbers = ("certain", "potential", "on hand", "in transit", "shipped", "returned", "scrapped")
    made = table("What is affected", "material", "name", *numbers, numbers=numbers)
    sums = ("on_hand", "in_transit", "shipped", "returned", "scrapped")
    heads = ("material", "name", "certain", "potential")
    rows = answer["totals"]["by_material"]
    fill(made, ([*(row[name] for name in heads), *(_sum(row[item], row["uom"]) for item in sums)] for row in rows))
    show(console, made)


def _yields(console: Console, answer: dict[str, Any]) -> None:
    numbers = ("in", "out", "yield")
    made = table("Yield outside the band", "run", *numbers, "is", numbers=numbers)
    rows = answer["yields"]
    fill(
        made,
        (
            (row["run"], amount(row["input"], row["uom"]), amount(row["output"], row["uom"]), row["yield"], row["flag"])
            for row in rows
        ),
    )
    show(console, made)


def _sum(quantity: str | None, uom: str | None) -> str:
    return "–" if quantity == "0" else amount(quantity, uom)


def _places(console: Console, answer: dict[str, Any]) -> None:
    """Stock that is still ours, by place: this is what can be blocked."""
    sums: dict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
    keys: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for batch in answer["batches"]:
        for where in batch["where"]:
            if where["quantity"] not in (None, "0"):
                place = (where["location"] or "?", batch["material"], batch["uom"] or "", where["status"] or "")
                sums[place] += Decimal(where["quantity"])
                keys[place].add(batch["key"])
    made = table(
        "Block: where it is now", "location", "material", "quantity", "status", "batches", numbers=("quantity",)
    )
    fill(made, ((p[0], p[1], amount(f"{sums[p]:f}", p[2]), p[3], _few(sorted(keys[p]))) for p in sorted(sums)))
    show(console, made)


def _few(keys: list[str], most: int = 3) -> str:
    more = f" and {len(keys) - most} more" if len(keys) > most else ""
    return ", ".join(keys[:most]) + more


def _vessels(console: Console, answer: dict[str, Any]) -> None:
    made = table("Block: vessels that hold it", "vessel", "location", "content", "verdict", "since")
    fill(
        made,
        (
            (row["equipment"], row["location"], amount(row["quantity"], row["uom"]), row["verdict"], row["since"])
            for row in answer["vessels"]
        ),
    )
    show(console, made)


def _customers(console: Console, answer: dict[str, Any]) -> None:
    columns = ("customer", "name", "verdict", "phone", "e-mail", "contact", "shipments", "batches")
    made = table("Fetch back: whom to call", *columns, numbers=("batches",), whole=("phone", "e-mail"))
    heads = ("customer", "name", "verdict", "phone", "email", "contact")
    fill(
        made,
        (
            [*(row.get(name) for name in heads), _few(row["shipments"], 6), len(row["batches"])]
            for row in answer["customers"]
        ),
    )
    show(console, made)
    loose = [row for row in answer["shipments"] if not row["customer"]]
    made = table("Fetch back: shipments to no customer", "shipment", "to", "verdict", "shipped at")
    fill(made, ((row["shipment"], row.get("to_location"), row["verdict"], row["shipped_at"]) for row in loose))
    show(console, made)


def _orders(console: Console, answer: dict[str, Any]) -> None:
    columns = ("order", "batch", "customer", "quantity", "due", "status")
    made = table("Stop: open orders that name it", *columns, numbers=("quantity",))
    rows = ((order, batch["key"]) for batch in answer["batches"] for order in batch["orders"])
    fill(made, (_order(order, key) for order, key in rows if order.get("status") != "closed"), 15)
    show(console, made)


def _order(order: dict[str, Any], key: str) -> list[Any]:
    quantity = None if order.get("quantity") is None else str(order["quantity"])
    quantity_text = amount(quantity, order.get("uom"))
    return [order.get("order"), key, order.get("customer"), quantity_text, order.get("due"), order.get("status")]
