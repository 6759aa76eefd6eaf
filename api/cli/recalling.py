"""The command that recalls: seeds by key or by what went wrong, and what is not to be followed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.answers import KEY_HELP, incomplete
from api.cli.output import AsJson, out, print_json
from api.cli.session import opened, settings
from genealogy.errors import UsageError

if TYPE_CHECKING:
    from genealogy.answers import Seed, SeedQuery, Switches, VesselPolicy

Words = list[str] | None
Keys = Annotated[Words, typer.Argument(help=KEY_HELP)]
From = Annotated[str | None, typer.Option("--from", help="When suspect material entered, or it happened: not before.")]
To = Annotated[str | None, typer.Option("--to", help="When suspect material entered, or it happened: not after.")]
Receipt = Annotated[str | None, typer.Option(help="What came in with this receipt.")]
Supplier = Annotated[str | None, typer.Option(help="What this supplier delivered in the period.")]
SupplierLot = Annotated[str | None, typer.Option(help="Of the supplier, only this lot.")]
Run = Annotated[Words, typer.Option(help="What came out of this run, whatever went in; once for each.")]
Equipment = Annotated[str | None, typer.Option(help="What ran on this equipment in the period.")]
Operator = Annotated[str | None, typer.Option(help="What this person ran in the period.")]
Shift = Annotated[str | None, typer.Option(help="What this shift ran in the period.")]
RunKind = Annotated[str | None, typer.Option(help="Of the runs, only those of this kind.")]
Parameter = Annotated[str | None, typer.Option(help="Runs with a reading of this parameter out of range.")]
Below = Annotated[float | None, typer.Option(help="Out of range: less than this.")]
Above = Annotated[float | None, typer.Option(help="Out of range: more than this.")]
Material = Annotated[
    str | None, typer.Option(help="Batches of this material that failed an inspection: with --failed.")
]
Failed = Annotated[
    bool, typer.Option("--failed", help="Those of the material that failed an inspection in the period.")
]
Characteristic = Annotated[str | None, typer.Option(help="Of the failed inspections, only of this characteristic.")]
Defect = Annotated[str | None, typer.Option(help="Of the failed inspections, only with this defect.")]
NoCarryOver = Annotated[
    Words, typer.Option(help="Equipment of which residue is not followed; once for each, * for all.")
]
Vessel = Annotated[
    Words,
    typer.Option(
        help="VESSEL=POLICY:NUMBER, once for each, * for all: well_mixed:THRESHOLD (a share, 0 to 1),"
        " first_in_first_out:OVERLAP (a quantity), or strict."
    ),
]
Utilities = Annotated[bool, typer.Option("--stop-at-utilities", help="Do not follow what utility materials went into.")]
KillRun = Annotated[Words, typer.Option(help="A run that makes suspect material harmless; once for each.")]
KillKind = Annotated[Words, typer.Option(help="A kind of run that does; once for each.")]
KillTest = Annotated[Words, typer.Option(help="A characteristic: what passed a test of it is harmless; once for each.")]
Yield = Annotated[
    str | None,
    typer.Option(
        "--yield",
        metavar="LOW:HIGH",
        help="Output by input of a run: what lies outside is flagged, such as 0.8:1.05.",
    ),
]
CrossCheck = Annotated[
    bool, typer.Option("--cross-check", help="Find the scope by two engines and fail unless they agree.")
]
WhatIf = Annotated[
    Words,
    typer.Option(
        metavar="CHANGE",
        help="Suppose it, and answer with the difference; once for each, all together. CHANGE is add or remove, and"
        " clean EQUIPMENT=TIME, emptying EQUIPMENT=TIME, segregation RUN=KEY (to remove: RUN), kill-run RUN,"
        " kill-kind KIND, kill-test CHARACTERISTIC, or seed KEY: such as 'add clean L1=2026-03-04T10:00'.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(recall)


def recall(
    keys: Keys = None,
    from_: From = None,
    to: To = None,
    receipt: Receipt = None,
    supplier: Supplier = None,
    supplier_lot: SupplierLot = None,
    run: Run = None,
    equipment: Equipment = None,
    operator: Operator = None,
    shift: Shift = None,
    run_kind: RunKind = None,
    parameter: Parameter = None,
    below: Below = None,
    above: Above = None,
    material: Material = None,
    failed: Failed = False,
    characteristic: Characteristic = None,
    defect: Defect = None,
    no_carry_over: NoCarryOver = None,
    vessel: Vessel = None,
    stop_at_utilities: Utilities = False,
    kill_run: KillRun = None,
    kill_kind: KillKind = None,
    kill_test: KillTest = None,
    cross_check: CrossCheck = False,
    band: Yield = None,
    what_if: WhatIf = None,
    json: AsJson = False,
) -> None:
    """Everything that may carry what is in the suspect batches, or came of what went wrong: what to block, fetch back,
    and whom to call."""
    from genealogy.answers import Seed, SeedQuery

    came = SeedQuery(receipt=receipt, supplier=supplier, supplier_lot=supplier_lot, from_=from_, to=to)
    ran = SeedQuery(equipment=equipment, operator=operator, shift=shift, run_kind=run_kind, from_=from_, to=to)
    ran = replace(ran, parameter=parameter, below=below, above=above)
    tested = SeedQuery(
        material=material, failed=failed, characteristic=characteristic, defect=defect, from_=from_, to=to
    )
    seeds: list[Seed | SeedQuery] = [
        *(Seed(key, from_, to) for key in keys or []),
        *queries_of(came, ran, tested, run or []),
    ]
    switches = switches_of(no_carry_over or [], vessel or [], stop_at_utilities, kill_run, kill_kind, kill_test)
    if not what_if:
        _answer(seeds, switches, cross_check, band, json)
    elif cross_check or band:
        raise UsageError("--what-if answers with a difference: --cross-check and --yield have no place in it")
    else:
        _suppose(seeds, switches, what_if, json)


def queries_of(came: SeedQuery, ran: SeedQuery, tested: SeedQuery, runs: list[str]) -> list[SeedQuery]:
    """Those that ask for anything; each named run apart."""
    every = [came, *([replace(ran, run=run) for run in runs] or [ran]), tested]
    return [query for query in every if query.as_dict().keys() - {"from", "to"}]


def switches_of(
    residue: list[str], vessels: list[str], stop_at_utilities: bool, runs: Words, kinds: Words, tests: Words
) -> Switches:
    """What the options of a recall say is not to be followed; raises UsageError."""
    from genealogy.answers import KillStep, Switches

    steps = [KillStep(run=run) for run in runs or []]
    steps += [KillStep(run_kind=kind) for kind in kinds or []]
    steps += [KillStep(characteristic=test) for test in tests or []]
    policies = dict(_policy(said) for said in vessels)
    return Switches(dict.fromkeys(residue, False), policies, stop_at_utilities, tuple(steps))


def _policy(said: str) -> tuple[str, VesselPolicy]:
    from genealogy.answers import VesselPolicy

    vessel, _, rest = said.rpartition("=")
    name, _, number = rest.partition(":")
    try:
        if vessel and name == "strict" and not number:
            return vessel, VesselPolicy()
        if vessel and name == "well_mixed":
            return vessel, VesselPolicy("well_mixed", threshold=float(number))
        if vessel and name == "first_in_first_out":
            return vessel, VesselPolicy("first_in_first_out", overlap=float(number or 0))
    except ValueError:
        pass
    raise UsageError(
        f"{said!r} is no policy of a vessel: write VESSEL=well_mixed:0.05, =first_in_first_out:100 or =strict"
    )


def _answer(seeds: list[Seed | SeedQuery], switches: Switches, cross_check: bool, band: str | None, json: bool) -> None:
    from genealogy.answers import recall as ask
    from genealogy.answers.yields import Band

    chosen = settings()
    limits = Band.parse(band) if band else None
    with opened(chosen) as store:
        answer = ask(
            store,
            seeds,
            switches=switches,
            cross_check=cross_check,
            tolerance=chosen.tolerance,
            zone=chosen.zone,
            band=limits,
        )
    if json:
        print_json(answer)
    else:
        from api.cli.report_recall import print_recall

        print_recall(out(), answer)
    incomplete(answer)


def _suppose(seeds: list[Seed | SeedQuery], switches: Switches, said: list[str], json: bool) -> None:
    from genealogy.whatif import Change
    from genealogy.whatif import what_if as ask

    changes = [Change.parse(text) for text in said]
    chosen = settings()
    with opened(chosen) as store:
        answer = ask(store, seeds, changes, switches=switches, tolerance=chosen.tolerance, zone=chosen.zone)
    if json:
        print_json(answer)
    else:
        from api.cli.report_whatif import print_difference

        print_difference(out(), answer)
    incomplete(answer)
