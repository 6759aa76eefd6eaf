"""What a seed query finds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from genealogy.times import Interval


@dataclass(frozen=True, slots=True)
class Found:
    """A batch or a run (`node` as in `Edges`), suspect since a moment (ms since 1970, 0 ever), with the records that
    say so. A run that is drawn as parts is entered by them; `unread` are readings that are no numbers, `units` those
    of all, `untimed` the records that may be of any time, and so of the period asked for."""

    node: str
    since: int
    records: tuple[str, ...]
    parts: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    untimed: tuple[str, ...] = ()

    def joined(self, other: Found) -> Found:
        """The same found twice: suspect from the earlier moment on."""
        records = tuple(dict.fromkeys((*self.records, *other.records)))
        untimed = tuple(dict.fromkeys((*self.untimed, *other.untimed)))
        return replace(self, since=min(self.since, other.since), records=records, untimed=untimed)


def overlap(span: Interval, period: Interval) -> bool:
    """Whether something may lie in the period."""
    return not span.certainly_before(period) and not period.certainly_before(span)


def untimed(record: str, period: Interval, *spans: Interval) -> tuple[str, ...]:
    """The record, where a period is asked for and no time of it is known."""
    return (record,) if period.known and not any(span.known for span in spans) else ()
