"""Why a batch, shipment or customer is in a recall, or not: the shortest chain with its records (docs/explain.md)."""

from genealogy.explain.answer import explain
from genealogy.explain.target import Target

__all__ = ["Target", "explain"]
