"""The traversal's columns, and pure functions of them."""
