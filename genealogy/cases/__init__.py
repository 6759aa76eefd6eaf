"""Recall cases: a recall's answer frozen, decided upon, acted on, watched, and reconciled to its close."""
