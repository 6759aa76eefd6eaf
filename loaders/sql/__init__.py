"""A database that is asked by queries, whose answers are read through a mapping."""
