"""What is to be explained, and the links that lead from batches to shipments and customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from genealogy.answers.chains import times_of
from genealogy.answers.facts import Facts, facts_of
from genealogy.answers.gaps import Gaps
from genealogy.answers.parties import Deliveries, deliveries_of, shipped_before_it_was_there
from genealogy.answers.scope import Scope
from genealogy.answers.seeds import Seed, checked
from genealogy.answers.sent import Sent, sent_of
from genealogy.errors import NotFoundError, UsageError
from genealogy.scope.chains import Chains, Times, chains_of
from genealogy.scope.edges import DERIVED, Edges
from genealogy.scope.in_time import InTime
from genealogy.store import Reads

SHIPMENT, CUSTOMER = "/s", "/k"  # how the id of such a node begins; nodes of the answer, not of the traversal


@dataclass(frozen=True, slots=True)
class Target:
    """One of the three: a batch by its key, a shipment, a customer."""

    key: str | None = None
    shipment: str | None = None
    customer: str | None = None

    def __post_init__(self) -> None:
        if sum(said is not None for said in (self.key, self.shipment, self.customer)) != 1:
            raise UsageError("say what to explain: the key of a batch, or a shipment, or a customer")

    def named(self, store: Reads) -> Target:
        """As the records name it. Raises UsageError for a malformed key, UnknownBatchError, NotFoundError."""
        if self.key is not None:
            return Target(checked(store, [Seed(self.key)])[0].key)
        if self.shipment is not None and not store.read("answer.sent", ids=[self.shipment]).rows:
            raise NotFoundError(f"no record names the shipment {self.shipment}")
        if self.customer is not None and not store.read("answer.customers", ids=[self.customer]).rows:
            raise NotFoundError(f"no record names the customer {self.customer}")
        return self

    @property
    def node(self) -> str:
        """Its node among the chains."""
        if self.shipment is not None:
            return SHIPMENT + self.shipment
        return self.key if self.key is not None else f"{CUSTOMER}{self.customer}"

    def as_dict(self) -> dict[str, Any]:
        """As JSON values: the one that is meant."""
        said = {"key": self.key, "shipment": self.shipment, "customer": self.customer}
        return {name: value for name, value in said.items() if value is not None}

    @property
    def text(self) -> tuple[str, str]:
        """Its name in a sentence, in English and in Chinese."""
        if self.key is not None:
            return self.key, self.key
        if self.shipment is not None:
            return f"shipment {self.shipment}", f"发货单 {self.shipment}"
        return f"customer {self.customer}", f"客户 {self.customer}"


@dataclass(slots=True)
class Web:
    """All links of a scope, those to shipments and customers with them. `doubts` says why a link of such is potential;
    `returns` are what the links of goods given back are recorded by."""

    scope: Scope
    edges: Edges
    chains: Chains
    facts: Facts
    sent: Sequence[Sent]
    deliveries: Deliveries
    gaps: Gaps
    doubts: dict[int, str] = field(default_factory=dict)
    returns: dict[int, str] = field(default_factory=dict)


def web_of(store: Reads, scope: Scope, in_time: InTime, target: Target) -> Web:
    """The links of a recall's scope, and those from it to a shipment or customer."""
    gaps = Gaps()
    facts = facts_of(store, scope.batches, scope.edges)
    sent = sent_of(store, facts)
    gaps.of_scope(store, scope, facts.odd)
    deliveries = deliveries_of(store, scope, facts, sent, gaps)
    edges = scope.edges.picked(range(len(scope.edges)))
    found = Web(scope, edges, Chains(), facts, sent, deliveries, gaps)
    if target.shipment or target.customer:
        _add_shipments(store, found)
    if target.customer:
        _add_customers(store, found, target.customer)
    found.chains = chains_of(edges, in_time.seeds, _times(found, in_time))
    return found


def _add_shipments(store: Reads, web: Web) -> None:
    doubtful = shipped_before_it_was_there(store, web.scope, web.sent, web.gaps)
    for number, line in enumerate(web.sent):
        if line.candidate or number in doubtful:
            web.doubts[len(web.edges)] = "unnamed" if line.candidate else "contradiction"
        _add(web.edges, line.key, "SHIPPED", SHIPMENT + line.shipment.shipment, line.shipment.left_by or 0)


def _add_customers(store: Reads, web: Web, customer: str) -> None:
    ids = sorted({one.shipment.shipment for one in web.sent if one.shipment.customer == customer})
    for shipment in ids:
        _add(web.edges, SHIPMENT + shipment, "DELIVERED_TO", CUSTOMER + customer)
    counted = {key for row in web.deliveries.customers if row["customer"] == customer for key in row["batches"]}
    for key, document in store.read("explain.returned", customer=customer).rows:
        if key in counted:
            web.returns[len(web.edges)] = document
            _add(web.edges, key, "GAVE_BACK", CUSTOMER + customer)


def _add(edges: Edges, source: str, kind: str, target: str, moment: int = 0) -> None:
    edges.extend(Edges([source], [kind], [target], [DERIVED], [""], [moment]))


def _times(web: Web, in_time: InTime) -> Times:
    """Those of the scope, and of what was added: a shipment left by the moment its line says."""
    edges, own = web.edges, times_of(web.scope, in_time)
    recorded = len(web.scope.edges)

    def gone(number: int) -> int:
        return own.gone(number) if number < recorded else edges.moments[number]

    return Times(
        lambda number: own.came(number) if number < recorded else 0,
        gone,
        lambda number: in_time.covered(edges.sources[number], gone(number)),
        own.tolerance,
        {*own.unsure, *web.doubts},
    )
