"""The question of a recall as options that further commands share: seeds, and what is not to be followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from inspect import Parameter as Argument
from inspect import signature
from typing import TYPE_CHECKING, Any, get_type_hints

from api.cli import recalling as options

if TYPE_CHECKING:
    from genealogy.answers import Seed, SeedQuery, Switches


@dataclass(frozen=True, slots=True)
class Question:
    """Seeds named by key (`keys`) or looked for, and what is not followed."""

    seeds: list[Seed | SeedQuery]
    switches: Switches


def question(
    keys: list[str],
    from_: options.From = None,
    to: options.To = None,
    receipt: options.Receipt = None,
    supplier: options.Supplier = None,
    supplier_lot: options.SupplierLot = None,
    run: options.Run = None,
    equipment: options.Equipment = None,
    operator: options.Operator = None,
    shift: options.Shift = None,
    run_kind: options.RunKind = None,
    parameter: options.Parameter = None,
    below: options.Below = None,
    above: options.Above = None,
    material: options.Material = None,
    failed: options.Failed = False,
    characteristic: options.Characteristic = None,
    defect: options.Defect = None,
    no_carry_over: options.NoCarryOver = None,
    vessel: options.Vessel = None,
    stop_at_utilities: options.Utilities = False,
    kill_run: options.KillRun = None,
    kill_kind: options.KillKind = None,
    kill_test: options.KillTest = None,
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
    switches = options.switches_of(no_carry_over or [], vessel or [], stop_at_utilities, kill_run, kill_kind, kill_test)
    return Question([*seeds, *options.queries_of(came, ran, tested, run or [])], switches)


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
