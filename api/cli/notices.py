"""The command that writes notices."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.answers import KEY_HELP
from api.cli.output import AsJson, named_path, out, print_json
from api.cli.session import opened, settings, zone_of


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(notices)


def notices(
    keys: Annotated[list[str], typer.Argument(help=KEY_HELP)],
    folder: Annotated[
        Path, typer.Option("--out", help="Folder to write to; it must be new or empty.", parser=named_path)
    ],
    formats: Annotated[str, typer.Option("--format", help="With commas between: xlsx, csv, json, pdf.")] = "pdf,xlsx",
    reason: Annotated[str | None, typer.Option(help="Why, and what the hazard is.")] = None,
    class_: Annotated[str | None, typer.Option("--class", help="Recall class, such as I, II or III.")] = None,
    contact: Annotated[str | None, typer.Option(help="Whom to answer.")] = None,
    lang: Annotated[str, typer.Option(help="en, zh or both.")] = "both",
    from_: Annotated[str | None, typer.Option("--from", help="When suspect material entered: not before.")] = None,
    json: AsJson = False,
) -> None:
    """Write a notice for each customer and each supplier of a recall: a folder each, with nothing of anybody else."""
    from genealogy.answers import Seed
    from genealogy.notices import Notice, write_packs
    from genealogy.notices import notices as ask
    from genealogy.notices.writing import formats_of
    from genealogy.paper import language

    wanted, spoken = formats_of(formats), language(lang)
    chosen = settings()
    with opened(chosen) as store:
        seeds = [Seed(key, from_) for key in keys]
        packs = ask(
            store, seeds, Notice(reason, class_, contact), tolerance=chosen.tolerance, zone=zone_of(store, chosen)
        )
    files = write_packs(folder, packs, wanted, spoken)
    if json:
        print_json({"folder": str(folder), "files": files})
    else:
        out().print("\n".join(files), markup=False, soft_wrap=True)
