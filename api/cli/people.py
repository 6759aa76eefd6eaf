"""Commands about people's texts: which there are, and erasing one."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.case_acts import At, By, Reason
from api.cli.output import AsJson, out, print_json, say
from api.cli.session import opened, settings, zone_of

group = typer.Typer(help="Names and contacts of people: found, and erased on request.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group.command("list")(list_)
    group.command()(forget)
    app.add_typer(group, name="person")


def list_(
    find: Annotated[str, typer.Option(metavar="TEXT", help="Only texts that hold this, in any case.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many at most.")] = 1000,
    json: AsJson = False,
) -> None:
    """The texts about people that are kept, with the ids by which the records refer to them."""
    from genealogy.people import find_people

    with opened() as store:
        found = find_people(store, find, limit)
    if json:
        print_json({"people": found})
        return
    from api.cli.tables import fill, show, table

    made = table("Texts about people", "id", "text", whole=("id",))
    fill(made, ((one["person"], one["text"]) for one in found), len(found))
    show(out(), made) if found else say("no such text is kept")


def forget(
    who: Annotated[str, typer.Argument(metavar="NAME|PERSON-ID", help="The text exactly as recorded, or its id.")],
    by: By,
    reason: Reason,
    at: At = None,
    json: AsJson = False,
) -> None:
    """Erase a text about somebody for good: where it is kept, and wherever it stands in the graph."""
    from api.access.caller import os_author
    from genealogy.people import forget as erase

    chosen = settings()
    with opened(chosen) as store:
        done = erase(store, who, by, reason, at, zone_of(store, chosen), os_author())
    if json:
        print_json(done)
        return
    number = sum(place["number"] for place in done["places"])
    out().print(f"{done['person']} is erased, in {number:,} places; event {done['sequence']:,}", markup=False)
    for place in done["places"]:
        out().print(f"  {place['label']}.{place['name']}: {place['number']:,}", markup=False)
