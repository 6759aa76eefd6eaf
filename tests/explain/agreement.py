"""Whether explanations say what the recall says, of everything that it lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from genealogy.answers import Seed, SeedQuery, Switches
from genealogy.explain import Target, explain
from genealogy.store import Store

Answer = Mapping[str, Any]
RECORDS = {"time": 2, "mapping": 2, "clean": 2, "switch": 1, "kill_step": 1}


def targets(answer: Answer) -> Iterator[tuple[Target, str, int | None]]:
    """All that a recall lists, with its verdict and, of batches in scope, how many batches lead there."""
    for row in answer["batches"]:
        yield Target(row["key"]), row["verdict"], row["hops"]
    for kind in ("shipment", "customer"):
        for row in answer[f"{kind}s"]:
            yield Target(**{kind: row[kind]}), row["verdict"], None
    told = {("shipment", row["shipment"]) for row in answer["shipments"]}
    # One line of a shipment may have left too early, and others not, or be mitigated.
    for verdict in ("mitigated", "excluded"):
        for row in answer[verdict]:
            kind = next(name for name in ("key", "shipment", "customer") if name in row)
            if (kind, row[kind]) not in told:
                told.add((kind, row[kind]))
                yield Target(**{kind: row[kind]}), verdict, None


def complaints(
    store: Store, seeds: Sequence[Seed | SeedQuery], answer: Answer, switches: Switches, most: int = 1000
) -> Iterator[str]:
    """What does not fit together."""
    for target, verdict, hops in list(targets(answer))[:most]:
        said = explain(store, seeds, target, switches=switches)
        if said["verdict"] != verdict:
            yield f"{target}: {said['verdict']}, and the recall says {verdict}"
        yield from (f"{target}: {complaint}" for complaint in _complaints(said, verdict, hops))


def _complaints(said: Answer, verdict: str, hops: int | None) -> Iterator[str]:
    chains, cut = said["chains"], said["cut"]
    if verdict in ("certain", "potential"):
        if not chains or cut is not None or said["reasons"]:
            yield "in scope, without a chain or with a cut"
        elif hops is not None and chains[0]["hops"] < hops:
            # More, where the shortest way over links that stand is none that keeps to time all along.
            yield f"{chains[0]['hops']} batches, and the recall says {hops}"
        if (chains[-1]["verdict"] == "certain") != (verdict == "certain"):
            yield f"the last chain is {chains[-1]['verdict']}"
    elif cut is None or not said["reasons"] or len(chains) != 1:
        yield f"{verdict}, without a cut or how far it came"
    elif any(end is None or end.startswith("/") or " residue " in end for end in (cut["after"], cut["before"])):
        yield f"a cut between {cut['after']} and {cut['before']}"
    elif len(cut["records"]) != RECORDS[cut["kind"]]:
        yield f"a cut by {cut['kind']} with {len(cut['records'])} records"
    for chain in chains:
        yield from _broken(chain)
    pulled = {(one["kind"], one["record"]) for one in said["documents"]}
    if {tuple(step["record"].values()) for chain in chains for step in chain["steps"]} - pulled:
        yield "a record that is not among the documents"


def _broken(chain: Answer) -> Iterator[str]:
    steps = chain["steps"]
    for before, after in pairwise(steps):
        if before["to"] != after["from"]:
            yield f"after {before['to']} comes {after['from']}"
    if chain["potential_links"] != sum(step["verdict"] == "potential" for step in steps):
        yield "the potential links are not counted right"
    if (chain["verdict"] == "certain") != (chain["potential_links"] == 0):
        yield f"{chain['verdict']} with {chain['potential_links']} potential links"
    if any(not step["text"][lang] or "{" in step["text"][lang] for step in steps for lang in ("en", "zh")):
        yield "a step says nothing"
