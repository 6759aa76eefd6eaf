"""The demonstration: everything started, the example plant loaded, its bad lot recalled."""

from __future__ import annotations

from api.cli.loading import run_load
from api.cli.output import out, progress, say
from api.cli.report_recall import print_recall
from api.cli.running import start_all
from api.cli.session import opened
from api.examples import LOAD
from genealogy.settings import Settings


def run_demo(settings: Settings) -> None:
    """Run it; a second time it is quick and changes nothing."""
    from genealogy.answers import Seed, recall
    from loaders.example import BAD_LOT, BUNDLE

    with progress() as bars:
        where = start_all(settings, bars)
    report, _ = run_load(settings, BUNDLE, False, None, LOAD)
    say(f"example plant: {report.totals['new']:,} records new, {report.totals['repeated']:,} known already")
    with opened(settings) as store:
        answer = recall(store, [Seed(BAD_LOT)], cross_check=True)
    print_recall(out(), answer)
    _where_next(where)


def _where_next(where: dict[str, dict[str, str]]) -> None:
    neo4j, api = where["neo4j"], where["api"]
    console = out()
    console.print("Where to look next", style="bold")
    lines = [f"  API              {api['url']}", f"  its docs         {api['docs']}"]
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
