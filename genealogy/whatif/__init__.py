"""What a recall would be, had something been otherwise: an overlay on what is read; nothing is ever written."""

from genealogy.whatif.answer import what_if
from genealogy.whatif.changes import Change

__all__ = ["Change", "what_if"]
