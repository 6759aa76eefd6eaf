"""Commands about the record itself: verify, checkpoint, prove, verifier, witness."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.archiving import Files
from api.cli.output import AsJson, new_file, out, print_json, progress, say
from api.cli.session import opened, settings, zone_of
from genealogy.errors import UsageError

if TYPE_CHECKING:
    from genealogy.ledger.checkpoints import Kept
    from genealogy.ledger.differences import Difference
    from genealogy.ledger.timestamps import Stamp, Stamps
    from genealogy.ledger.verify import Verification
    from genealogy.settings import Settings
    from genealogy.store import Store

SHOWN = 50


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(verify)
    app.command()(checkpoint)
    app.command()(prove)
    app.command()(verifier)
    app.command()(witness)


def verify(
    incremental: Annotated[
        bool, typer.Option("--incremental", help="Go on from the last verification instead of drawing all anew.")
    ] = False,
    record_only: Annotated[
        bool, typer.Option("--record-only", help="Verify events and checkpoints, and leave out the graph.")
    ] = False,
    against: Annotated[
        list[Path] | None, typer.Option("--checkpoint", help="A checkpoint kept elsewhere; may be given again.")
    ] = None,
    archive: Files = None,
    json: AsJson = False,
) -> None:
    """Hold every event against the tree and its checkpoints, and every node and edge against the events."""
    from api.connection import open_store
    from genealogy.ledger.graph_check import check_schema
    from genealogy.ledger.verify import verify as held

    chosen = settings()
    gone: list[Difference] = []

    def before(store: Store) -> None:
        if store.read("schema.version").one()[0]:
            gone.extend(check_schema(store))

    with progress() as bars, open_store(chosen, bars, before, any_zone=True) as store:
        found = held(
            store,
            chosen,
            full=not incremental,
            graph=not record_only,
            checkpoints=against or (),
            archives=archive or (),
            before=gone,
            progress=bars,
        )
    if json:
        print_json(found.as_dict())
    else:
        _print(found)
    if found.differences or not found.complete:
        raise typer.Exit(1 if found.differences else 6)


def checkpoint(
    into: Annotated[
        Path | None, typer.Option("--out", help="Also write it to this file, for a place elsewhere.")
    ] = None,
    witness: Annotated[str | None, typer.Option(help="Show it to the witness at this address.")] = None,
    witness_key: Annotated[str | None, typer.Option(help="The witness's key: name+id+key.")] = None,
    timestamp: Annotated[
        bool, typer.Option("--timestamp", help="Have it stamped by the authority that GENEALOGY_TSA_URL names.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Sign the ledger as it stands; keep the checkpoint outside of the database."""
    from genealogy.ledger.checkpoints import make, verifier_of
    from genealogy.ledger.notes import Verifier
    from genealogy.ledger.proofs import reader
    from genealogy.ledger.witness import show

    if bool(witness) != bool(witness_key):
        raise UsageError("a witness needs both, --witness ADDRESS and --witness-key KEY")
    chosen = settings()
    if timestamp and not chosen.tsa_url:
        raise UsageError("no time-stamping authority is set: GENEALOGY_TSA_URL is its address")
    with opened(chosen) as store:
        made = make(store, chosen)
        key = str(verifier_of(store, chosen))
        if witness and witness_key:
            made = show(made, witness, Verifier.parse(witness_key), reader(store))
    if into:
        into.write_text(made.note, encoding="utf-8")
    stamped = _stamped(made, chosen) if timestamp else None
    if json:
        point, told = made.checkpoint, stamped.as_dict() if stamped else None
        said = {"origin": point.origin, "size": point.size, "root": point.root.hex(), "key": key}
        print_json(said | {"file": made.file, "timestamp": told})
    else:
        out().print(made.note, end="", markup=False, soft_wrap=True)
        say(f"kept in {made.file}; verified with the key {key}")
        if stamped:
            say(f"stamped at {stamped.time} in {stamped.file}")
    if timestamp and not stamped:
        raise typer.Exit(1)


def _stamped(made: Kept, chosen: Settings) -> Stamp | None:
    """The timestamp; where there is none it is said why, for the checkpoint is good all the same."""
    from genealogy.errors import TimestampError
    from genealogy.ledger.timestamps import stamp

    try:
        return stamp(made, chosen)
    except TimestampError as error:
        say(f"the checkpoint is kept, and not stamped: {error}; the same command tries again")
        return None


def prove(
    key: Annotated[str | None, typer.Argument(help="A batch: all events that speak of it.")] = None,
    seed: Annotated[
        list[str] | None, typer.Option(help="Only those by which the batch is in the recall of this seed.")
    ] = None,
    event: Annotated[list[int] | None, typer.Option(help="An event, by its number; may be given again.")] = None,
    since: Annotated[
        Path | None, typer.Option(help="Prove instead that nothing before this checkpoint was rewritten.")
    ] = None,
    into: Annotated[Path | None, typer.Option("--out", help="Write the proof to this file.")] = None,
) -> None:
    """A proof, verified offline with one file of Python, that events lie in the signed ledger as they were recorded."""
    from genealogy.ledger.checkpoints import make, read, verifier_of
    from genealogy.ledger.proofs import numbers_of_batch, prove_consistency
    from genealogy.ledger.proofs import prove as proof_of

    if not (key or event or since):
        raise UsageError("nothing to prove: give a batch, --event NUMBER or --since CHECKPOINT")
    chosen = settings()
    with opened(chosen) as store:
        point = make(store, chosen)
        if since:
            proof = prove_consistency(store, read(since, verifier_of(store, chosen)), point)
        else:
            numbers = {*(event or ())}
            if key:
                numbers |= _of_recall(store, key, seed) if seed else {*numbers_of_batch(store, key)}
            proof = proof_of(store, numbers, point)
        told = str(verifier_of(store, chosen))
    if into:
        into.write_bytes(_json(proof))
        say(f"verify it with: python verifier.py {into.name} {told}   (`genealogy verifier --out verifier.py`)")
    else:
        print_json(proof)


def verifier(
    into: Annotated[
        Path | None, typer.Option("--out", help="Write it to this file, which must not be there yet.")
    ] = None,
) -> None:
    """The program by which an auditor verifies a proof offline: one file, Python and nothing else."""
    from importlib.resources import files

    text = (files("genealogy") / "ledger" / "offline.py").read_text(encoding="utf-8")
    if into:
        with new_file(into) as file:
            file.write(text.encode())
    else:
        typer.echo(text, nl=False)


def witness(
    name: Annotated[str, typer.Argument(help="What the witness calls itself, without spaces and +.")],
    ledger: Annotated[list[str], typer.Option(help="Key of a ledger to watch (name+id+key); may be given again.")],
    folder: Annotated[Path, typer.Option(help="Where its own key and what it saw are kept.")],
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0: a free one.")] = 8090,
) -> None:
    """Watch ledgers of others: sign each checkpoint that continues what was seen before. Runs until it is stopped."""
    from genealogy.ledger.notes import Verifier
    from genealogy.ledger.witness import open_witness, serve

    opened_witness = open_witness(name, folder, [Verifier.parse(text) for text in ledger])
    server = serve(opened_witness, host, port)
    say(f"witness at http://{host}:{server.server_port}; its key is {opened_witness.verifier}")
    with suppress(KeyboardInterrupt):
        server.serve_forever()


def _of_recall(store: Store, key: str, seeds: list[str]) -> set[int]:
    from genealogy.answers import Seed
    from genealogy.explain import Target, explain
    from genealogy.ledger.proofs import numbers_of_answer

    chosen = settings()
    target = Target(key, None, None)
    answer = explain(
        store, [Seed(one) for one in seeds], target, tolerance=chosen.tolerance, zone=zone_of(store, chosen)
    )
    return numbers_of_answer(answer)


def _print_stamps(stamps: Stamps) -> None:
    if stamps.unchecked:
        text = f"not checked: {stamps.unchecked} timestamps: {stamps.reason}"
        out().print(text, markup=False, soft_wrap=True)
    if latest := stamps.latest:
        out().print(f"timestamped: events 1 to {latest.size} were there at {latest.time}", markup=False)


def _json(document: object) -> bytes:
    import orjson

    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _print(found: Verification) -> None:
    console = out()
    for one in found.differences[:SHOWN]:
        console.print(f"{one.sequence or '-':>8}  {one.kind:<16} {one.text}", markup=False, soft_wrap=True)
    if len(found.differences) > SHOWN:
        say(f"and {len(found.differences) - SHOWN} more; --json lists all")
    said = "intact" if not found.differences else f"{len(found.differences)} differences"
    compared = "" if found.graph_compared else "; the graph was not compared"
    console.print(f"{said}: {found.events} events of {found.origin}{compared}", markup=False)
    for away in found.unchecked:
        text = f"not checked: events {away.first} to {away.last} are archived in {away.file}; name it with --archive"
        console.print(text, markup=False, soft_wrap=True)
    _print_stamps(found.stamps)
    anchored = found.anchored.checkpoint.size if found.anchored else 0
    if found.unanchored:
        console.print(
            f"unanchored: events {anchored + 1} to {found.events} ({found.unanchored}) are covered by no checkpoint;"
            " `genealogy checkpoint` makes one"
        )
    else:
        console.print(f"unanchored: none; the last checkpoint covers all {anchored} events")
