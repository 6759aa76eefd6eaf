"""Pulling from business systems."""
