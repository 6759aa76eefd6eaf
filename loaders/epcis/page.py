"""The tables of docs/epcis.md, written from the code: `python -m loaders.epcis.page docs/epcis.md`."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from loaders.epcis import words
from loaders.epcis.asking import KNOWN, MATCHES
from loaders.epcis.master import VOCABULARIES
from loaders.epcis.steps import RESULTS, RULES, STATUSES
from loaders.epcis.things import SIGNS
from loaders.epcis.writer import WRITTEN

MARK = "<!-- From here on written from the code by `python -m loaders.epcis.page docs/epcis.md`; change it there. -->"


def tables() -> str:
    """All tables, as Markdown."""
    drawn = {step for rule in RULES for step in rule.steps}
    kept = ", ".join(f"`{step}`" for step in sorted(words.STEPS - drawn - {"holding"}))
    steps = [(_steps(rule.steps), f"`{rule.draws}`", rule.remark) for rule in RULES]
    steps.append(("`holding`", "`status`", "hold, whatever the disposition"))
    parts = [
        *("## What an ObjectEvent draws", "", *_table(("business step", "record", ""), steps), ""),
        *(f"Kept as sent, without a record (a disposition below still draws a status): {kept}.", ""),
        *("## Dispositions", "", *_table(("disposition", "status", "of an inspection"), _dispositions()), ""),
        *("## Units", "", "Codes of UN/ECE Recommendation 20 that have a sign here; any other stays as it is.", ""),
        *_table(("code", "unit"), SIGNS.items()),
        *("", "## Master data", "", *_table(("vocabulary", "record"), VOCABULARIES.items()), ""),
        *("## What an export writes", "", *_table(("record", "event"), WRITTEN.items()), ""),
        *("## Conditions of a query", "", *_table(("condition", "members looked at"), _conditions())),
    ]
    return "\n".join([MARK, "", *parts]) + "\n"


def _steps(steps: Iterable[str]) -> str:
    return ", ".join(f"`{step}`" if step else "none" for step in steps)


def _dispositions() -> Iterator[tuple[str, str, str]]:
    by_meaning: dict[tuple[str, str], list[str]] = defaultdict(list)
    for disposition in sorted(words.DISPOSITIONS):
        by_meaning[STATUSES.get(disposition, ""), RESULTS.get(disposition, "")].append(disposition)
    for (status, result), found in by_meaning.items():
        yield _steps(found), status or "none", result


def _conditions() -> Iterator[tuple[str, str]]:
    for name in KNOWN:
        yield f"`{name}`", ", ".join(f"`{role}`" for role in MATCHES.get(name, ()))


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]] | Mapping[str, str]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def rewritten(page: str) -> str:
    """A page with its tables as they are now; what stands before them stays."""
    return page.partition(MARK)[0] + tables()


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(rewritten(path.read_text("utf-8")), encoding="utf-8")
