"""Answers: the database asked by traversal, the result calculated, in the shapes of the public interface."""

from genealogy.answers.card import card, search
from genealogy.answers.recall import recall
from genealogy.answers.seeds import Seed
from genealogy.answers.trace import trace
from genealogy.answers.version import SCHEMA_VERSION
from genealogy.scope.switches import KillStep, Switches, VesselPolicy
from genealogy.seeds import SeedQuery

__all__ = [
    "SCHEMA_VERSION",
    "KillStep",
    "Seed",
    "SeedQuery",
    "Switches",
    "VesselPolicy",
    "card",
    "recall",
    "search",
    "trace",
]
