"""docs/epcis.md says what the code does."""

from __future__ import annotations

from pathlib import Path

from loaders.epcis import words
from loaders.epcis.page import rewritten
from loaders.epcis.steps import RULES, STATUSES

PAGE = Path(__file__).parent.parent.parent / "docs" / "epcis.md"


def test_the_tables_are_those_of_the_code() -> None:
    text = PAGE.read_text("utf-8")

    assert rewritten(text) == text, "run `python -m loaders.epcis.page docs/epcis.md`"


def test_the_tables_name_words_of_the_vocabulary() -> None:
    assert {step for rule in RULES for step in rule.steps if step} <= words.STEPS
    assert STATUSES.keys() <= words.DISPOSITIONS
