"""What is derived from the recorded lines, so that a plain traversal is right (design 3)."""

from genealogy.derive.settle import settle

__all__ = ["settle"]
