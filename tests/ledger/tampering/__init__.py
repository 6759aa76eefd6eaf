"""What somebody with the database's password may do to it, and what a verification must say."""

from __future__ import annotations

from collections.abc import Callable
from inspect import getmembers, isfunction
from random import Random

from tests.ledger.tampering import beside, graph, record
from tests.ledger.tampering.expected import Expected, expect
from tests.ledger.uncommitted import Uncommitted

Tamper = Callable[[Uncommitted, Random], Expected]
KINDS: tuple[Tamper, ...] = tuple(
    change
    for module in (record, graph, beside)
    for name, change in getmembers(module, isfunction)
    if change.__module__ == module.__name__ and not name.startswith("_")
)
__all__ = ["KINDS", "Expected", "Tamper", "expect"]
