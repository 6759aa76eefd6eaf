"""Gaps of the whole graph: what records are missing or contradict, ranked by how much scope each may hide."""

from genealogy.finder.answer import find_gaps

__all__ = ["find_gaps"]
