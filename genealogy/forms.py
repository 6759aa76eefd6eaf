"""Files in which people describe something (a mapping, a plan, a source): YAML, read strictly, as a model."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from genealogy.errors import UsageError

MOST_BYTES = 1 << 20
M = TypeVar("M", bound=BaseModel)


def read_form(path: Path, model: type[M], page: str) -> M:
    """The file as that model; raises UsageError that names the place of what is wrong. `page` of the documentation
    says what may stand in it."""
    return as_form(read_yaml(path, page), path.name, model, page)


def parse_form(content: bytes, name: str, model: type[M], page: str) -> M:
    """The model that these bytes are; `name` is what errors call them."""
    return as_form(_parsed(content, name, page), name, model, page)


def read_yaml(path: Path, page: str) -> Any:
    """What the file says, for those who have to look before they know the model; raises UsageError."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    return _parsed(content, path.name, page)


def _parsed(content: bytes, name: str, page: str) -> Any:
    if len(content) > MOST_BYTES:
        raise UsageError(f"{name} is larger than {MOST_BYTES >> 20} MiB; see {page} for what belongs in it")
    try:
        return yaml.load(content.decode("utf-8-sig"), _Loader)
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError(f"{name} is no YAML that can be read: {_in_one_line(error)}") from None


def as_form(said: Any, name: str, model: type[M], page: str) -> M:
    """What was said as that model; raises UsageError."""
    try:
        return model.model_validate(said)
    except ValidationError as error:
        raise UsageError(f"{name}: {first_fault(error, page)}") from None


class _Loader(yaml.BaseLoader):
    """Every scalar is the text that was written (`007`, `NO`); no key twice, no references."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("holds a reference (*name); write it out")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen = set[str]()
        for key, _ in node.value:
            if (name := str(key.value)) in seen:
                raise yaml.YAMLError(f"has {name!r} twice, line {node.start_mark.line + 1}")
            seen.add(name)
        return super().construct_mapping(node, deep)


def _in_one_line(error: Exception) -> str:
    """What is wrong and where, without the line itself: somebody may have written a secret there."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"{error.problem}, line {error.problem_mark.line + 1}"
    return str(error) or "it is nested too deeply"


def first_fault(error: ValidationError, page: str = "") -> str:
    """Where the first fault is, what it is, and how many more there are; never the value, which may be a secret."""
    one = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in one["loc"])
    text = one["msg"].removeprefix("Value error, ")
    if one["type"] == "extra_forbidden":
        text = f"is not known here; see {page}" if page else "is not known here"
    if one["type"] == "too_short":
        text = "is empty; name at least one"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{place + ': ' if place else ''}{text}{more}"
