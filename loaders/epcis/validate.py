"""Documents and events held against the JSON Schema beside this file, each fault with its place, value and remedy."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, cast

import orjson
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from loaders.epcis import words

TYPES = ("ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent")
Step = str | int
LONGEST_URI = 1000
_URI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x1f\x7f]{{1,{LONGEST_URI}}}")
_FORMATS = FormatChecker(())
_SAYS = {
    "date-time": "is no time with a zone; write it as 2026-03-04T08:15:00+08:00",
    "uri": "is no URI; write it with its scheme, such as urn:epc:class:lgtin:4012345.012345.998877",
}


class Fault(NamedTuple):
    """What is wrong where: the way into the document, the value, and a sentence that says what to do."""

    path: tuple[Step, ...]
    value: str
    text: str


def _format(name: str) -> Callable[[Callable[[object], bool]], Callable[[object], bool]]:
    return _FORMATS.checks(name)


def _word(name: str, known: frozenset[str], what: str) -> None:
    _format(name)(lambda value: not isinstance(value, str) or words.bare(value) in known or _private(value))
    _SAYS[name] = f"is no {what} of the vocabulary; write one of {', '.join(sorted(known))}, or a URI of your own"


def _private(value: str) -> bool:
    return bool(_URI.fullmatch(value)) and not value.startswith((words.CBV, "urn:epcglobal:cbv:", "cbv:"))


@_format("date-time")
def _is_time(value: object) -> bool:
    try:
        if not isinstance(value, str):
            return True
        moment = dt.datetime.fromisoformat(value)
        return moment.tzinfo is not None and 1 < moment.year < 9999  # so that it is a moment in every zone
    except ValueError:
        return False


@_format("uri")
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or bool(_URI.fullmatch(value))


_word("business-step", words.STEPS, "business step")
_word("disposition", words.DISPOSITIONS, "disposition")
_word("transaction-type", words.TRANSACTIONS, "type of business transaction")
_word("party-type", words.PARTIES, "type of source or destination")
_word("error-reason", words.REASONS, "reason for an error declaration")


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = orjson.loads((files("loaders.epcis") / "schema.json").read_bytes())
    return Draft202012Validator(schema | {"$ref": f"#/$defs/{name}"}, format_checker=_FORMATS)


def faults_of_document(document: Any) -> list[Fault]:
    """Faults of a document apart from its events."""
    return list(_faults("document", document))


def faults_of_event(event: Any) -> list[Fault]:
    """Faults of one event in its JSON form; none where it is valid."""
    kind = event.get("type") if isinstance(event, dict) else None
    if kind in TYPES:
        return list(_faults(str(kind), event))
    if isinstance(kind, str) and ":" in kind:
        return list(_faults("Extended", event))
    text = f"is no type of event; write one of {', '.join(TYPES)}, or a type of your own with its prefix"
    return [Fault(("type",) if isinstance(event, dict) else (), _shown(kind), text)]


def _faults(name: str, value: Any) -> Iterator[Fault]:
    found = sorted(_validator(name).iter_errors(value), key=lambda error: [str(step) for step in error.absolute_path])
    for error in found:
        yield from _explained(error)


def _explained(error: ValidationError) -> Iterator[Fault]:
    path, instance = tuple(error.absolute_path), cast(Any, error.instance)
    kind = str(error.validator)
    if kind == "anyOf" and (names := _alternatives(error)):
        yield Fault(path, "", f"lacks what it is about; give {' or '.join(names)}, not empty")
    elif kind == "additionalProperties":
        yield from _unknown_members(path, instance, error.schema)
    elif kind == "not":
        yield Fault((*path, "ilmd"), "", "is not allowed here; ilmd belongs to action ADD only")
    elif kind == "required":
        required: Any = error.validator_value
        name = next(name for name in required if name not in instance and f"'{name}'" in error.message)
        yield Fault((*path, name), "", "is missing; it is required here")
    else:
        yield Fault(path, _shown(error.instance), _TEXTS.get(kind, _other)(error))


def _unknown_members(path: tuple[Step, ...], instance: Any, schema: Any) -> Iterator[Fault]:
    for name in sorted(set(instance) - set(schema.get("properties", ()))):
        if ":" not in name or "patternProperties" not in schema:
            yield Fault((*path, name), _shown(instance[name]), _UNKNOWN)


def _alternatives(error: ValidationError) -> list[str]:
    options: Any = error.validator_value
    return [option["required"][0] for option in options if isinstance(option, dict) and "required" in option]


_UNKNOWN = "is unknown here; an extension has a prefix that is declared in @context"
_TYPE_WORDS = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "number": "a number",
    "boolean": "true or false",
}


def _types(error: ValidationError) -> str:
    value: Any = error.validator_value
    asked: Sequence[str] = [value] if isinstance(value, str) else value
    return f"is not of the right type; write {' or '.join(_TYPE_WORDS.get(each, each) for each in asked)}"


def _listed(error: ValidationError) -> list[str]:
    value: Any = error.validator_value
    return [str(each) for each in value]


def _other(error: ValidationError) -> str:
    return f"is not allowed here ({error.message[:200]}); correct it"


_TEXTS: dict[str, Callable[[ValidationError], str]] = {
    "type": _types,
    "enum": lambda error: f"is not one of the words allowed here; write {', '.join(_listed(error))}",
    "format": lambda error: _SAYS[str(error.validator_value)],
    "pattern": lambda error: f"is not of the form {error.validator_value}; correct it",
    "minimum": lambda error: f"is less than {error.validator_value}; correct it",
    "minItems": lambda error: "is empty; leave it out, or say what belongs in it",
    "minLength": lambda error: "is empty; leave it out, or say what belongs in it",
    "uniqueItems": lambda error: "names something twice; name it once",
    "dependentRequired": lambda error: "has a unit without a quantity; give the quantity, or leave the unit out",
}


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else "" if value is None else orjson.dumps(value).decode()
    return text[:200]
