"""What a seed query finds."""

from __future__ import annotations

from dataclasses import dataclass

from genealogy.times import Interval


@dataclass(frozen=True, slots=True)
class Found:
    """A batch or a run (`node` as in `Edges`), suspect since a moment (ms since 1970, 0 ever), with the records that
    say so. A run that is drawn as parts is entered by them; `unread` are readings that are no numbers, `units` those
    of all."""

    node: str
    since: int
    records: tuple[str, ...]
    parts: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    def joined(self, other: Found) -> Found:
        """The same found twice: suspect from the earlier moment on."""
        records = tuple(dict.fromkeys((*self.records, *other.records)))
        return Found(self.node, min(self.since, other.since), records, self.parts, self.unread, self.units)


def overlap(span: Interval, period: Interval) -> bool:
    """Whether something may lie in the period."""
    return not span.certainly_before(period) and not period.certainly_before(span)
