"""Random plants: explanations say what the recall says, and the chains they are chosen from reach just its scope."""

from __future__ import annotations

from random import Random

from genealogy.answers import Seed, recall
from genealogy.answers.chains import chains_in
from genealogy.answers.scope import scope_of
from genealogy.answers.seeds import starts_of
from genealogy.scope.chains import ROOT, reach_of
from genealogy.scope.switches import DEFAULT
from genealogy.store import Store
from tests.exhaustive.plants import plant
from tests.explain.agreement import complaints
from tests.oracle.plant import names, read
from tests.support.bundles import record_bundles
from tests.support.campaign import size

PLANTS = size(10, 1_000)
EXPLAINED = size(4, 100)  # plants of which all is explained; a question each
TARGETS = size(4, 1_000)


def test_random_plants(store: Store) -> None:
    plants = {seed: plant(seed, f"x{seed}-") for seed in range(PLANTS)}
    record_bundles(store, plants.values())
    wrong, told = [], 0
    for number, (seed, rows) in enumerate(plants.items()):
        seeds = seeds_of(seed, sorted(names(read(rows))))
        wrong += [f"plant {seed}: {said}" for said in differences(store, seeds)]
        if number < EXPLAINED:
            answer = recall(store, seeds, exposure=False)
            told += len(answer["batches"])
            wrong += [f"plant {seed}: {said}" for said in complaints(store, seeds, answer, DEFAULT, TARGETS)]
    assert wrong == []
    assert told > EXPLAINED  # there was something to explain


def seeds_of(seed: int, keys: list[str]) -> list[Seed]:
    """Two batches, one of them suspect from some moment on."""
    random = Random(seed)
    first, second = random.sample(keys, 2)
    return [Seed(first, f"2026-03-{random.randrange(2, 6):02}T{random.randrange(24):02}:00:00Z"), Seed(second)]


def differences(store: Store, seeds: list[Seed]) -> list[str]:
    """Between the nodes that chains reach and those of the scope, all and certain."""
    suspect = starts_of(store, seeds).suspect
    scope = scope_of(store, list(suspect), "downstream", suspect=suspect, tolerance=300_000)
    chains = chains_in(scope)
    every, sure = ({chains.nodes[v] for v in reach_of(chains, [ROOT], sure=only)} - {""} for only in (False, True))
    said = [f"reached {every ^ scope.reached.hops.keys()}"] if every != scope.reached.hops.keys() else []
    return said + ([f"certain {sure ^ scope.reached.certain}"] if sure != scope.reached.certain else [])
