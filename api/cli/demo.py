"""The demonstration: everything started, the example plant loaded, its bad lot recalled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.loading import run_load
from api.cli.output import out, progress, say
from api.cli.report_recall import print_recall
from api.cli.running import start_all
from api.cli.session import opened
from api.cli.tables import fill, show, table
from api.examples import LOAD
from genealogy.settings import Settings

if TYPE_CHECKING:
    from genealogy.store import Store


def run_demo(settings: Settings) -> None:
    """Run it; a second time it is quick and changes nothing."""
    from genealogy.answers import Seed, recall
    from loaders.example import BAD_LOT, BUNDLE

    with progress() as bars:
        where = start_all(settings, bars)
    report, _ = run_load(settings, BUNDLE, False, None, LOAD)
    say(f"example plant: {report.totals['new']:,} records new, {report.totals['repeated']:,} known already")
    say("recalling the bad lot, by two engines that must agree")
    with opened(settings) as store:
        answer = recall(store, [Seed(BAD_LOT)], cross_check=True)
        spared = _spared(store, answer)
    print_recall(out(), answer)
    _print_spared(*spared)
    _where_next(where)


def _spared(store: Store, answer: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Finished materials with what of them is in scope, and the customers who are not."""
    keys = [batch["key"] for batch in answer["batches"]]
    customers = [customer["customer"] for customer in answer["customers"]]
    materials, others = store.read("demo.spared", keys=keys, customers=customers).one()
    return materials, others


def _print_spared(materials: list[dict[str, Any]], customers: list[dict[str, Any]]) -> None:
    """What need not come back, because the records prove it apart."""
    numbers = ("lots made", "in scope", "spared")
    made = table("Spared: what need not come back", "material", "name", *numbers, numbers=numbers)
    rows = [
        (row["material"], row["name"], row["made"], row["inside"], row["made"] - row["inside"]) for row in materials
    ]
    fill(made, rows)
    show(out(), made)
    names = ", ".join(f"{row['customer']} ({row['name']})" for row in customers)
    out().print(f"Customers who need not be told: {names or 'none'}", markup=False, soft_wrap=True)
    out().print()


def _where_next(where: dict[str, dict[str, str]]) -> None:
    neo4j, api = where["neo4j"], where["api"]
    console = out()
    console.print("Where to look next", style="bold")
    lines = [
        f"  API              {api['url']}, Authorization: Bearer KEY with the key in {api['key_file']}",
        f"  its docs         {api['docs']}",
    ]
    if neo4j["browser"]:
        lines += [
            f"  Neo4j Browser    {neo4j['browser']}",
            f"  log in           {neo4j['uri']}, user {neo4j['user']}, password in {neo4j['password_file']}",
        ]
    for line in [*lines, f"  first query      {first_query()}", "  stop it all      genealogy down"]:
        console.print(line, markup=False, soft_wrap=True)


def first_query() -> str:
    """The query to paste into Neo4j Browser, on one line, with the bad lot in it."""
    import orjson

    from genealogy.queries import query
    from loaders.example import BAD_LOT

    return " ".join(query("demo.first_look").text.replace("$key", orjson.dumps(BAD_LOT).decode()).split())
