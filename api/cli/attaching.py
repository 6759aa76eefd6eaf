"""Commands for files that belong to records: attach one, list them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.case_acts import At, By
from api.cli.history import Record
from api.cli.output import AsJson, given_file, out, print_json, say
from api.cli.session import opened, settings


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(attach)
    app.command()(attachments)


def attach(
    record: Record,
    file: Annotated[Path, typer.Argument(help="A report, a photo, a certificate.", parser=given_file)],
    by: By,
    reason: Annotated[str | None, typer.Option(help="Why, or what it shows.")] = None,
    at: At = None,
    json: AsJson = False,
) -> None:
    """Keep a file with a record: its hash in the ledger, its bytes in the home."""
    from api.access.caller import os_author
    from genealogy.attachments import Given
    from genealogy.attachments import attach as keep

    chosen = settings()
    with opened(chosen) as store, file.open("rb") as stream:
        done = keep(store, chosen, record, Given(file.name, by, reason=reason, at=at, sender=os_author()), stream)
    if json:
        print_json(done)
    else:
        again = "" if done["new"] else " (it was there already)"
        text = f"{done['name']} belongs to {done['record']}: sha256 {done['sha256']}, {done['size']:,} bytes{again}"
        out().print(text, markup=False, soft_wrap=True)


def attachments(record: Record, json: AsJson = False) -> None:
    """The files that belong to a record."""
    from genealogy.attachments import attachments_of

    with opened() as store:
        found = attachments_of(store, record)
    if json:
        print_json({"attachments": found})
        return
    from api.cli.tables import fill, show, table

    made = table("Attachments", "when", "who", "name", "type", "bytes", "sha256", numbers=("bytes",), whole=("sha256",))
    names = ("at", "by", "name", "media_type", "size", "sha256")
    fill(made, ([one[name] for name in names] for one in found), len(found))
    show(out(), made) if found else say("no file is attached to it")
