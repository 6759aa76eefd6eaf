"""Texts about people lie apart from the events, by id, so that they can be erased without touching the record."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from hashlib import sha256

MARK = "person:"


@dataclass(slots=True)
class Register:
    """Gives each text its id in this database, and remembers what must be written."""

    secret: str
    seen: dict[str, str] = field(default_factory=dict)

    def hide(self, text: str) -> str:
        """The id that stands for a text: keyed by the database's secret, so that it does not give the text away."""
        digest = hmac.new(self.secret.encode(), text.encode(), sha256).hexdigest()[:32]
        person = MARK + digest
        self.seen[person] = text
        return person

    def rows(self) -> list[dict[str, str]]:
        """What `people.keep` writes."""
        return [{"person": person, "text": text} for person, text in sorted(self.seen.items())]
