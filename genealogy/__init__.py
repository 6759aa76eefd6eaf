"""Batch genealogy: events in, recall answers out."""

from importlib.metadata import version

__version__ = version("genealogy")
