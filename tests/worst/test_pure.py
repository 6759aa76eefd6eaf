"""Counts, sketches, dominators and cuts against plain walks."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genealogy.dominators import in_order
from genealogy.finder.digests import read_ends
from genealogy.scope.edges import Edges
from genealogy.worst.counting import EXACT
from genealogy.worst.cuts import Cut, Hit, hit_of, spared_by
from genealogy.worst.plant import numbered
from genealogy.worst.reach import KINDS, hits_of
from genealogy.worst.sketch import Hashed, estimate, new_sketch

BATCHES = ["面/1", "面/2", "M/3", "M/4", "M/5"]
NODES = [*BATCHES, "/r1", "/r2", "/c3", "/p4"]
Pairs = list[tuple[str, str]]
PAIRS = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=16)
SENT = st.lists(
    st.tuples(
        st.sampled_from([*BATCHES, "M/unknown"]),
        st.sampled_from(["S1", "S2", None]),
        st.sampled_from(["东方", "C2", None]),
    ),
    max_size=6,
)


def columns(pairs: Pairs, kind: str = "CONSUMED") -> Edges:
    rows = len(pairs)
    ends = [near for near, _ in pairs], [kind] * rows, [far for _, far in pairs]
    return Edges(*ends, [-1.0] * rows, [""] * rows, [0] * rows)


@given(PAIRS, SENT)
def test_each_number_is_that_of_a_plain_walk(pairs: Pairs, sent: list[tuple[str, str | None, str | None]]) -> None:
    """Cycles, batches that no edge touches, lines of unknown batches."""
    hits = hits_of(numbered(BATCHES, read_ends(pairs), sent))
    gone = {
        key: ({s for k, s, _ in sent if k == key and s}, {c for k, _, c in sent if k == key and c}) for key in BATCHES
    }
    for number, key in enumerate(BATCHES):
        found = Hit(*(int(getattr(hits, kind).numbers[number]) for kind in KINDS))
        assert found == hit_of(columns(pairs), key, gone)
        assert all(getattr(hits, kind).exact[number] for kind in KINDS)


def test_exact_up_to_a_thousand_and_within_five_in_a_hundred_above() -> None:
    """Lines that mix now and then, with loops back, 20,000 batches: one in 500, the largest and those around the
    border are held against a walk."""
    random, many = Random(4), 20_000
    pairs: Pairs = []
    for number in range(many - 1):
        far = number + 10 if number % 997 else max(0, number - 300)
        for target in {min(far, many - 1), *([random.randrange(number, many)] if random.random() < 0.02 else ())}:
            pairs += [(f"批/{number}", f"/r{number}"), (f"/r{number}", f"批/{target}")]
    keys = [f"批/{number}" for number in range(many)]
    counts = hits_of(numbered(keys, read_ends(pairs), ())).batches
    onward: dict[str, list[str]] = {}
    for near, target_node in pairs:
        onward.setdefault(near, []).append(target_node)

    def walked(start: str) -> int:
        seen, left = {start}, [start]
        while left:
            fresh = set(onward.get(left.pop(), ())) - seen
            seen |= fresh
            left.extend(fresh)
        return sum(not node.startswith("/") for node in seen)

    border = np.flatnonzero(abs(counts.numbers - EXACT) < 20)[:20]
    tried = sorted({*range(0, many, 500), int(counts.numbers.argmax()), *border.tolist()})
    errors = []
    for number in tried:
        truth = walked(keys[number])
        assert counts.exact[number] == (truth <= EXACT)
        if counts.exact[number]:
            assert counts.numbers[number] == truth
        else:
            errors.append(abs(counts.numbers[number] - truth) / truth)
    assert len(errors) > 20
    assert max(errors) <= 0.05


def test_one_loop_of_more_than_a_thousand_is_an_estimate() -> None:
    keys = [f"M/{number}" for number in range(1_200)]
    loop = read_ends([(near, keys[(number + 1) % len(keys)]) for number, near in enumerate(keys)])
    counts = hits_of(numbered(keys, loop, ())).batches
    assert not counts.exact.any()
    assert len(set(counts.numbers.tolist())) == 1
    assert abs(counts.numbers[0] - 1_200) <= 60


@pytest.mark.parametrize("size", [0, 1, 1_001, 5_000, 20_000, 41_000, 100_000, 1_000_000])
def test_a_sketch_is_right_at_every_size(size: int) -> None:
    """Around twice and five times the registers other estimators jump; merging is the sketch of the union."""
    hashed = Hashed.of(np.random.default_rng(size).integers(0, 2**64, size, dtype=np.uint64))
    whole, first, second = new_sketch(), new_sketch(), new_sketch()
    hashed.add(whole, np.arange(size))
    hashed.add(first, np.arange(size * 2 // 3))
    hashed.add(second, np.arange(size // 3, size))
    assert (np.maximum(first, second) == whole).all()
    assert abs(estimate(whole) - size) <= 0.05 * size


def test_what_a_hash_writes() -> None:
    """The first 13 bits choose the register, the zeros after them are counted."""
    hashed = Hashed.of(np.array([0, 1, 1 << 50, (1 << 51) - 1, (8191 << 51) | (1 << 40)], np.uint64))
    assert hashed.registers.tolist() == [0, 0, 0, 0, 8191]
    assert hashed.ranks.tolist() == [52, 51, 1, 1, 11]


@given(st.lists(st.lists(st.integers(0, 7), max_size=4), min_size=8, max_size=8))
def test_a_dominator_is_what_no_way_avoids(successors: list[list[int]]) -> None:
    def reached(without: int) -> set[int]:
        seen = {0} - {without}
        left = list(seen)
        while left:
            fresh = set(successors[left.pop()]) - seen - {without}
            seen |= fresh
            left.extend(fresh)
        return seen

    order, above = in_order(successors, 0)
    assert set(order) == reached(-1)
    below: dict[int, set[int]] = {node: set() for node in order}
    for place in range(len(order)):
        upper = place
        while True:
            below[order[upper]].add(order[place])
            if not upper:
                break
            upper = above[upper]
    assert below == {node: set(order) - reached(node) for node in order}


CUTS = [Cut("clean", f"E{number}", ("R",), "") for number in range(3)]


@given(PAIRS, st.lists(st.sampled_from([None, *CUTS]), min_size=16, max_size=16))
def test_a_cut_spares_what_is_not_reached_without_its_edges(pairs: Pairs, owners: list[Cut | None]) -> None:
    edges = columns(pairs)
    cuts: dict[Cut, list[int]] = {}
    for number, owner in enumerate(owners[: len(pairs)]):
        if owner:
            cuts.setdefault(owner, []).append(number)
    gone = {key: ({f"S{number // 2}"}, {"东方"} if number else set()) for number, key in enumerate(BATCHES)}
    whole = hit_of(edges, "面/1", gone)
    found = spared_by(edges, "面/1", gone, cuts)
    for cut, numbers in cuts.items():
        left = hit_of(edges, "面/1", gone, frozenset(numbers))
        ends = [(edges.sources[number], edges.targets[number]) for number in numbers]
        crossed = len({near for near, _ in ends}) > 1 and len({far for _, far in ends}) > 1
        if crossed and cut not in found:  # the least it spares is nothing, so it was not walked
            continue
        assert found.get(cut, Hit()) == whole.less(left)


def test_a_lot_of_its_own_is_hit_instead() -> None:
    """Two runs fill one lot: what the suspect one puts in bears its own number and goes nowhere else."""
    cut = Cut("lot", "", ("1",), "M/3")
    edges = columns([("面/1", "/r1"), ("/r1", "M/3"), ("/r2", "M/3"), ("M/3", "/r3"), ("/r3", "M/4")])
    gone = {"M/4": ({"S1"}, {"东方"})}
    assert spared_by(edges, "面/1", gone, {cut: [1]}) == {cut: Hit(1, 1, 1)}
    assert spared_by(edges, "M/4", gone, {cut: [1]}) == {}
