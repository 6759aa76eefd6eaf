"""The pure parts of the large measurements."""

from __future__ import annotations

import pytest

from bench.large import BOUND, drawn, linear, memory


def test_growth_in_step_with_the_batches_is_a_ratio_of_one() -> None:
    result = linear({100: 0.5, 1_000: 5.0, 10: 0.05})
    assert (result.name, result.ours, result.peer, result.ratio) == ("answer_linear", 5000.0, 5000.0, 1.0)
    assert "1000 batches beside 10" in result.remark


def test_faster_growth_falls_short_of_what_is_wanted() -> None:
    result = linear({10: 0.05, 1_000: 10.0})
    assert result.wanted is not None
    assert result.ratio == 0.5 < result.wanted


def test_answers_of_one_size_say_nothing_about_growth() -> None:
    with pytest.raises(ValueError, match="raise BENCH_BATCHES"):
        linear({10: 0.05})


def test_memory_is_that_of_the_largest_answer() -> None:
    result = memory({1_000: 200.0, 100_000: 2.0 * BOUND, 10_000: 300.0})
    assert (result.name, result.ours, result.ratio, result.unit) == ("answer_memory", 2 * BOUND, 0.5, "MiB")
    assert "1000: 200 MiB, 10000: 300 MiB, 100000" in result.remark


def test_seeds_are_different_and_the_same_each_time() -> None:
    keys = [f"M/{number}" for number in range(500)]
    chosen = drawn(keys)
    assert len(set(chosen)) == 100
    assert chosen == drawn(keys[::-1])
    assert drawn(["M/2", "M/1", "M/2"]) == ["M/1", "M/2"]
