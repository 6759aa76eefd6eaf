"""The first load of years of history: the same events as files that Neo4j's importer makes a whole database of."""
