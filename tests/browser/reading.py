"""The Browser files as data: saved queries, the guide's steps, the style's rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "browser"
_BLOCK = re.compile(
    r"(?:^\.(?! )(?P<title>[^\n]+)\n)?^\[source,(?P<kind>\w+)\]\n----\n(?P<text>.*?)\n----$", re.M | re.S
)
_PARAM = re.compile(r':param (\w+) => "(.*)"')
_RULE = re.compile(r"^(node|relationship)(?:\.(\w+))? \{\n((?:  [\w-]+: [^;\n]+;\n)+)\}\n", re.M)


@dataclass(frozen=True, slots=True)
class Saved:
    """A query as Browser shows it."""

    title: str
    text: str


def saved() -> dict[str, Saved]:
    """The saved queries by the name of their file; the first line of each is `// Title`."""
    found = {}
    for path in sorted((FOLDER / "queries").iterdir()):
        title, _, text = path.read_text("utf-8").partition("\n")
        assert path.suffix == ".cypher" and title.startswith("// "), path.name
        found[path.stem] = Saved(title.removeprefix("// "), text.strip())
    return found


def steps() -> Iterator[tuple[Saved, dict[str, str]]]:
    """The queries of the guide in order, each with the parameters that were set by then."""
    params: dict[str, str] = {}
    for block in _BLOCK.finditer((FOLDER / "guide.adoc").read_text("utf-8")):
        if block["kind"] == "browser":
            match = _PARAM.fullmatch(block["text"])
            assert match, block["text"]
            params = {**params, match[1]: match[2]}
        else:
            yield Saved(block["title"], block["text"]), params


def style() -> dict[tuple[str, str | None], dict[str, str]]:
    """What the style says of each label and edge type (None: of all)."""
    text = (FOLDER / "genealogy.grass").read_text("utf-8")
    rules = list(_RULE.finditer(text))
    assert "\n".join(rule[0] for rule in rules) == text, "a rule is not well formed"
    return {(rule[1], rule[2]): dict(_pairs(rule[3])) for rule in rules}


def _pairs(lines: str) -> Iterator[tuple[str, str]]:
    for line in lines.strip().splitlines():
        name, _, value = line.strip().rstrip(";").partition(": ")
        yield name, value.strip('"')
