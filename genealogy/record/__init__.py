"""Events -> one transaction -> page and graph."""
