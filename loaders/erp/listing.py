"""Which documents changed: every id once, and as many as the source says there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from genealogy.errors import PullError
from loaders.erp.model import Connector, Document


def listed(connector: Connector, type_: str, since: str, size: int) -> Iterator[list[str]]:
    """Pages of ids of what was changed since. Each page starts after the last id of the one before, so that nothing
    that is changed or added meanwhile moves another out of sight. Raises PullError where pages repeat, are too long, or
    hold not as many as were counted before and after.
    """
    before, seen, after = connector.count(type_, since), set[str](), ""
    while page := connector.page(type_, since, after, size):
        again = [id_ for id_ in page if id_ in seen]
        if again or len(set(page)) < len(page) or len(page) > size:
            what = f"{again[0]} twice" if again else f"{len(page)} records where {size} were asked for, or one twice"
            raise PullError(f"the list of {type_} is paged wrongly: it gave {what}; {_STAYS}")
        seen.update(page)
        after = page[-1]
        yield page
    now = connector.count(type_, since)
    if not min(before, now) <= len(seen) <= max(before, now):
        said = f"{before}" if before == now else f"{before}, then {now},"
        raise PullError(f"the source counts {said} records of {type_} and listed {len(seen)}; {_STAYS}")


_STAYS = "the cursor stays where it is, and the next pull asks for all of them again"


MISSHAPEN = (KeyError, TypeError, ValueError, IndexError, AttributeError)


def fetched(connector: Connector, type_: str, ids: Sequence[str], gone: Collection[str] = ()) -> list[Document]:
    """The documents of these ids, in that order; raises PullError where one is missing that may not be `gone`, where
    another comes, or where they have not the form that is published.
    """
    by_id = {}
    try:
        found = connector.fetch(type_, ids)
    except MISSHAPEN as error:
        text = f"documents of {type_} have not the form that docs/erp.md names ({type(error).__name__}: {error})"
        raise PullError(f"{text}; {_STAYS}") from error
    for document in found:
        if document.id in by_id or document.id not in ids:
            raise PullError(f"{type_} {document.id} came twice or was not asked for; {_STAYS}")
        by_id[document.id] = document
    if missing := [id_ for id_ in ids if id_ not in by_id and id_ not in gone]:
        raise PullError(f"{type_} {missing[0]} was listed, and not given when it was asked for; {_STAYS}")
    return [by_id[id_] for id_ in ids if id_ in by_id]


def earlier(at: str, minutes: int) -> str:
    """A time of the source, so much before: in the form in which it writes times."""
    if not at or not minutes:
        return at
    try:
        moment = dt.datetime.fromisoformat(at)
    except ValueError:
        raise PullError(f"the source gives {at!r} as the time of a change, which is none; {_STAYS}") from None
    return (moment - dt.timedelta(minutes=minutes)).isoformat(sep="T" if "T" in at else " ")
