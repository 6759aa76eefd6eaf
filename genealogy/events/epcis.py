"""An EPCIS event as it was sent: what the graph cannot express is kept here, and an export gives it back."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from genealogy.events.base import Event
from genealogy.events.fields import Id, Text, Time, unfit

MOST_BODY = 4_000_000


def _fit(text: str) -> str:
    if fault := unfit(text):
        raise ValueError(fault)
    return text


Body = Annotated[str, Field(min_length=1, max_length=MOST_BODY), AfterValidator(_fit)]


class EpcisEvent(Event):
    """One event of EPCIS 2.0 in its JSON form, known by its CBV event hash and, where it is declared to be an error, by
    the time of that declaration.

    `body` is the event as JSON, `spaces` the namespaces of its extensions by prefix, `names` what it names: a line for
    each identifier, the member it stands in, a comma, and its one URI.
    """

    kind_of_event: ClassVar[str] = "epcis"
    identity: ClassVar[tuple[str, ...]] = ("hash", "declared_at")
    known_by_content: ClassVar[bool] = True  # what the hash leaves out (when it was captured) is no other content
    hash: Id
    declared_at: Time | None = None
    type: Text
    event_time: Time
    record_time: Time | None = None
    event_id: Text | None = None
    action: Text | None = None
    biz_step: Text | None = None
    disposition: Text | None = None
    read_point: Text | None = None
    biz_location: Text | None = None
    names: Body | None = None
    spaces: Body | None = None
    body: Body
