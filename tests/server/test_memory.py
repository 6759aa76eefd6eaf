from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genealogy.errors import ServerError
from genealogy.server import ensure
from genealogy.server.memory import Memory, machine_mb, memory_for
from tests.server.conftest import NewHome


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (2_000, Memory(512, 128)),
        (8_000, Memory(1_000, 500)),
        (24_000, Memory(3_000, 1_500)),
        (256_000, Memory(4_096, 2_048)),
    ],
)
def test_sizes_follow_the_machine(total: int, expected: Memory) -> None:
    assert memory_for(total) == expected


def test_given_sizes_replace_the_calculated_ones() -> None:
    assert memory_for(16_000, heap_mb=700) == Memory(700, 1_000)
    assert memory_for(16_000, pagecache_mb=64) == Memory(2_000, 64)


@pytest.mark.parametrize(
    ("total", "graph", "expected"), [(24_000, 1_000, 1_500), (24_000, 2_600, 3_250), (24_000, 50_000, 6_000)]
)
def test_a_large_graph_has_room_in_the_page_cache(total: int, graph: int, expected: int) -> None:
    assert memory_for(total, graph_mb=graph).pagecache == expected
    assert memory_for(total, pagecache_mb=64, graph_mb=graph).pagecache == 64


@given(st.integers(1_000, 2_000_000), st.integers(0, 2_000_000))
def test_what_is_calculated_fits_and_is_modest(total: int, graph: int) -> None:
    memory = memory_for(total, graph_mb=graph)
    assert memory.heap <= max(512, total / 8)
    assert memory.heap + memory.pagecache < total


def test_a_heap_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ServerError, match="GENEALOGY_HEAP_MB"):
        memory_for(4_000, heap_mb=4_000)


def test_a_machine_too_small_is_refused() -> None:
    with pytest.raises(ServerError, match="add memory"):
        memory_for(800)


def test_it_is_refused_before_anything_starts(new_home: NewHome) -> None:
    settings = new_home("huge").model_copy(update={"heap_mb": machine_mb() + 1})
    with pytest.raises(ServerError, match="do not fit this machine"):
        ensure(settings)
    assert not (settings.home / "server.json").exists()
