"""Commands of the ledger: export, import, archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import archiving
from api.cli.output import AsJson, given_file, out, print_json, progress, say
from api.cli.session import opened, settings
from genealogy.errors import UsageError

if TYPE_CHECKING:
    from genealogy.ledger.reading import Sealed
    from genealogy.settings import Settings

group = typer.Typer(help="The ledger as signed JSON Lines: exported, imported, archived.", no_args_is_help=True)
PeopleFile = Annotated[
    Path | None, typer.Option(help="File of its own for the texts about people, and the secret of their references.")
]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group.command()(export)
    group.command("import")(import_)
    archiving.register(group)
    app.add_typer(group, name="ledger")


def export(
    file: Annotated[Path, typer.Argument(help="File to write; it must not be there yet.")],
    people_file: PeopleFile = None,
    no_people: Annotated[bool, typer.Option("--no-people", help="Leave the texts about people out.")] = False,
    archive: archiving.Files = None,
    no_attachments: Annotated[
        bool, typer.Option("--no-attachments", help="Leave the bytes of attached files out; their hashes stay.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Write the ledger as signed JSON Lines, while the service runs: a backup, and evidence that others can check."""
    from genealogy.ledger.archives import FOLDER, looked_through
    from genealogy.ledger.exporting import People, Plan
    from genealogy.ledger.exporting import export as write
    from genealogy.ledger.keys import FILE, load_or_make

    if no_people and people_file:
        raise UsageError("texts about people are left out, or in a file of their own: give one of the two options")
    people: People = "left out" if no_people else "apart" if people_file else "within"
    plan = Plan(file, people_file, people, not no_attachments)
    chosen = settings()
    with progress() as bars, opened(chosen, bars) as store:
        archives = looked_through(store, *(archive or ()), chosen.home / FOLDER)
        said = write(store, plan, load_or_make(chosen.home / FILE), chosen, bars, archives.fill)
    _print(said, json)


def import_(
    file: Annotated[Path, typer.Argument(help="File that `ledger export` wrote.", parser=given_file)],
    people_file: PeopleFile = None,
    key: Annotated[
        str | None, typer.Option(metavar="PUBLIC", help="The public key it must be signed by; else the home's own.")
    ] = None,
    unsigned: Annotated[bool, typer.Option("--unsigned", help="Take it, whoever signed it; its sums hold.")] = False,
    json: AsJson = False,
) -> None:
    """Bring an exported ledger into an empty database and draw the graph; doing it again goes on where it broke off."""
    from genealogy.ledger.importing import import_ledger
    from genealogy.ledger.keys import public_key, public_text
    from genealogy.ledger.reading import verified

    chosen = settings()
    trusted = None if unsigned else public_text(public_key(key)) if key else _own_key(chosen.home)
    with progress() as bars:
        bars("checking the file", 0, 0)
        ledger = verified(file, trusted, "ledger")
        people = verified(people_file, trusted, "people") if people_file else None
        for text in _remarks(ledger, people, chosen, unsigned):
            say(text)
        with opened(chosen, bars, any_zone=True) as store:
            said = import_ledger(store, ledger, people, chosen, bars)
    _print(said, json)


def _own_key(home: Path) -> str:
    from genealogy.ledger.keys import FILE, load_or_make, public_text

    if not (home / FILE).exists():
        raise UsageError("this home has no key of its own: say whose signature you trust with --key, or --unsigned")
    return public_text(load_or_make(home / FILE))


def _remarks(ledger: Sealed, people: Sealed | None, chosen: Settings, unsigned: bool) -> list[str]:
    from genealogy.ledger.head import differs

    found = []
    if unsigned:
        found.append(f"nobody vouches for the file: the signature of {ledger.end['public_key']} was not asked for")
    if differs(ledger.zone, chosen):
        found.append(
            f"local times are read as where the file comes from, by {ledger.zone}, and not by {chosen.timezone}: set"
            f" GENEALOGY_TIMEZONE={ledger.zone}, or run `genealogy rebuild` to read them by {chosen.timezone}"
        )
    if not people and ledger.header["people"] != "within":
        found.append("texts about people are not in this file: they read (erased), and new ones get other references")
    if ledger.header.get("attachments") != "within":
        found.append("attached files are not in this file: copy the folder `attachments` of the home it comes from")
    return found


def _print(said: dict[str, Any], json: bool) -> None:
    if json:
        print_json(said)
        return
    for name, value in said.items():
        if value is not None:
            out().print(f"{name}: {value}", markup=False, soft_wrap=True)
