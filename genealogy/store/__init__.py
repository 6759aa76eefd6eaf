"""The database behind a small surface: named queries, read and write apart."""

from genealogy.store.driver import Answer, Store, Tx, connect

__all__ = ["Answer", "Store", "Tx", "connect"]
