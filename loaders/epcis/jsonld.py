"""EPCIS documents, query documents and single events in JSON-LD."""

from __future__ import annotations

from typing import Any

import orjson

from loaders.encoding import FileRefusedError
from loaders.epcis.document import SPACES, Document, Found, Place, too_deep
from loaders.epcis.validate import TYPES, faults_of_document


def read_json(data: bytes) -> Document:
    """The document in these bytes; raises FileRefusedError where they are no JSON, or nest without end."""
    try:
        whole = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise FileRefusedError(f"is no valid JSON ({error}); correct it") from None
    if too_deep(whole):
        raise FileRefusedError("nests deeper than any event does; correct it")
    return of_json(whole)


def of_json(whole: Any) -> Document:
    """The document in a parsed value: a document, or one event with its context."""
    if isinstance(whole, dict) and (whole.get("type") in TYPES or "eventTime" in whole):
        return Document(Place(""), events=[_found("", whole, SPACES)])
    document = Document(Place(""), faults=faults_of_document(whole))
    if document.faults:
        return document
    document.version = whole["schemaVersion"]
    spaces = dict(SPACES) | spaces_of(whole.get("@context"))
    root, events = _events(whole["epcisBody"])
    document.events = [_found(f"/epcisBody{root}/{number}", each, spaces) for number, each in enumerate(events)]
    if root == "/event":
        document.events = [_found("/epcisBody/event", events[0], spaces)]
    master = whole.get("epcisHeader", {}).get("epcisMasterData", {}).get("vocabularyList", [])
    document.master = [(each["type"], element) for each in master for element in each["vocabularyElementList"]]
    return document


def _events(body: dict[str, Any]) -> tuple[str, list[Any]]:
    if "queryResults" in body:
        return "/queryResults/resultsBody/eventList", body["queryResults"]["resultsBody"]["eventList"]
    return ("/eventList", body["eventList"]) if "eventList" in body else ("/event", [body["event"]])


def _found(root: str, event: Any, spaces: Any) -> Found:
    if isinstance(event, dict) and "@context" in event:
        spaces = dict(spaces) | spaces_of(event["@context"])
        event = {name: value for name, value in event.items() if name != "@context"}
    if isinstance(event, dict) and event.get("type") is None and event.get("isA") in TYPES:
        event = {"type": event["isA"], **{name: value for name, value in event.items() if name != "isA"}}
    return Found(Place(root), event, spaces)


def spaces_of(context: Any) -> dict[str, str]:
    """Namespaces by prefix, as a context declares them; a context that is a URL adds none."""
    found: dict[str, str] = {}
    for each in context if isinstance(context, list) else [context]:
        if isinstance(each, dict):
            said = {
                name: value["@id"] if isinstance(value, dict) else value
                for name, value in each.items()
                if isinstance(value, str) or (isinstance(value, dict) and isinstance(value.get("@id"), str))
            }
            found |= {name: value for name, value in said.items() if not name.startswith("@")}
    return found
