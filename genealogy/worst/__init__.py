"""Worst cases: what a recall of each batch would hit, ranked, and the single cuts that would spare most."""

from genealogy.worst.answer import By, worst_case

__all__ = ["By", "worst_case"]
