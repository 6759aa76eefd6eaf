"""The auditor's page names every rule, and cases that show it; no rule is without one."""

from __future__ import annotations

import re
from pathlib import Path

from tests.golden.reading import case_names, read_case

PAGE = Path(__file__).parents[2] / "docs" / "recall.md"
RULES = range(1, 32)


def rules_of(name: str) -> set[int]:
    """The rules that a case says it shows."""
    return {int(number) for number in read_case(name).rules.split(",")}


def shown() -> list[tuple[int, list[str]]]:
    """Each rule of the page with its cases, in the order of the page."""
    found = re.findall(r"^(\d+)\. \*\*.+ Cases?: (.+)\.$", PAGE.read_text(encoding="utf-8"), re.M)
    return [(int(number), re.findall(r"`(\w+)`", cases)) for number, cases in found]


def test_every_rule_has_a_case_and_no_case_has_another_rule() -> None:
    assert set().union(*map(rules_of, case_names())) == set(RULES)


def test_the_page_has_each_rule_once_and_in_order() -> None:
    assert [number for number, _ in shown()] == list(RULES)


def test_each_rule_of_the_page_is_shown_by_cases_that_name_it() -> None:
    known = set(case_names())
    for number, names in shown():
        assert names, number
        assert [name for name in names if name not in known] == [], number
        assert [name for name in names if number not in rules_of(name)] == [], number
