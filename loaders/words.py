"""What is wrong with a value, in words for the person who has to correct it."""

from __future__ import annotations

from pydantic_core import ErrorDetails


def explain(error: ErrorDetails) -> str:
    """One sentence: what is wrong, and what to do."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return "is empty, but required; fill it in"
    if kind == "literal_error":
        return f"is not one of the words allowed here; write {context['expected']}"
    if kind == "string_too_long":
        return f"is longer than {context['max_length']} characters; shorten it"
    if kind == "value_error":
        return _without_value(str(context["error"]), str(error["input"]))
    return f"cannot be read ({error['msg']})"


def _without_value(text: str, value: str) -> str:
    """The report shows the value in front already."""
    return text.removeprefix(f"{value.strip()!r} ").removeprefix(f"{value.strip()!r}: ")
