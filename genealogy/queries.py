"""The .cypher files as checked, named objects.

A file starts with a header of `//` lines:

    // name: scope.downstream
    // mode: read
    // doc: one sentence on what it answers
    // param keys: list of batch keys
    // packed: yes
    // returns: key, hops

`name` is folder + file, `mode` is read or write; there is one `param` line per parameter, which begins with `list`,
`map` or `number` where it is not a text, and `returns` names the columns (`-` for none). With `packed: yes` the many
rows of a reading query travel as one record. A line `// include: folder/file.part` in the text stands for the
text of that file, so that queries which must say the same say it once. Parameters are checked against
the text when a file is read, mode and columns against the server by a test; an error names file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import takewhile

from genealogy.errors import NotFoundError, QueryFileError

_HEADER = re.compile(r"//\s*(name|mode|doc|packed|returns|param\s+(\w+))\s*:\s*(.*)")
_PARAMETER = re.compile(r"\$(\w+)")
_INCLUDE = re.compile(r"^[ \t]*// include: (\S+)$", re.MULTILINE)
_COMMENT = re.compile(r"//[^\n]*")
LANGUAGE = "CYPHER 25"  # said with each query, for a server of the user's own takes version 5 unless told otherwise


@dataclass(frozen=True, slots=True)
class Query:
    """One named query: `text` is what Neo4j runs; `params` maps each parameter to its description."""

    name: str
    mode: str
    doc: str
    params: dict[str, str] = field(hash=False)
    columns: tuple[str, ...] = ()
    text: str = ""
    packed: bool = False

    @property
    def sent(self) -> str:
        """The text as it is sent: a packed query comes back as one record, for the driver pays for each."""
        if not self.packed:
            return f"{LANGUAGE}\n{self.text}"
        columns = ", ".join(self.columns)
        return f"{LANGUAGE}\n" + _packed_template().replace("%text%", self.text).replace("%columns%", columns)


@cache
def _packed_template() -> str:
    return (resources.files("cypher") / "packed.template").read_text(encoding="utf-8")


def _included(path: str, line: int, name: str) -> str:
    part = resources.files("cypher") / name
    if not name.endswith(".part") or not part.is_file():
        raise QueryFileError(f"{path}:{line}: there is no file cypher/{name} to include; it must end in .part")
    return part.read_text(encoding="utf-8").rstrip()


def parse_query(path: str, source: str) -> Query:
    """A query from the text of its file; raises QueryFileError with `path` and line."""
    head: dict[str, str] = {}
    params: dict[str, str] = {}
    lines = source.splitlines()
    number = 0
    for number, line in enumerate(takewhile(lambda line: line.startswith("//"), lines), 1):
        match = _HEADER.match(line)
        if match is None:
            raise QueryFileError(f"{path}:{number}: not a header line (name, mode, doc, param NAME, returns): {line!r}")
        target, name = (params, match[2]) if match[2] else (head, match[1])
        if name in target:
            raise QueryFileError(f"{path}:{number}: {name!r} is given twice")
        target[name] = match[3].strip()
    _check_head(path, number, head)
    text = _INCLUDE.sub(lambda found: _included(path, number, found[1]), "\n".join(lines[number:]).strip())
    _check_body(path, number, text, params)
    returns = head["returns"]
    columns = () if returns == "-" else tuple(part.strip() for part in returns.split(","))
    return Query(head["name"], head["mode"], head["doc"], params, columns, text, head.get("packed") == "yes")


def _check_head(path: str, line: int, head: dict[str, str]) -> None:
    missing = [name for name in ("name", "mode", "doc", "returns") if not head.get(name)]
    if missing:
        raise QueryFileError(f"{path}:{line}: the header lacks {', '.join(missing)}")
    if head["mode"] not in ("read", "write"):
        raise QueryFileError(f"{path}:{line}: mode is {head['mode']!r}; it must be read or write")
    expected = path.removesuffix(".cypher").replace("/", ".")
    if head["name"] != expected:
        raise QueryFileError(f"{path}:{line}: name is {head['name']!r}; the file's place says {expected!r}")


def _check_body(path: str, line: int, text: str, params: dict[str, str]) -> None:
    if not text:
        raise QueryFileError(f"{path}:{line}: no query follows the header")
    used = set(_PARAMETER.findall(_COMMENT.sub("", text)))
    if undeclared := sorted(used - params.keys()):
        raise QueryFileError(f"{path}:{line}: parameter ${undeclared[0]} is used but not declared")
    if unused := sorted(params.keys() - used):
        raise QueryFileError(f"{path}:{line}: parameter ${unused[0]} is declared but not used")


def _files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".cypher"):
            yield prefix + entry.name, entry.read_text(encoding="utf-8")


@cache
def all_queries() -> dict[str, Query]:
    """Every query by name; read once, at start. Migrations are files of another kind and lie apart."""
    found = [
        parse_query(path, text)
        for path, text in _files(resources.files("cypher"))
        if not path.startswith("migrations/")
    ]
    return {query.name: query for query in found}


def query(name: str) -> Query:
    """The query of that name; raises NotFoundError listing what is near."""
    try:
        return all_queries()[name]
    except KeyError:
        raise NotFoundError(f"no query is called {name!r}; known are: {', '.join(sorted(all_queries()))}") from None
