"""Seeds by query (rule 21): what a recall starts from where nobody knows the batch yet, only what went wrong."""

from genealogy.seeds.asked import SeedQuery
from genealogy.seeds.found import find
from genealogy.seeds.held import held_in
from genealogy.seeds.values import Found

__all__ = ["Found", "SeedQuery", "find", "held_in"]
