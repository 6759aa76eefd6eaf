"""Causes: what bad batches have in common upstream, ranked by tests against a background of other batches."""

from genealogy.causes.answer import causes

__all__ = ["causes"]
