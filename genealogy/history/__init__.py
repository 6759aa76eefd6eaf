"""The audit trail of any object: every event that describes, uses or corrects it."""

from genealogy.history.answer import history, known, numbers_of
from genealogy.history.thing import KINDS, Thing

__all__ = ["KINDS", "Thing", "history", "known", "numbers_of"]
