"""The command that loads what is dropped into a folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import AsJson, named_path, out, print_json, progress, say
from api.cli.session import opened, settings, zone_of

if TYPE_CHECKING:
    from genealogy.progress import Progress
    from genealogy.settings import Settings
    from genealogy.store import Store
    from loaders.report import LoadReport
    from loaders.watch.work import Round, Taken


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(watch)


def watch(
    folder: Annotated[Path, typer.Argument(help="Folder into which files are dropped.", parser=named_path)],
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks.")] = 10,
    quiet: Annotated[float, typer.Option(min=0, help="Seconds for which a file has not changed: it is whole.")] = 10,
    marked: Annotated[bool, typer.Option("--marked", help="Take only what has NAME.done beside it.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Load what is whole, and end (for cron).")] = False,
    mapping: Annotated[
        Path | None, typer.Option(help="YAML through which everything here is read; see docs/mapping.md.")
    ] = None,
    proceed: Annotated[
        bool, typer.Option("--proceed", help="Of an EPCIS document take the valid events where others are not.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Load whatever is dropped into a folder, once it is there whole, and move it to `done` or `rejected` there
    (docs/watch.md)."""
    from genealogy.errors import UsageError
    from genealogy.ledger.checkpoints import make
    from loaders.mapping.spec import read_mapping
    from loaders.watch.claims import rooms_in
    from loaders.watch.incoming import Watched
    from loaders.watch.work import first_look, work

    if json and not once:
        raise UsageError("--json prints one document at the end, so it goes with --once; each file's report lies by it")
    if mapping:
        read_mapping(mapping)  # a wrong one is no fault of what is dropped
    chosen, rooms, watched = settings(), rooms_in(folder), Watched(folder, quiet, marked)
    with progress() as bars, opened(chosen, bars) as store:
        loading = _loading(chosen, store, bars, mapping, proceed)

        def tell(one: Taken) -> None:
            _tell(one)
            make(store, chosen)  # from here on a change of what was loaded is found

        if not once:
            _for_ever(lambda: work(rooms, watched, loading, tell), every)
        first_look(rooms, watched)
        time.sleep(quiet)
        done = work(rooms, watched, loading, tell)
    if json:
        print_json(asdict(done) | {"clean": done.clean})
    else:
        _print(done)
    if not done.clean:
        raise typer.Exit(4)


def _loading(
    chosen: Settings, store: Store, bars: Progress, mapping: Path | None, proceed: bool
) -> Callable[[Path, str, Path], LoadReport]:
    from api.access.caller import os_author
    from loaders.load import load
    from loaders.options import Options

    def loading(path: Path, load_id: str, rejected: Path) -> LoadReport:
        return load(
            *(store, path, zone_of(store, chosen), Options(rejected, bars, load_id=load_id, by=os_author())),
            mapping=mapping,
            proceed=proceed,
        )

    return loading


def _for_ever(one_round: Callable[[], Round], every: float) -> None:
    """Round after round; what goes wrong and is no file's fault is said, and tried again."""
    from genealogy.errors import GenealogyError

    told: list[tuple[str, str]] = []
    while True:
        try:
            refused = one_round().refused
            for name, why in refused if refused != told else ():
                say(f"{name} {why}")
            told = refused
        except GenealogyError as error:
            say(f"tried again in {every:g} seconds: {error}")
        time.sleep(every)


def _tell(one: Taken) -> None:
    totals = one.report["totals"] if one.report else {}
    counts = ", ".join(f"{number:,} {name}" for name, number in totals.items() if number)
    why = f": {one.problem['detail']}" if one.problem else ""
    say(f"{one.name} {one.outcome}{f' ({counts})' if counts else ''}{why} -> {one.where}")


def _print(done: Round) -> None:
    numbers = ", ".join(f"{sum(one.outcome == what for one in done.taken)} {what}" for what in ("done", "rejected"))
    out().print(f"{numbers}, {len(done.waiting)} not whole yet", markup=False)
    for name, why in done.refused:
        out().print(f"{name} {why}", markup=False, style="red", soft_wrap=True)
