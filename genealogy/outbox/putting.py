"""Messages into the outbox, in the transaction that records what they tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from genealogy.outbox.messages import Message
from genealogy.store import Tx


def put(tx: Tx, messages: Sequence[Message], at: dt.datetime) -> None:
    """Put down one message for each subscription that wants it. The caller holds the writer's lock (`ledger.open`), so
    that numbers say the order in which things were recorded; where nobody subscribed nothing is kept."""
    if messages:
        tx.run("outbox.put", messages=[message.row() for message in messages], at=at)
