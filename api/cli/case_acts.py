"""Commands that act in a recall case: hold, release, notice, effectiveness."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.output import AsJson, out, print_json
from api.cli.session import opened, settings

if TYPE_CHECKING:
    from genealogy.cases.life import Said
    from genealogy.store import Store

CaseId = Annotated[str, typer.Argument(metavar="CASE", help="Id of the case.")]
By = Annotated[str, typer.Option(help="Who does it.")]
Reason = Annotated[str, typer.Option(help="Why.")]
Meaning = Annotated[
    str | None,
    typer.Option(
        help="Sign it: review, approval, responsibility or authorship. Your key is GENEALOGY_API_KEY, or asked for."
    ),
]
At = Annotated[str | None, typer.Option(help="When; ISO 8601. Without it: now.")]


def register(group: typer.Typer) -> None:
    """Add these commands."""
    for command in (hold, release, notice, effectiveness):
        group.command()(command)


def said(by: str, reason: str, at: str | None) -> Said:
    """Who, why and when, as the core takes it."""
    from api.access.caller import os_author
    from genealogy.cases.life import Said

    return Said(by, reason, at, os_author())


def signed(store: Store, said: Said, meaning: str | None) -> Said:
    """The same, signed with a key of the person's own; raises SignatureNeededError where the settings ask for that."""
    chosen = settings()
    if meaning is None and not chosen.signatures:
        return said
    from api.access.signing import signed_by_key

    key = chosen.api_key.get_secret_value() if chosen.api_key else None
    if meaning and key is None:
        key = typer.prompt("Your API key", hide_input=True, err=True)
    return replace(said, signature=signed_by_key(chosen, store, meaning, key or ""))


def hold(case: CaseId, by: By, reason: Reason, at: At = None, json: AsJson = False) -> None:
    """Hold every batch in scope that is on hand; a second call changes nothing."""
    from genealogy.cases.holding import hold_case

    with opened() as store:
        found = hold_case(store, case, said(by, reason, at))
    _print_acts(found, json)


def release(
    case: CaseId,
    by: By,
    reason: Reason,
    keys: Annotated[list[str] | None, typer.Argument(help="Batches; without any, all that the case holds.")] = None,
    meaning: Meaning = None,
    at: At = None,
    json: AsJson = False,
) -> None:
    """Put back what the case holds to what it was before, unless another open case holds it too."""
    from genealogy.cases.holding import release_case

    with opened() as store:
        found = release_case(store, case, signed(store, said(by, reason, at), meaning), keys or ())
    _print_acts(found, json)


def _print_acts(found: dict[str, Any], json: bool) -> None:
    from api.cli import report_case

    if json:
        print_json(found)
    else:
        report_case.print_holding(out(), found)


def notice(
    case: CaseId,
    what: Annotated[str, typer.Argument(help="sent, acknowledged, found, returned, destroyed or checked.")],
    customers: Annotated[list[str], typer.Argument(help="Ids of the consignees.")],
    by: By,
    batch: Annotated[str | None, typer.Option(help="Batch key; found, returned and destroyed need it.")] = None,
    quantity: Annotated[str | None, typer.Option(help="Negative, with its reason: takes back a mistake.")] = None,
    uom: Annotated[str | None, typer.Option(help="Unit of the quantity; the batch's own without it.")] = None,
    how: Annotated[str | None, typer.Option(help="E-mail, phone, letter, visit ...")] = None,
    contact: Annotated[str | None, typer.Option(help="Who was told, or told.")] = None,
    outcome: Annotated[str | None, typer.Option("--result", help="Of a check: pass or fail.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why, or what was said.")] = None,
    line: Annotated[str | None, typer.Option(help="Tells apart what is else the same.")] = None,
    at: At = None,
    json: AsJson = False,
) -> None:
    """Write down what consignees were told, or told; quantities add up."""
    from api.access.caller import os_author
    from genealogy.cases.notices import give_notice

    given = {"what": what, "key": batch, "quantity": quantity, "uom": uom, "how": how, "contact": contact}
    given |= {"result": outcome, "reason": reason, "line": line, "by": by, "at": at}
    with opened() as store:
        notices = [{"customer": customer, **given} for customer in customers]
        found = give_notice(store, case, notices, os_author(), settings().answers_url)
    if json:
        print_json(found)
    else:
        out().print(f"Case {case}: {found['new']} notices recorded, {found['repeated']} were there", markup=False)
        for one in found["links"]:
            out().print(f"{one['customer']} acknowledges at {one['link']}", markup=False, soft_wrap=True)


def effectiveness(
    case: CaseId,
    until: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As of the end of this day; without it: today.")
    ] = None,
    json: AsJson = False,
) -> None:
    """How a recall goes: who was told and answered, what came back, what is missing, how many are still to be asked."""
    from genealogy.cases.effectiveness import effectiveness as ask

    with opened() as store:
        found = ask(store, case, until.date() if until else None)
    if json:
        print_json(found)
    else:
        from api.cli.report_effectiveness import print_effectiveness

        print_effectiveness(out(), found)
