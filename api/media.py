"""What a route answers, for its description, where that is not what FastAPI takes it for."""

from __future__ import annotations

from typing import Any

Described = dict[int | str, dict[str, Any]]


def described(*kinds: str, meaning: str = "The answer.") -> Described:
    """That a route answers with these media types."""
    return {200: {"description": meaning, "content": {kind: {} for kind in kinds}}}
