"""Which batches to test next, so that least is left in doubt of a recall (docs/sample.md)."""

from genealogy.sample.answer import sample

__all__ = ["sample"]
