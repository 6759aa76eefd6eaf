"""The answer of `sample`: what to test next, and what each result would tell, as JSON values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.answers.chains import chains_in
from genealogy.answers.facts import facts_of
from genealogy.answers.gaps import Gaps
from genealogy.answers.recall import MILLISECOND, TOLERANCE, head_of, scope_from
from genealogy.answers.scope import Scope
from genealogy.answers.seeds import Seed, Starts, starts_of
from genealogy.answers.sent import sent_of
from genealogy.answers.steady import steady
from genealogy.answers.stock import Stocks
from genealogy.calm import calm
from genealogy.errors import UsageError
from genealogy.exposure import exposure_of
from genealogy.sample.choosing import Choice, choose
from genealogy.sample.words import summary, why
from genealogy.scope.switches import DEFAULT, Switches
from genealogy.seeds import SeedQuery
from genealogy.stock.balance import Balance
from genealogy.stock.units import decimal_text
from genealogy.store import Reads, Store

DOUBT = 0.5  # that a doubtful link is real: nobody knows
MOST = 100


def sample(
    store: Store,
    seeds: Sequence[Seed | SeedQuery],
    count: int = 3,
    *,
    prior: float | None = None,
    switches: Switches = DEFAULT,
    tolerance: dt.timedelta = TOLERANCE,
    zone: ZoneInfo = ZoneInfo("UTC"),  # noqa: B008 -- immutable
) -> dict[str, Any]:
    """Which `count` batches to test next, so that of the potential ones of this recall the fewest are expected to be in
    doubt still (docs/sample.md).

    `prior` is the chance that a test finds a batch bad; without it, of each batch one half times its suspect share.
    Seeds, switches, tolerance and zone as for `recall`; raises what that raises.
    """
    if not 1 <= count <= MOST:
        raise UsageError(f"{count} batches to test: ask for 1 to {MOST}")
    if prior is not None and not 0 < prior < 1:
        raise UsageError(f"the prior is {prior}; it is a chance, more than 0 and less than 1")
    with calm():
        milliseconds = tolerance // MILLISECOND
        return steady(
            store, lambda tx: _sample(tx, starts_of(tx, seeds, zone), count, prior, switches, milliseconds), "sample"
        )


def _sample(
    store: Reads, starts: Starts, count: int, prior: float | None, switches: Switches, tolerance: int
) -> dict[str, Any]:
    scope = scope_from(store, starts, switches, tolerance)
    gaps = Gaps()
    starts.note_gaps(gaps)
    facts = facts_of(store, scope.batches, scope.edges)
    sent = sent_of(store, facts)
    gaps.of_scope(store, scope, facts.odd)
    potential = [key for key in scope.batches if key not in scope.reached.certain]
    stocks = Stocks(store, facts, sent, gaps)
    balances = stocks.balances()
    testable = [key for key in potential if _is_there(balances[key])]
    priors = _priors(store, scope, stocks, testable, prior, gaps)
    chosen = choose(chains_in(scope), potential, priors, count) if testable else []
    unknown = sum(balances[key].on_hand is None and not balances[key].sampled for key in potential)
    return {
        **head_of(starts, switches),
        "count": count,
        "prior": prior,
        "certain": len(scope.batches) - len(potential),
        "potential": len(potential),
        "testable": len(testable),
        "none_left": len(potential) - len(testable) - unknown,
        "not_known": unknown,
        "choices": [_row(rank, one, stocks, balances[one.key], priors) for rank, one in enumerate(chosen, 1)],
        "text": summary(len(potential), len(testable), count, chosen),
        "gaps": gaps.listed(),
    }


def _is_there(balance: Balance) -> bool:
    """Something is left on hand, or was taken as a sample and may be retained."""
    return bool(balance.on_hand) or balance.sampled > 0


def _priors(
    store: Reads, scope: Scope, stocks: Stocks, keys: Sequence[str], prior: float | None, gaps: Gaps
) -> dict[str, float]:
    if prior is not None or not keys:
        return dict.fromkeys(keys, prior or DOUBT)
    exposures = exposure_of(store, scope, stocks, gaps)
    return {key: DOUBT * exposures.of(key)["fraction"] for key in keys}


def _row(rank: int, choice: Choice, stocks: Stocks, balance: Balance, priors: Mapping[str, float]) -> dict[str, Any]:
    described, uom = stocks.described[choice.key], stocks.by_key[choice.key].uom
    places = [
        {"location": place, "quantity": decimal_text(left), "status": said} for place, left, said in balance.where
    ]
    return {
        "rank": rank,
        "key": choice.key,
        "material": described["material"],
        "lot": described["lot"],
        "prior": round(priors[choice.key], 6),
        "on_hand": decimal_text(balance.on_hand),
        "sampled": decimal_text(balance.sampled),
        "uom": uom,
        "where": places,
        "clears": choice.clears,
        "confirms": choice.confirms,
        "settles": round(choice.settles, 6),
        "left": round(choice.left, 6),
        "text": why(choice),
    }
