"""Answers: the database asked by traversal, the result calculated, in the shapes of the public interface."""

from genealogy.answers.card import card, search
from genealogy.answers.recall import recall
from genealogy.answers.seeds import Seed
from genealogy.answers.trace import trace
from genealogy.answers.version import SCHEMA_VERSION

__all__ = ["SCHEMA_VERSION", "Seed", "card", "recall", "search", "trace"]
