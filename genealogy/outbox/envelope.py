"""A message as it is sent: a CloudEvents 1.0 event as JSON."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import orjson

MEDIA_TYPE = "application/cloudevents+json"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message on its way to one subscription; `outgoing` is its key in the database, `id` what all receivers see."""

    outgoing: str
    id: str
    number: int
    type: str
    subject: str
    data: str
    at: dt.datetime
    tries: int = 0

    def event(self, source: str) -> dict[str, Any]:
        """The event, from `source`. `sequence` (a CloudEvents extension) grows with each message and sorts as text."""
        return {
            "specversion": "1.0",
            "id": self.id,
            "source": source,
            "type": self.type,
            "subject": self.subject,
            "time": self.at.isoformat(),
            "datacontenttype": "application/json",
            "sequence": f"{self.number:020d}",
            "data": orjson.loads(self.data),
        }

    def body(self, source: str) -> bytes:
        """Its bytes, the same each time it is sent."""
        return orjson.dumps(self.event(source))
