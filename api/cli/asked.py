"""The question of a recall as options that commands share: seeds, and what is to be followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from inspect import Parameter as Argument
from inspect import signature
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from genealogy.errors import UsageError

if TYPE_CHECKING:
    from genealogy.answers import Seed, SeedQuery, Switches, VesselPolicy

Words = list[str] | None
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
Contact = Annotated[
    bool, typer.Option("--contact", help="Follow what may have stood on a pallet or in a container with it: potential.")
]
KillRun = Annotated[Words, typer.Option(help="A run that makes suspect material harmless; once for each.")]
KillKind = Annotated[Words, typer.Option(help="A kind of run that does; once for each.")]
KillTest = Annotated[Words, typer.Option(help="A characteristic: what passed a test of it is harmless; once for each.")]


@dataclass(frozen=True, slots=True)
class Question:
    """Seeds named by key (`keys`) or looked for, and what is followed."""

    seeds: list[Seed | SeedQuery]
    switches: Switches


def question(
    keys: list[str],
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
    contact: Contact = False,
) -> Question:
    """What the options of `recall` ask for."""
    from genealogy.answers import Seed, SeedQuery

    came = SeedQuery(receipt=receipt, supplier=supplier, supplier_lot=supplier_lot, from_=from_, to=to)
    ran = SeedQuery(equipment=equipment, operator=operator, shift=shift, run_kind=run_kind, from_=from_, to=to)
    ran = replace(ran, parameter=parameter, below=below, above=above)
    tested = SeedQuery(
        material=material, failed=failed, characteristic=characteristic, defect=defect, from_=from_, to=to
    )
    seeds = [Seed(key, from_, to) for key in keys]
    switches = _switches(no_carry_over or [], vessel or [], stop_at_utilities, kill_run, kill_kind, kill_test, contact)
    return Question([*seeds, *_queries(came, ran, tested, run or [])], switches)


def _queries(came: SeedQuery, ran: SeedQuery, tested: SeedQuery, runs: list[str]) -> list[SeedQuery]:
    """Those that ask for anything; each named run apart."""
    every = [came, *([replace(ran, run=run) for run in runs] or [ran]), tested]
    return [query for query in every if query.as_dict().keys() - {"from", "to"}]


def _switches(
    residue: list[str],
    vessels: list[str],
    stop_at_utilities: bool,
    runs: Words,
    kinds: Words,
    tests: Words,
    contact: bool,
) -> Switches:
    from genealogy.answers import KillStep, Switches

    steps = [KillStep(run=run) for run in runs or []]
    steps += [KillStep(run_kind=kind) for kind in kinds or []]
    steps += [KillStep(characteristic=test) for test in tests or []]
    policies = dict(_policy(said) for said in vessels)
    return Switches(dict.fromkeys(residue, False), policies, stop_at_utilities, tuple(steps), contact)


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


def asks(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of a recall behind its own: its first parameter is made of them, and of what its own
    parameter `seed` or `keys` names."""
    shared = dict(list(signature(question).parameters.items())[1:])
    own = dict(list(signature(command).parameters.items())[1:])
    hints = get_type_hints(question, include_extras=True)
    hints |= get_type_hints(command, include_extras=True)

    @wraps(command)
    def asked(**values: Any) -> None:
        given = {name: values.pop(name) for name in shared}
        keys = values.pop("seed") if "seed" in values else values.pop("keys")
        command(question(keys or [], **given), **values)

    everything: dict[str, Argument] = {**own, **shared}
    parameters = [parameter.replace(annotation=hints[name]) for name, parameter in everything.items()]
    asked.__signature__ = signature(command).replace(parameters=parameters)  # type: ignore[attr-defined]
    asked.__annotations__ = {name: hints[name] for name in everything} | {"return": None}
    return asked
