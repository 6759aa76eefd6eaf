"""Commands of recall cases: open, list, show, check, decide, close, cancel."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli import case_acts
from api.cli.answers import KEY_HELP, AsOf
from api.cli.case_acts import At, By, CaseId, Meaning, Reason, signed
from api.cli.case_acts import said as _said
from api.cli.output import AsJson, out, print_json, progress, say
from api.cli.session import opened, settings, zone_of

Level = Annotated[
    str | None, typer.Option(help="Effectiveness check of consignees: A all, B a share, C 10 %, D 2 %, E none.")
]
Percent = Annotated[str | None, typer.Option(help="Share of the consignees to check, for level B.")]
group = typer.Typer(help="Recall cases: opened, decided, acted on, closed.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group.command("open")(open_)
    group.command("list")(list_)
    for command in (show, result, check):
        group.command()(command)
    case_acts.register(group)
    group.command()(decide)
    group.command()(close)
    group.command()(cancel)
    app.add_typer(group, name="case")


def _print(document: dict[str, Any], json: bool) -> None:
    from api.cli import report_case

    if json:
        print_json(document)
    else:
        report_case.print_case(out(), document)


def open_(
    by: By,
    reason: Reason,
    keys: Annotated[list[str] | None, typer.Argument(help=f"The suspect batches. {KEY_HELP}")] = None,
    title: Annotated[str | None, typer.Option(help="What it is about, in a few words.")] = None,
    class_: Annotated[str | None, typer.Option("--class", help="I, II or III (21 CFR 7.3(m)).")] = None,
    case: Annotated[
        str | None, typer.Option(help="Id of the new case; without batches, the draft or closed case to open.")
    ] = None,
    question: Annotated[
        Path | None,
        typer.Option(help="In place of batches, what `recall --json` printed: its seeds and switches are asked again."),
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", help="When suspect material entered: not before.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="When suspect material entered: not after.")] = None,
    quarantine: Annotated[
        list[str] | None, typer.Option(help="Location to which goods in scope may be moved; once for each.")
    ] = None,
    level: Level = None,
    percent: Percent = None,
    draft: Annotated[bool, typer.Option("--draft", help="Freeze the answer, and do not open the case yet.")] = False,
    at: At = None,
    json: AsJson = False,
) -> None:
    """Freeze the recall answer of now and open a case on it; or open a draft, or a closed case again."""
    from genealogy.cases.life import Opening, open_case, reopen_case
    from genealogy.cases.question import Question
    from genealogy.errors import UsageError

    chosen, said = settings(), _said(by, reason, at)
    if question and (keys or from_ or to):
        raise UsageError("a case asks one thing: name batches with their window, or give --question")
    if not (question or keys or case):
        raise UsageError("name the suspect batches, or with --case the draft or closed case to open")
    with opened(chosen) as store:
        zone = zone_of(store, chosen)
        if question:
            asked = Question.of_document(question.read_bytes(), chosen.tolerance, zone)
        else:
            asked = Question(
                [{"key": key, "from": from_, "to": to} for key in keys or ()], None, chosen.tolerance, zone
            )
        if asked.seeds:
            opening = Opening(title or "", class_ or "", quarantine or (), level or "A", percent)
            found = open_case(store, asked, opening, said, case, draft=draft)
        else:
            found = reopen_case(store, case or "", said)
    _print(found, json)


def list_(json: AsJson = False) -> None:
    """All cases as they stand."""
    from genealogy.cases.book import list_cases

    with opened() as store:
        found = list_cases(store)
    if json:
        print_json({"cases": found})
    else:
        from api.cli.report_case import print_cases

        print_cases(out(), found)


def show(case: CaseId, as_of: AsOf = None, json: AsJson = False) -> None:
    """One case: how it stands, what it froze, what it covers, and every step."""
    from genealogy.cases.book import show_case

    if as_of is not None:
        from genealogy.asof import case_as_of

        chosen = settings()
        with progress() as bars, opened(chosen, bars) as store:
            _print(case_as_of(store, chosen, as_of, case, bars), json)
        return
    with opened() as store:
        _print(show_case(store, case), json)


def result(
    case: CaseId,
    file: Annotated[Path, typer.Option("--out", help="File to write the frozen answer to, byte for byte.")],
    people: Annotated[bool, typer.Option("--people", help="With contacts in place of their references.")] = False,
) -> None:
    """Write the frozen answer of a case to a file; its SHA-256 is that of the case."""
    import orjson

    from genealogy.cases.book import standing
    from genealogy.cases.frozen import frozen_bytes, thawed

    with opened() as store:
        digest = standing(store, case).row["sha256"]
        file.write_bytes(orjson.dumps(thawed(store, digest)) if people else frozen_bytes(store, digest))
    say(f"the frozen answer of case {case} is in {file}; sha256 {digest}")


def check(case: CaseId, json: AsJson = False) -> None:
    """What changed since the answer of a case was frozen, and which records did it."""
    from genealogy.cases.check import check_case

    with opened() as store:
        found = check_case(store, case)
    if json:
        print_json(found)
    else:
        from api.cli.report_check import print_check

        print_check(out(), found)


def decide(
    case: CaseId,
    decision: Annotated[str, typer.Option(help="What was decided.")],
    by: By,
    reason: Reason,
    level: Level = None,
    percent: Percent = None,
    meaning: Meaning = None,
    at: At = None,
    json: AsJson = False,
) -> None:
    """Write down a decision: who, when and why."""
    from genealogy.cases.life import decide as write_down

    with opened() as store:
        found = write_down(
            store, case, decision, signed(store, _said(by, reason, at), meaning), level=level, percent=percent
        )
    _print(found, json)


def close(
    case: CaseId,
    decision: Annotated[str, typer.Option(help="What was decided.")],
    by: By,
    reason: Reason,
    meaning: Meaning = None,
    at: At = None,
    json: AsJson = False,
) -> None:
    """Close an open case."""
    from genealogy.cases.life import close_case

    with opened() as store:
        found = close_case(store, case, decision, signed(store, _said(by, reason, at), meaning))
    _print(found, json)


def cancel(case: CaseId, by: By, reason: Reason, meaning: Meaning = None, at: At = None, json: AsJson = False) -> None:
    """Give up a draft or an open case; it stays so."""
    from genealogy.cases.life import cancel_case

    with opened() as store:
        found = cancel_case(store, case, signed(store, _said(by, reason, at), meaning))
    _print(found, json)
