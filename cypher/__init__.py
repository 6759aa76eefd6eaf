"""The queries of the product, one per file: folder = purpose. Read by genealogy.queries."""
