"""An audit trail on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console


def print_history(console: Console, answer: dict[str, Any]) -> None:
    """Print the history of one object, each event in a few lines, and below a correction what it changed."""
    title = f"{answer['kind'].capitalize()} {answer['id']}: {len(answer['events']):,} events"
    console.print(title, style="bold", markup=False)
    for event in answer["events"]:
        _print(console, event)


def _print(console: Console, event: dict[str, Any]) -> None:
    void = f"  VOID by event {event['voided_by']}" if event["void"] else ""
    head = f"{event['sequence']:>7}  {event['event']} {event['at'] or ''}".rstrip() + void
    console.print(head, style="strike" if event["void"] else "", markup=False, soft_wrap=True)
    by = f" by {event['by']}" if event["by"] else ""
    recorded = event["recorded_at"][:19].replace("T", " ")
    lines = [f"recorded {recorded}{by} from {event['source']}, row {event['row']}", _text(event["values"])]
    if declared := event.get("error_declaration"):
        ids = " ".join(declared["correctiveEventIDs"])
        instead = f", in its place {ids}" if ids else ""
        lines.append(f"declared {declared['reason']} {declared['declarationTime']}{instead}")
    for side in ("old", "new"):
        lines += [f"{side}: {line['sequence']} {_text(line['values'])}" for line in event.get(side, ())]
    for line in lines:
        console.print(f"         {line}", markup=False, soft_wrap=True)


def _text(values: dict[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in values.items())
