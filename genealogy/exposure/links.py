"""Which links of a scope carry suspect material, from node to node, and which of them for certain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from genealogy.exposure.flows import Output
from genealogy.scope.edges import CERTAIN, INFERRED, PART, RUN, STOOD_WITH

if TYPE_CHECKING:
    from genealogy.answers.scope import Scope


@dataclass(slots=True)
class Links:
    """`into` holds for each node its suspect sources: whether the link is certain, by each recorded line of it, for
    their quantities are added up and the least of it is to rest on none that is in doubt. `inferred` are links of
    consumptions that name no lot (rule 4), `carried` those of residue and of contact (rules 15 and 10), of which nobody
    knows how much; `cut` are positions of edges that left too early. `runs` is the run of each part, `returned` are the
    transfers that are returns, `made` what each run recorded to have made."""

    into: dict[str, dict[str, bool]] = field(default_factory=dict)
    inferred: set[tuple[str, str]] = field(default_factory=set)
    carried: set[tuple[str, str]] = field(default_factory=set)
    cut: tuple[int, ...] = ()
    runs: dict[str, str] = field(default_factory=dict)
    returned: frozenset[str] = frozenset()
    made: dict[str, dict[str, Output]] = field(default_factory=dict)

    @classmethod
    def of(cls, scope: Scope) -> Links:
        """The links of a recall that time leaves standing (rule 18)."""
        entered = scope.in_time.entered if scope.in_time else None
        standing = range(len(scope.edges)) if entered is None else entered.standing
        sure = None if entered is None else frozenset(entered.certain)
        edges, doubtful = scope.edges, scope.doubts.edges
        weak = [(edges.sources[number], edges.targets[number]) for number in (entered.cut if entered else ())]
        links = cls(
            cut=tuple(entered.cut) if entered else (),
            runs={PART + part["part"]: RUN + part["run"] for part in scope.parts},
            returned=frozenset(transfer.node for transfer in scope.transfers if transfer.returned),
        )
        for number in standing:
            source, kind, target = edges.sources[number], edges.types[number], edges.targets[number]
            certain = kind in CERTAIN and number not in doubtful if sure is None else number in sure
            known = links.into.setdefault(target, {})
            known[source] = certain or known.get(source, False)
            if kind in CERTAIN and not certain:
                weak.append((source, target))
            if kind == INFERRED:
                links.inferred.add((source, target))
            elif kind in ("CARRIED_OVER", STOOD_WITH):
                links.carried.add((source, target))
        for source, target in weak:
            if source in links[target]:
                links[target][source] = False
        return links

    def __getitem__(self, node: str) -> dict[str, bool]:
        return self.into.get(node, {})

    def sources(self, node: str, mark: str) -> Iterator[tuple[str, bool]]:
        """The suspect sources of a node that are of one kind."""
        return ((source, certain) for source, certain in self[node].items() if source.startswith(mark))
