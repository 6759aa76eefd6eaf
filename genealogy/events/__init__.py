"""The language of the product: one frozen model per kind of event."""

from __future__ import annotations

from genealogy.events import care, flow, master
from genealogy.events.archives import Archive
from genealogy.events.attachments import Attachment
from genealogy.events.base import BatchLine, Event, batch_key, event_id
from genealogy.events.cases import CASE_KINDS
from genealogy.events.epcis import EpcisEvent
from genealogy.events.people import Erasure

# In the order in which a bundle loads them: descriptions, then what comes in and is made, then what uses and moves it.
KINDS: tuple[type[Event], ...] = (
    master.Material,
    master.Conversion,
    master.Supplier,
    master.Customer,
    master.Location,
    master.Equipment,
    master.Operator,
    master.Batch,
    care.Correction,
    flow.Receipt,
    flow.Run,
    flow.Used,
    flow.Mapped,
    flow.Produced,
    flow.Consumed,
    flow.Parameter,
    care.Order,
    flow.Shipment,
    flow.Shipped,
    flow.Return,
    care.Cleaning,
    care.Inspection,
    care.Movement,
    care.Count,
    care.Status,
    care.Pack,
)
BY_KIND: dict[str, type[Event]] = {kind.kind_of_event: kind for kind in KINDS}
# All that is kept in pages: what senders give, and what the product records of its own: cases, erasures, archives,
# files, and events of EPCIS as they were sent.
RECORDED: tuple[type[Event], ...] = (*KINDS, *CASE_KINDS, Erasure, Archive, Attachment, EpcisEvent)
RECORDED_BY_KIND: dict[str, type[Event]] = {kind.kind_of_event: kind for kind in RECORDED}

__all__ = ["BY_KIND", "KINDS", "RECORDED", "RECORDED_BY_KIND", "BatchLine", "Event", "batch_key", "event_id"]
