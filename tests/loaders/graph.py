"""Looking at the graph as a stranger would: counts, and one hash over everything that is content."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from typing import Any

from genealogy.schema import NOT_CONTENT, PROVENANCE
from genealogy.store import Store


def ask(store: Store, text: str, **params: Any) -> list[tuple[Any, ...]]:
    """The rows of an ad hoc question."""
    with store.driver.session(database=store.database) as session:
        return [tuple(record.values()) for record in session.run(text, params)]


def nodes(store: Store) -> Counter[str]:
    """How many nodes there are of each label."""
    return Counter(dict(ask(store, "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*)")))


def edges(store: Store) -> Counter[str]:
    """How many edges there are of each type."""
    return Counter(dict(ask(store, "MATCH ()-[e]->() RETURN type(e), count(*)")))


def fingerprint(store: Store) -> str:
    """Equal for equal graphs, however they came to be."""
    said = [
        _line(labels, props)
        for labels, props in ask(store, "MATCH (n) RETURN labels(n), properties(n)")
        if not set(labels) & set(NOT_CONTENT)
    ]
    question = "MATCH (a)-[e]->(b) RETURN properties(a), type(e), properties(e), properties(b)"
    said += [_line(_own(a), kind, _own(e), _own(b)) for a, kind, e, b in ask(store, question)]
    return sha256("\n".join(sorted(said)).encode()).hexdigest()


def _own(props: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in props.items() if name not in PROVENANCE}


def _line(*parts: Any) -> str:
    plain = [_own(part) if isinstance(part, dict) else part for part in parts]
    return json.dumps(plain, sort_keys=True, default=str)
