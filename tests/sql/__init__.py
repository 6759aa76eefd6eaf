"""Pulling from a database."""
