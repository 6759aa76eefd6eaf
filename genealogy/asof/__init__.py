"""What was known at a moment: the records up to then in a database of their own, and the same question asked there."""

from genealogy.asof.answers import case_as_of, recall_as_of, trace_as_of
from genealogy.asof.shadow import stop

__all__ = ["case_as_of", "recall_as_of", "stop", "trace_as_of"]
