"""The answer of `explain`: a verdict, the chain that shows it, its documents, as JSON values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.answers.recall import MILLISECOND, TOLERANCE, head_of, scope_from
from genealogy.answers.scope import Scope
from genealogy.answers.seeds import Seed, Starts, starts_of
from genealogy.answers.steady import steady
from genealogy.calm import calm
from genealogy.explain.cut import Cut, Shown, cut_of
from genealogy.explain.records import Records, documents_of, line_rows, read_records, when
from genealogy.explain.spared import Spared, spared
from genealogy.explain.steps import Reader, Step, named
from genealogy.explain.target import Target, Web, web_of
from genealogy.explain.words import AFTER, CUTS, RECORDS, UNKNOWN, VERDICTS, Said, both, sentence
from genealogy.scope.chains import Way, shortest
from genealogy.scope.switches import DEFAULT, Switches
from genealogy.seeds import SeedQuery
from genealogy.store import Reads, Store


def explain(
    store: Store,
    seeds: Sequence[Seed | SeedQuery],
    target: Target,
    *,
    switches: Switches = DEFAULT,
    tolerance: dt.timedelta = TOLERANCE,
    zone: ZoneInfo = ZoneInfo("UTC"),  # noqa: B008 -- immutable
) -> dict[str, Any]:
    """Why a batch, shipment or customer is in the recall of these seeds, or is not (docs/explain.md).

    Seeds, switches, tolerance and zone as for `recall`. A target that exists and that nothing links to the seeds is an
    answer, `out_of_scope`. Raises UnknownBatchError and NotFoundError for one that no record names, and what `recall`
    raises.
    """
    with calm():
        milliseconds = tolerance // MILLISECOND
        return steady(
            store,
            lambda tx: _explain(tx, starts_of(tx, seeds, zone), target.named(tx), switches, milliseconds),
            "explain",
        )


def _explain(store: Reads, starts: Starts, target: Target, switches: Switches, tolerance: int) -> dict[str, Any]:
    scope = scope_from(store, starts, switches, tolerance)
    assert scope.in_time is not None  # it is there for every scope with suspect moments
    web = web_of(store, scope, scope.in_time, target)
    starts.note_gaps(web.gaps)
    reader = Reader(store, web)
    ways, cut = _ways(web, reader, target.node), None
    said = spared(store, web, target) if not ways else Spared("certain" if ways[-1].is_sure else "potential")
    if said.node:
        cut = cut_of(store, web, reader, said.node)
        ways = [cut.way] if cut and cut.way else []
    chains = [reader.steps(way) for way in ways]
    steps = list(chain.from_iterable(chains))
    records = read_records(store, steps, [shown.record for shown in cut.records] if cut else ())
    return {
        **head_of(starts, switches),
        "target": target.as_dict(),
        "verdict": said.verdict,
        "text": _verdict(said.verdict, target, is_seed=target.node in starts.suspect),
        "chains": [_chain(scope, way, told, records) for way, told in zip(ways, chains, strict=True)],
        "cut": _cut(scope, said, cut) if said.kind else None,
        "reasons": said.reasons,
        "documents": documents_of(records, steps, [shown.record for shown in cut.records] if cut else ()),
        "gaps": _gaps(web, steps, target),
    }


def _ways(web: Web, reader: Reader, node: str) -> list[Way]:
    """The shortest chain; and where it has a link in doubt, the shortest without, if there is one."""
    vertices = web.chains.entries(node)
    first = shortest(web.chains, vertices, reader.weigh)
    if first is None or first.is_sure:
        return [] if first is None else [first]
    second = shortest(web.chains, vertices, reader.weigh, sure=True)
    return [first] if second is None else [first, second]


def _verdict(verdict: str, target: Target, is_seed: bool) -> Said:
    pair = VERDICTS["seed" if is_seed else verdict]
    return {lang: text.format(name) for lang, text, name in zip(("en", "zh"), pair, target.text, strict=True)}


def _chain(scope: Scope, way: Way, steps: Sequence[Step], records: Records) -> dict[str, Any]:
    doubtful = sum(step.doubt is not None for step in steps)
    return {
        "hops": way.cost[0],
        "potential_links": doubtful,
        "verdict": "certain" if way.is_sure else "potential",
        "steps": [_step(scope, step, records) for step in steps],
    }


def _step(scope: Scope, step: Step, records: Records) -> dict[str, Any]:
    words, lines = named(scope, step), line_rows(records, records.of(step))
    moment = when(step.moment * 1000)
    leaves = step.kind in AFTER
    return {
        "kind": step.kind,
        "from": words["from_"],
        "to": words["to"],
        "equipment": step.place,
        "verdict": "potential" if step.doubt else "certain",
        "doubt": step.doubt,
        "left_by": moment if leaves else None,
        "came_from": None if leaves else moment,
        "record": step.record.as_dict(),
        "lines": lines,
        "text": sentence(step.kind, step.doubt, moment, {**words, "amount": _amount(lines)}),
    }


def _amount(lines: Sequence[Mapping[str, Any]]) -> str:
    """The quantity of a line; of several, or of none with a quantity, nothing."""
    if len(lines) != 1 or lines[0]["quantity"] is None:
        return ""
    return f"{lines[0]['quantity']} {lines[0]['uom'] or ''}".rstrip()


def _cut(scope: Scope, said: Spared, cut: Cut | None) -> dict[str, Any]:
    """Where nothing leads on, and the records that show it."""
    ends = cut.ends(scope) if cut else ("", "")
    return {
        "kind": said.kind if cut is None else cut.kind,
        "after": ends[0] or None,
        "before": ends[1] or None,
        "records": [_shown(ends, one) for one in cut.records] if cut else [],
    }


def _shown(ends: tuple[str, str], one: Shown) -> dict[str, Any]:
    moment = when(one.moment)
    record = both(RECORDS[one.record.kind], one.record.record)
    named = {"near": ends[0], "far": ends[1], "why": one.why}
    texts = zip(("en", "zh"), CUTS[one.shows], UNKNOWN, strict=True)
    text = {lang: said.format(**named, record=record[lang], when=moment or unknown) for lang, said, unknown in texts}
    return {"shows": one.shows, "record": one.record.as_dict(), "moment": moment, "text": text}


def _gaps(web: Web, steps: Sequence[Step], target: Target) -> list[dict[str, Any]]:
    """Of the gaps of the recall those that name what the chain goes through."""
    own = {word for step in steps for word in (step.source, step.target, step.place, step.record.record) if word}
    own |= set(target.as_dict().values())
    return [gap for gap in web.gaps.listed() if own & set(gap["records"])]
