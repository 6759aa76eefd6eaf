"""Commands that move events of closed years into files and back: ledger archive, archives, restore-archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.case_acts import At, By, Reason
from api.cli.output import AsJson, given_file, out, print_json, progress, say
from api.cli.session import opened, settings

Files = Annotated[
    list[Path] | None,
    typer.Option(
        "--archive",
        exists=True,
        help="File or folder with archived events, beside those in `archives` of the home; may be given again.",
    ),
]


def register(group: typer.Typer) -> None:
    """Add these commands to those of the ledger."""
    group.command()(archive)
    group.command()(archives)
    group.command("restore-archive")(restore_archive)


def archive(
    file: Annotated[Path, typer.Argument(metavar="OUT", help="File to write; the one of a command that broke off.")],
    before: Annotated[str, typer.Option(metavar="TIME", help="Events recorded before this time or day.")],
    by: By,
    reason: Reason,
    at: At = None,
    json: AsJson = False,
) -> None:
    """Write events of closed years into a signed file, check it, and only then remove their bytes; the graph stays."""
    from genealogy.ledger.archiving import Said
    from genealogy.ledger.archiving import archive as move

    chosen = settings()
    with progress() as bars, opened(chosen, bars) as store:
        done = move(store, chosen, before, file, Said(by, reason, at), bars)
    if json:
        print_json(done)
        return
    text = f"events {done['first']:,} to {done['last']:,} lie in {done['file']}"
    out().print(f"{text}; {done['removed']:,} pages left the database", markup=False, soft_wrap=True)
    if done["held"]:
        say(f"{len(done['held']):,} events of cases that are not over stay; close them and do it again")
    say(f"sha256 {done['sha256']}; keep the file, and a copy of it elsewhere")


def archives(json: AsJson = False) -> None:
    """The archives of this ledger: which events, in which file, by whom and why."""
    from genealogy.ledger.archives import archives_of

    with opened() as store:
        found = [one.as_dict() for one in archives_of(store)]
    if json:
        print_json({"archives": found})
        return
    for one in found:
        out().print(_line(one), markup=False, soft_wrap=True)
    if not found:
        say("nothing is archived")


def _line(one: dict[str, Any]) -> str:
    numbers = f"{one['first']:,} to {one['last']:,}"
    kept = f"; {one['kept']:,} pages are in the database" if one["kept"] else ""
    return f"{numbers}  {one['file']}  {one['at']}  {one['by']}: {one['reason']}  sha256 {one['sha256']}{kept}"


def restore_archive(
    file: Annotated[Path, typer.Argument(help="File that `ledger archive` wrote.", parser=given_file)],
    json: AsJson = False,
) -> None:
    """Put archived events back into the database, once each is found to be the one that was recorded."""
    from genealogy.ledger.archiving import restore

    chosen = settings()
    with progress() as bars, opened(chosen, bars) as store:
        done = restore(store, chosen, file, bars)
    if json:
        print_json(done)
        return
    out().print(f"events {done['first']:,} to {done['last']:,} are back: {done['restored']:,} pages", markup=False)
