"""The answer of the gap finder: findings counted, ranked by what they may hide, the first of them listed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from genealogy.answers.gaps import CODES, sentence
from genealogy.answers.recall import moment_now
from genealogy.answers.version import SCHEMA_VERSION
from genealogy.answers.yields import Band
from genealogy.derive import settle
from genealogy.finder.findings import Finding, findings
from genealogy.finder.reach import BOUND, Flow, Reach
from genealogy.scope.edges import PART, RUN
from genealogy.store import Store

TOP = 100
KEPT = 10_000  # findings of one kind that are ranked; more are counted only, and the answer says so


def find_gaps(store: Store, top: int = TOP, band: Band = Band()) -> dict[str, Any]:  # noqa: B008 -- frozen
    """Gaps of the whole graph as JSON values, those first that may hide most scope.

    `hides` is the number of batches downstream of the gap (`side` upstream: from which a recall meets it); exact for
    all that are listed. `band` is the yield that raises no question: by default more out than in does.
    """
    settle(store)
    kept, counts = _gathered(store, band)
    flow = Flow(store.stream("finder.flow"))
    parts = _parts(store)
    rough = [(finding, _reach(flow, finding, parts, BOUND)) for finding in kept]
    # What the bound cut is counted to its end, as long as it may belong to the top.
    rough.sort(key=lambda pair: (-pair[1].batches, pair[0].code, pair[0].words))
    first = [pair for pair in rough if not pair[1].exact][: max(top, BOUND)]
    full = {pair[0]: _reach(flow, pair[0], parts, None) for pair in first}
    ranked = sorted(
        ((finding, full.get(finding, reach)) for finding, reach in rough),
        key=lambda pair: (-pair[1].batches, pair[0].code, pair[0].words),
    )
    return {
        "schema_version": SCHEMA_VERSION,
        "complete": True,
        "computed_at": moment_now(),
        "yield": {"low": band.low, "high": band.high},
        "gaps": [_listed(finding, reach) for finding, reach in ranked[:top]],
        "totals": {
            "gaps": sum(counts.values()),
            "ranked": len(kept),
            "exact": all(reach.exact for _, reach in ranked[:top]) and len(kept) == sum(counts.values()),
            "by_code": [
                {"code": code, "gaps": number, "may_hide": CODES[code][1]} for code, number in sorted(counts.items())
            ],
        },
    }


def _gathered(store: Store, band: Band) -> tuple[list[Finding], dict[str, int]]:
    kept: dict[tuple[str, tuple[str, ...]], Finding] = {}
    counts: dict[str, int] = {}
    for finding in findings(store, band):
        place = (finding.code, finding.words)
        if known := kept.get(place):
            nodes = tuple(dict.fromkeys((*known.nodes, *finding.nodes)))
            kept[place] = replace(known, nodes=nodes)
            continue
        counts[finding.code] = counts.get(finding.code, 0) + 1
        if counts[finding.code] <= KEPT:
            kept[place] = finding
    return list(kept.values()), counts


def _parts(store: Store) -> dict[str, list[str]]:
    """Runs drawn as parts, which stand in the flow in their stead."""
    found: dict[str, list[str]] = {}
    for run, part in store.stream("finder.parts"):
        found.setdefault(RUN + run, []).append(PART + part)
    return found


def _reach(flow: Flow, finding: Finding, parts: dict[str, list[str]], bound: int | None) -> Reach:
    nodes = [inner for node in finding.nodes for inner in (node, *parts.get(node, ()))]
    return flow.reach(nodes, "upstream" if finding.upstream else "downstream", bound)


def _listed(finding: Finding, reach: Reach) -> dict[str, Any]:
    return {
        "code": finding.code,
        "text": sentence(finding.code, *finding.words),
        "records": list(finding.words),
        "may_hide": CODES[finding.code][1],
        "hides": {
            "batches": reach.batches,
            "exact": reach.exact,
            "side": "upstream" if finding.upstream else "downstream",
        },
    }
