"""Outside data -> rows -> events."""
