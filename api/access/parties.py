"""What outside parties ask: answered from the whole graph, shown as far as it is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.access.caller import Party
from api.access.projection import Own, project, project_card
from genealogy.answers import Seed, card, recall
from genealogy.errors import UnknownBatchError
from genealogy.keys import BatchKey
from genealogy.store import Reads, Store


def own_of(store: Reads, party: Party, keys: Sequence[str]) -> Own:
    """What of these batches the party delivered, or was sent."""
    if party.role == "supplier":
        rows = store.read("notices.receipts", keys=list(keys)).dicts() if keys else []
        return Own(party, receipts=[row for row in rows if row["supplier"] == party.id])
    rows = store.read("answer.shipments", keys=list(keys)).dicts() if keys else []
    mine = (row for row in rows if row["customer"] == party.id and not row["candidate"])
    return Own(party, sent=frozenset((row["shipment"], row["key"]) for row in mine))


def recall_for(store: Store, party: Party, keys: Sequence[str], **how: Any) -> dict[str, Any]:
    """The recall of batches of a party's own, cut down to what is the party's; `how` goes to `recall`.

    Raises UsageError for what is no key, and UnknownBatchError for a batch that is not the party's, in the same words
    whether or not there is one.
    """
    asked = [_of_its_own(store, party, key) for key in keys]
    answer = recall(store, [Seed(key) for key in asked], exposure=False, **how)
    shown = [row["key"] for row in answer["batches"]]
    return project(answer, own_of(store, party, list(dict.fromkeys([*asked, *shown]))))


def card_for(store: Store, party: Party, key: str) -> dict[str, Any]:
    """The card of a batch of a party's own, cut down. Raises as `recall_for` does."""
    asked = _of_its_own(store, party, key)
    return project_card(card(store, asked), own_of(store, party, [asked]))


def _of_its_own(store: Store, party: Party, text: str) -> str:
    key = str(BatchKey.parse(text))
    if key not in own_of(store, party, [key]).keys:
        raise UnknownBatchError(f"no record of yours names the batch {key}")
    return key
