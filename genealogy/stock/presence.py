"""Whether a batch may have been on hand at a place and time (rule 4), as the recorded lines of its stock tell.

A batch was not there only where records show it: before anything may have brought it there, or after what certainly
left makes up for all that may have come. Records that contradict themselves speak for it: what was taken or counted
later must have been there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

NOTHING = 1e-9
Place = str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One line: `what` is in, out, move, or count. Moments are ms since 1970, None is not known; so is a quantity or
    a place. `earliest` to `latest` is when it happened."""

    what: str
    quantity: float | None
    place: Place = None
    to_place: Place = None
    earliest: int | None = None
    latest: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """When something was taken, from `first` to `last` (ms since 1970, None open)."""

    first: int | None = None
    last: int | None = None


def on_hand(changes: list[Change], place: Place, window: Window) -> bool:
    """Whether stock may have been at `place` (None: anywhere) at some moment of `window`."""
    if not _may_hold(changes, None, window):  # a move is neither a coming nor a going there, but shows that it was
        return False
    return place is None or _may_hold([split for change in changes for split in _split(change)], place, window)


def _split(change: Change) -> list[Change]:
    """A move is a going and a coming."""
    if change.what != "move":
        return [change]
    return [replace(change, what="out"), replace(change, what="in", place=change.to_place)]


def _may_hold(changes: list[Change], place: Place, window: Window) -> bool:
    here = [change for change in changes if _is_here(change, place)]
    came = [change for change in here if _comes(change) and not _after(change, window)]
    if not came:
        return False
    return _most(here, came, place, window) > NOTHING or _taken_later(here, window) > NOTHING


def _is_here(change: Change, place: Place) -> bool:
    """What came to a place not named may have come here; what went from one need not have gone from here."""
    return place is None or change.place == place or (change.place is None and change.what == "in")


def _comes(change: Change) -> bool:
    return change.what == "in" or (change.what == "count" and (change.quantity is None or change.quantity > NOTHING))


def _most(here: list[Change], came: list[Change], place: Place, window: Window) -> float:
    """The most that may have been there when the window began, or have come in it. The last count that certainly lies
    before it speaks for all before the count (rule 29): a count of one place for that place alone."""
    counted = [change for change in here if change.what == "count" and change.place == place]
    counts = [change for change in counted if _before(change, window)]
    last = max(counts, key=lambda change: change.earliest or 0, default=None)
    since = _since(last)
    base = 0.0 if last is None else _amount(last, inf)
    plus = [change for change in came if change.what == "in" and (change.latest is None or change.latest >= since)]
    gone = [change for change in here if change.what == "out" and _before(change, window)]
    minus = [change for change in gone if last is None or (change.earliest or 0) > (last.latest or 0)]
    return base + sum(_amount(change, inf) for change in plus) - sum(_amount(change, 0.0) for change in minus)


def _since(count: Change | None) -> float:
    return -inf if count is None or count.earliest is None else count.earliest


def _taken_later(here: list[Change], window: Window) -> float:
    """How much must have been there at the end of the window for what was taken and counted later."""
    rest, needed = 0.0, 0.0
    for change in sorted(here, key=lambda change: (change.latest or 0, change.what != "in")):
        amount = _amount(change, inf if change.what == "in" else 0.0)
        if change.what == "in" and (change.latest is None or _may_end_in_or_after(change, window)):
            rest -= amount
        elif change.what != "in" and _after(change, window):
            needed = max(needed, rest + amount)
            rest += amount if change.what == "out" else 0.0
    return needed


def _before(change: Change, window: Window) -> bool:
    return change.latest is not None and window.first is not None and change.latest < window.first


def _after(change: Change, window: Window) -> bool:
    return change.earliest is not None and window.last is not None and change.earliest > window.last


def _may_end_in_or_after(change: Change, window: Window) -> bool:
    return window.first is None or change.latest is None or change.latest >= window.first


def _amount(change: Change, unknown: float) -> float:
    return unknown if change.quantity is None else change.quantity
