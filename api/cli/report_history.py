"""An audit trail on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.tables import fill, show, table

if TYPE_CHECKING:
    from rich.console import Console


def print_history(console: Console, answer: dict[str, Any]) -> None:
    """Print the history of one object, and what its corrections changed."""
    title = f"History of {answer['kind']} {answer['id']}"
    made = table(title, "#", "recorded", "who", "source", "row", "event", "when", "values", whole=("#", "recorded"))
    fill(made, map(_row, answer["events"]), len(answer["events"]))
    show(console, made)
    for event in answer["events"]:
        for side in ("old", "new"):
            for line in event.get(side, ()):
                head = f"correction {event['sequence']}, {side}: {line['sequence']} {line['event']}"
                console.print(f"{head} {_text(line['values'])}", markup=False, soft_wrap=True)


def _row(event: dict[str, Any]) -> tuple[Any, ...]:
    void = f"void by {event['voided_by']}: " if event["void"] else ""
    recorded = event["recorded_at"][:19].replace("T", " ")
    head = (str(event["sequence"]), recorded, event["by"], event["source"], str(event["row"]))
    return (*head, event["event"], event["at"], void + _text(event["values"]))


def _text(values: dict[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in values.items())
