"""B2MML documents."""
