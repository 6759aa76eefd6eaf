"""The recall answer: scope, verdicts, stock, vessels, shipments, customers, totals, gaps (contract 3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.answers.batches import rows_of
from genealogy.answers.excluded import excluded_of
from genealogy.answers.facts import facts_of
from genealogy.answers.gaps import Gaps
from genealogy.answers.mitigated import mitigated_of
from genealogy.answers.parties import deliveries_of, moment_text
from genealogy.answers.scope import Scope, scope_of
from genealogy.answers.seeds import Seed, Starts, starts_of
from genealogy.answers.sent import sent_of
from genealogy.answers.steady import steady
from genealogy.answers.stock import Stocks
from genealogy.answers.totals import groups_of, totals_by_material
from genealogy.answers.version import SCHEMA_VERSION
from genealogy.answers.whole import whole_balance
from genealogy.answers.yields import Band, flagged
from genealogy.calm import calm
from genealogy.errors import GenealogyError
from genealogy.exposure import Exposures, exposure_of
from genealogy.scope.edges import Engine
from genealogy.scope.switches import DEFAULT, Switches
from genealogy.seeds import SeedQuery
from genealogy.stock.balance import Balance
from genealogy.stock.units import decimal_text
from genealogy.store import Reads, Store, Tx
from genealogy.telemetry import span

TOLERANCE = dt.timedelta(minutes=5)
MILLISECOND = dt.timedelta(milliseconds=1)


def recall(
    store: Store | Tx,
    seeds: Sequence[Seed | SeedQuery],
    *,
    switches: Switches = DEFAULT,
    cross_check: bool = False,
    tolerance: dt.timedelta = TOLERANCE,
    zone: ZoneInfo = ZoneInfo("UTC"),  # noqa: B008 -- immutable
    band: Band | None = None,
    exposure: bool = True,
) -> dict[str, Any]:
    """The recall answer of contract 3, as JSON values; nothing is stored.

    `switches` is what is not followed; `tolerance` is how far apart clocks may be (rule 18); `zone` reads the times of
    seeds that name none; runs whose yield lies outside `band` are listed under `yields`. Raises UnknownBatchError,
    NothingMatchesError, UsageError, TimedOutError; with `cross_check`, GenealogyError where the two engines do not
    agree. Without `exposure` that is null, and the answer there the sooner.
    """
    with calm():
        how = How(switches, tolerance // MILLISECOND, band, cross_check, exposure)
        return steady(store, lambda tx: answer_of(tx, _starts(tx, seeds, zone), how), "recall")


def _starts(store: Reads, seeds: Sequence[Seed | SeedQuery], zone: ZoneInfo) -> Starts:
    with span("recall.seeds"):
        return starts_of(store, seeds, zone)


@dataclass(frozen=True, slots=True)
class How:
    """In what way a recall is asked for; the tolerance in milliseconds."""

    switches: Switches
    tolerance: int
    band: Band | None = None
    cross_check: bool = False
    exposure: bool = True
    engine: Engine = "path"


def scope_from(store: Reads, starts: Starts, switches: Switches, tolerance: int, engine: Engine = "path") -> Scope:
    """The scope of a recall that starts there; the tolerance in milliseconds."""
    keys = list(starts.suspect)
    return scope_of(store, keys, "downstream", engine, starts.suspect, tolerance, switches, starts.held)


def head_of(starts: Starts, switches: Switches) -> dict[str, Any]:
    """How every answer about a recall begins: what was asked, and when it was answered, in full."""
    return {
        "schema_version": SCHEMA_VERSION,
        "seeds": starts.rows,
        "switches": switches.as_dict(),
        "complete": True,
        "computed_at": moment_now(),
    }


def answer_of(store: Reads, starts: Starts, how: How) -> dict[str, Any]:
    """The recall answer, from whatever can be read."""
    with span("recall.scope"):
        scope = scope_from(store, starts, how.switches, how.tolerance, how.engine)
    if how.cross_check:
        with span("recall.cross_check"):
            _compare(scope, scope_from(store, starts, how.switches, how.tolerance, "frontier"))
    gaps = Gaps()
    starts.note_gaps(gaps)
    with span("recall.facts"):
        facts = facts_of(store, scope.batches, scope.recorded)
        sent = sent_of(store, facts)
        gaps.of_scope(store, scope, facts.odd)
    with span("recall.deliveries"):
        deliveries = deliveries_of(store, scope, facts, sent, gaps)
    with span("recall.stock"):
        stocks = Stocks(store, facts, sent, gaps)
        balances = _balances(stocks, gaps)
    with span("recall.exposure"):
        exposures = exposure_of(store, scope, stocks, gaps) if how.exposure else None
    return {
        **head_of(starts, how.switches),
        "set_hash": set_hash(scope),
        "batches": rows_of(scope, stocks, balances, exposures),
        "excluded": excluded_of(store, scope, facts, sent, deliveries.excluded, gaps),
        "mitigated": mitigated_of(store, scope, deliveries),
        "vessels": _vessels(scope, exposures),
        "shipments": deliveries.shipments,
        "customers": deliveries.customers,
        "totals": {
            "batches": len(scope.batches),
            "inferred": len(scope.inferred),
            "shipments": len(deliveries.shipments),
            "customers": len(deliveries.customers),
            **_totals(scope, stocks, balances),
        },
        "yields": flagged(store, scope.runs, how.band),
        "gaps": gaps.listed(),
    }


def moment_now() -> str:
    """The present moment, ISO 8601 in UTC."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def set_hash(scope: Scope) -> str:
    """A hash of the batches in scope and their verdicts: equal for equal scopes, whatever the order of traversal."""
    lines = sorted(f"{key}\t{scope.reached.verdict(key)}" for key in scope.batches)
    return sha256("\n".join(lines).encode()).hexdigest()


def _compare(first: Scope, second: Scope) -> None:
    if first.reached.hops != second.reached.hops or first.reached.certain != second.reached.certain:
        odd = sorted(set(first.reached.hops.items()) ^ set(second.reached.hops.items()))
        raise GenealogyError(f"the two engines do not agree on {len(odd)} nodes, first {odd[:3]}: report this")


def _balances(stocks: Stocks, gaps: Gaps) -> dict[str, Balance]:
    balances = stocks.balances()
    for key, balance in balances.items():
        if balance.gaps or balance.not_counted:
            gaps.of_balance(key, balance, stocks.by_key[key].uom)
    return balances


def _totals(scope: Scope, stocks: Stocks, balances: Mapping[str, Balance]) -> dict[str, Any]:
    groups = groups_of(scope, stocks)
    by_unit = whole_balance(([balances[key] for key in group.keys], group.uom, group.factor) for group in groups)
    return {"by_material": totals_by_material(scope, stocks, balances, groups), "balance": by_unit}


def _vessels(scope: Scope, exposures: Exposures | None) -> list[dict[str, Any]]:
    """Vessels whose present content is in scope; the certain chain speaks before the possible one."""
    found: dict[str, dict[str, Any]] = {}
    for content in scope.contents:
        if not content["current"]:
            continue
        sure = "/c" + content["content"] in scope.reached.certain
        known = found.get(content["equipment"])
        if known is None or sure:
            quantity, uom = content["quantity"], content["uom"]
            if quantity is None and exposures:
                quantity, uom = exposures.rest(content["content"])
            found[content["equipment"]] = {
                "equipment": content["equipment"],
                "location": content["location"],
                "quantity": decimal_text(quantity),
                "uom": uom,
                "verdict": "certain" if sure else "potential",
                "exposure": exposures.of_content(content["content"], quantity) if exposures else None,
                "since": moment_text(content["since"]),
            }
    return [found[equipment] for equipment in sorted(found)]
