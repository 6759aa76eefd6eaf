"""Whether stock may have been somewhere (rule 4): each way in which records show that it was not, one by one."""

from __future__ import annotations

import pytest

from genealogy.stock.presence import Change, Window, on_hand

AT = Window(100, 200)


def came(
    quantity: float | None = 10.0, at: int | None = 50, until: int | None = None, place: str | None = None
) -> Change:
    """An inflow."""
    return Change("in", quantity, place, None, at, at if until is None else until)


def went(quantity: float | None = 10.0, at: int | None = 60, place: str | None = None) -> Change:
    """A withdrawal."""
    return Change("out", quantity, place, None, at, at)


def counted(quantity: float | None, at: int, place: str | None = None) -> Change:
    """A count."""
    return Change("count", quantity, place, None, at, at)


def moved(quantity: float | None, source: str | None, target: str | None, at: int) -> Change:
    """A move."""
    return Change("move", quantity, source, target, at, at)


@pytest.mark.parametrize(
    ("changes", "there"),
    [
        ([], False),
        ([came()], True),
        ([came(at=200)], True),  # at the last moment
        ([came(at=201)], False),  # certainly later
        ([came(at=150, until=400)], True),
        ([came(at=None)], True),
        ([came(None)], True),
        ([came(), went()], False),
        ([came(), went(9.999)], True),
        ([came(), went(at=99)], False),
        ([came(), went(at=100)], True),  # not certainly before
        ([came(), went(None)], True),  # it may have been nothing
        ([came(), went(), came(at=150)], True),
        ([came(), went(20.0)], False),
        ([came(), went(), went(5.0, at=300)], True),  # what was taken later must have been there
        ([came(), went(), went(5.0, at=200)], False),  # not certainly later
        ([came(), went(), came(5.0, at=250), went(5.0, at=300)], False),  # it came in between
        ([came(), went(), came(4.0, at=250), went(5.0, at=300)], True),
        ([came(), went(), came(5.0, at=90), went(5.0, at=95), went(5.0, at=300)], True),
        ([came(), went(), came(5.0, at=300), went(5.0, at=300)], False),  # what comes at once comes first
        ([came(), went(), went(5.0, at=300), came(9.0, at=301)], True),
        ([came(), counted(0.0, 80)], False),
        ([came(), counted(0.0, 100)], True),  # the count is not certainly before
        ([came(), counted(3.0, 80), went(3.0, at=90)], False),
        ([came(), counted(3.0, 80), went(2.0, at=90)], True),
        ([came(), went(), counted(3.0, 80)], True),  # the count speaks for all before it
        ([came(), counted(0.0, 80), counted(3.0, 70)], False),  # the last one
        ([came(), counted(0.0, 80), came(at=80)], True),  # not certainly before the count
        ([came(), counted(0.0, 80), came(at=79)], False),
        ([came(), counted(None, 80)], True),
        ([counted(5.0, 80)], True),
        ([counted(0.0, 80)], False),
        ([came(), went(), counted(3.0, 300)], True),  # counted later: it was there
        ([came(), went(), counted(0.0, 300)], False),
        ([came(), went(), went(2.0, at=250), counted(3.0, 300)], True),
        ([came(), went(), came(5.0, at=250), counted(5.0, 300), went(5.0, at=320)], False),
        ([came(), counted(3.0, 70), counted(0.0, 80)], False),
        ([came(1.0), went(None)], True),
        ([went(5.0, at=150), went(5.0, at=300)], False),  # nothing ever came
        ([came(), went(), went(5.0, at=300), came(5.0, at=250)], False),  # whatever their order on paper
        ([came(), went(), went(5.0, at=300), came(5.0, at=300)], False),
        ([came(), went(), went(5.0, at=300), Change("in", 5.0, None, None, 250, None)], False),
        ([came(), went(), went(None, at=300)], False),  # it may have been nothing
        ([came(), went(), came(None, at=250), went(5.0, at=300)], False),  # it may have been all of it
        ([came(), went(), came(5.0, at=250), went(3.0, at=300), went(3.0, at=310)], True),  # both together
        ([came(), went(), came(5.0, at=250), counted(3.0, 300), went(4.0, at=310)], False),  # a count takes nothing
        ([came(5.0, at=100), went(5.0), went(5.0, at=300)], False),  # in the window from its first moment on
        ([came(), went(), moved(3.0, "A", "B", 300)], True),  # what was moved later must have been there
        ([came(), went(), moved(3.0, "A", "B", 200)], False),  # not certainly later
        ([came(), went(), moved(3.0, "A", "B", 90)], False),
        ([came(), went(), came(5.0, at=250), moved(3.0, "A", "B", 300), went(4.0, at=310)], False),  # it takes nothing
        ([came(), went(), came(2.0, at=250), moved(3.0, "A", "B", 300)], True),
        ([moved(3.0, "A", "B", 90), moved(3.0, "A", "B", 300)], False),  # nothing ever came
    ],
)
def test_whether_it_may_have_been_anywhere(changes: list[Change], there: bool) -> None:
    assert on_hand(changes, None, AT) is there


@pytest.mark.parametrize(
    ("changes", "there"),
    [
        ([came(place="A")], True),
        ([came(place="B")], False),
        ([came()], True),  # a place not named may be this one
        ([came(place="A"), went(place="A")], False),
        ([came(place="A"), came(place="B"), went(place="B")], True),
        ([came(place="A"), went(5.0)], True),
        ([came(place="A"), moved(10.0, "A", "B", 70)], False),
        ([came(place="B"), moved(10.0, "B", "A", 70)], True),
        ([came(place="B"), moved(10.0, "B", "A", 201)], False),
        ([came(place="B"), moved(10.0, "B", "A", 70), moved(10.0, "A", "B", 80)], False),
        ([came(place="B"), moved(10.0, "B", None, 70)], True),
        ([came(place="A"), counted(0.0, 80, "A")], False),
        ([came(place="A"), counted(0.0, 80, "B"), came(place="B")], True),
        ([came(place="A"), went(), went(place="A")], False),
        ([came(place="A"), moved(10.0, "A", "B", 70), moved(3.0, "A", "B", 300)], True),
        ([came(place="A"), went(place="A"), moved(3.0, "A", "B", 300)], True),  # it was there to be moved
        ([came(place="A"), went(place="A"), moved(3.0, "B", "C", 300)], False),  # from somewhere else
    ],
)
def test_whether_it_may_have_been_at_a_place(changes: list[Change], there: bool) -> None:
    assert on_hand(changes, "A", AT) is there


@pytest.mark.parametrize(
    ("changes", "window", "there"),
    [
        ([came(), went()], Window(None, 200), True),  # the window has no beginning: nothing is before it
        ([came(at=900)], Window(100, None), True),  # nor an end: nothing is after it
        ([came(), went(), went(5.0, at=300)], Window(100, None), False),
        ([came(), went(at=None)], AT, True),
        ([came(0.0), came(5.0, at=250), went(5.0, at=300)], Window(None, 200), False),
    ],
)
def test_windows_that_are_open(changes: list[Change], window: Window, there: bool) -> None:
    assert on_hand(changes, None, window) is there
