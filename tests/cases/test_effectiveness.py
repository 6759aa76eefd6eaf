"""Notices and what they add up to; every number here is worked out by hand from the plant of conftest.

K-北 got 15 boxes of 20 = 300 buns, K-南 120.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from genealogy.cases.effectiveness import effectiveness
from genealogy.cases.life import Said, close_case, decide
from genealogy.cases.notices import give_notice, list_notices
from genealogy.cases.reconcile import Line, Told, to_check
from genealogy.errors import CaseStatusError, ConflictError, NotFoundError, UnknownCaseError, UsageError
from genealogy.rebuild import rebuild
from genealogy.store import Store
from tests.cases.conftest import FLOUR, WANG, ZONE, later, opened, rows
from tests.loaders.graph import ask

BUN = "包子/B1"
DAY = dt.date(2026, 3, 15)


def notice(customer: str, what: str, day: int, quantity: str | None = None, **more: Any) -> dict[str, Any]:
    said = {"customer": customer, "what": what, "by": "王芳", "at": f"2026-03-{day}T02:00:00Z"}
    return said | ({"key": BUN, "quantity": quantity} if quantity else {}) | more


# The week of a recall: told on the 10th, answers from the 11th on.
WEEK = [
    notice("K-北", "sent", 10, how="e-mail", contact="李雷"),
    notice("K-南", "sent", 10, how="phone"),
    notice("K-北", "acknowledged", 11),
    notice("K-北", "found", 11, "10", uom="箱"),
    notice("K-北", "returned", 12, "160"),
    notice("K-北", "destroyed", 13, "40", uom="pcs"),
    notice("K-南", "acknowledged", 14),
    notice("K-南", "destroyed", 14, "30"),
    notice("K-南", "checked", 15, result="pass"),
]
RETURN = rows(
    "return=T1 customer=K-北 material=包子 lot=B1 quantity=8 uom=箱 returned_at=2026-03-12T08:00:00Z location=WH"
)


def missing(found: dict[str, Any]) -> list[tuple[str, int, int, list[str]]]:
    return [
        (one["day"][-2:], one["notified"], one["acknowledged"], [part["quantity"] for part in one["missing"]])
        for one in found["days"]
    ]


def test_a_week_by_hand(plant: Store) -> None:
    case = opened(plant, case="C1")
    decide(plant, case, "抽查", WANG, level="B", percent="50")
    assert give_notice(plant, case, WEEK) == {"case": "C1", "new": 9, "repeated": 0, "links": []}
    later(plant, returns=RETURN)
    found = effectiveness(plant, case, DAY)
    north, south = found["consignees"]
    assert (north["customer"], south["customer"]) == ("K-北", "K-南")
    assert north["lines"] == [
        {
            **{"key": BUN, "uom": "pcs", "shipped": "300", "found": "200", "returned": "160", "destroyed": "40"},
            **{"missing": "100", "excess": "0"},
        }
    ]
    assert south["lines"][0]["missing"] == "90"
    assert (south["sent_at"], south["checked_at"], south["check_result"]) == (
        "2026-03-10T02:00:00Z",
        "2026-03-15T02:00:00Z",
        "pass",
    )
    assert found["check"] == {
        **{"level": "B", "percent": "50", "consignees": 2, "to_check": 1, "checked": 1, "effective": 1, "left": 0}
    }
    # 420 out; 200 found on the 11th; they come back or are destroyed on the 12th and 13th; 30 more on the 14th.
    assert missing(found) == [
        ("10", 2, 0, ["420"]),
        ("11", 2, 1, ["220"]),
        ("12", 2, 1, ["220"]),
        ("13", 2, 1, ["220"]),
        ("14", 2, 2, ["190"]),
        ("15", 2, 2, ["190"]),
    ]
    (total,) = found["totals"]["by_material"]
    assert (total["shipped"], total["returned"], total["destroyed"], total["missing"]) == ("420", "160", "70", "190")
    assert (found["totals"]["notified"], found["warnings"], found["complete"]) == (2, [], True)


def test_returns_count_without_a_notice_and_not_twice(plant: Store) -> None:
    case = opened(plant)
    later(plant, returns=RETURN)
    line = effectiveness(plant, case, DAY)["consignees"][0]["lines"][0]
    assert (line["returned"], line["missing"]) == ("160", "140")
    give_notice(plant, case, [notice("K-北", "returned", 13, "180")])
    line = effectiveness(plant, case, DAY)["consignees"][0]["lines"][0]
    assert (line["returned"], line["missing"]) == ("180", "120")


def test_a_return_that_names_only_its_shipment(plant: Store) -> None:
    case = opened(plant)
    later(plant, returns=rows("return=T2 shipment=S2 material=包子 lot=B1 quantity=1 uom=箱"))
    found = effectiveness(plant, case, DAY)
    assert [one["lines"][0]["returned"] for one in found["consignees"]] == ["0", "20"]
    # Of no day: it counts on the last.
    assert [part for *_, part in missing(found)][-2:] == [["420"], ["400"]]


def test_more_than_was_shipped_is_told(plant: Store) -> None:
    case = opened(plant)
    give_notice(plant, case, [notice("K-南", "destroyed", 11, "130")])
    found = effectiveness(plant, case, DAY)
    line = found["consignees"][1]["lines"][0]
    assert (line["missing"], line["excess"]) == ("0", "10")
    assert found["warnings"] == [
        {"code": "excess", "text": "more is accounted for than was shipped of 包子/B1 at K-南"}
    ]
    assert found["totals"]["by_material"][0]["missing"] == "300"


def test_what_is_not_known_is_not_summed(plant: Store) -> None:
    later(plant, shipped=rows("shipment=S2 material=包子 lot=B1 quantity=1 uom=托盘 line=2"))
    case = opened(plant)
    found = effectiveness(plant, case, DAY)
    assert [one["lines"][0]["missing"] for one in found["consignees"]] == ["300", None]
    assert found["totals"]["by_material"][0]["missing"] is None
    assert found["days"][0]["missing"] == [{"material": "包子", "uom": "pcs", "quantity": None}]
    assert [one["code"] for one in found["warnings"]] == ["missing_conversion"]


def test_a_mistake_is_taken_back_with_its_reason(plant: Store) -> None:
    case = opened(plant)
    give_notice(plant, case, [notice("K-北", "found", 11, "50")])
    with pytest.raises(UsageError, match="say why"):
        give_notice(plant, case, [notice("K-北", "found", 12, "-20")])
    give_notice(plant, case, [notice("K-北", "found", 12, "-20", reason="误报")])
    assert effectiveness(plant, case, DAY)["consignees"][0]["lines"][0]["found"] == "30"


def test_who_is_out_of_scope_and_was_told_is_listed(plant: Store) -> None:
    case = opened(plant)
    give_notice(plant, case, [notice("K-西", "sent", 10)])
    found = effectiveness(plant, case, DAY)
    assert [(one["customer"], one["verdict"]) for one in found["consignees"]] == [
        ("K-北", "certain"),
        ("K-南", "certain"),
        ("K-西", None),
    ]
    assert found["check"]["consignees"] == 2


def test_a_new_consignee_of_a_feed_counts(plant: Store) -> None:
    case = opened(plant)
    later(
        plant,
        shipments=rows("shipment=S5 customer=K-西 shipped_at=2026-03-11T00:00:00Z"),
        shipped=rows("shipment=S5 material=包子 lot=B1 quantity=10 uom=pcs"),
    )
    found = effectiveness(plant, case, DAY)
    assert found["check"]["to_check"] == 3
    assert found["totals"]["by_material"][0]["missing"] == "430"


def test_the_series_ends_with_the_case(plant: Store) -> None:
    case = opened(plant)
    give_notice(plant, case, WEEK)
    close_case(plant, case, "结案", Said("李雷", "完", "2026-03-17T08:00:00Z"))
    found = effectiveness(plant, case)
    assert (found["opened"], found["until"], len(found["days"])) == ("2026-03-10", "2026-03-17", 8)
    with pytest.raises(CaseStatusError, match="is closed"):
        give_notice(plant, case, WEEK)


def test_the_same_notice_twice_counts_once(plant: Store) -> None:
    case = opened(plant)
    give_notice(plant, case, WEEK)
    assert give_notice(plant, case, WEEK)["repeated"] == 9
    with pytest.raises(ConflictError, match="a line of its own"):
        give_notice(plant, case, [notice("K-南", "destroyed", 14, "31")])
    give_notice(plant, case, [notice("K-南", "destroyed", 14, "31", line="2")])
    assert effectiveness(plant, case, DAY)["consignees"][1]["lines"][0]["destroyed"] == "61"


WRONG: dict[str, tuple[dict[str, Any], type[Exception], str]] = {
    "an unknown customer": (notice("K-?", "sent", 10), NotFoundError, "names the customer K-\\?"),
    "a batch out of scope": (notice("K-北", "found", 10, "1", key="糖/T1"), UsageError, "not in scope"),
    "a quantity without batch": (notice("K-北", "found", 10, "1", key=None), UsageError, "needs the batch"),
    "a batch without quantity": (notice("K-北", "found", 10, key=BUN), UsageError, "needs the batch"),
    "a kind that is none": (notice("K-北", "lost", 10), UsageError, "what 'lost'"),
    "a quantity that is none": (notice("K-北", "found", 10, "many"), UsageError, "not a number"),
    "nobody": (notice("K-北", "sent", 10, by=""), UsageError, "by"),
    "no moment": (notice("K-北", "sent", 10, at="soon"), UsageError, "not a time"),
    "a time that is open": (notice("K-北", "sent", 10, at="../2026-03-10"), UsageError, "does not say when"),
}


@pytest.mark.parametrize(("said", "error", "text"), WRONG.values(), ids=WRONG)
def test_what_is_no_notice(plant: Store, said: dict[str, Any], error: type[Exception], text: str) -> None:
    case = opened(plant)
    with pytest.raises(error, match=text):
        give_notice(plant, case, [said])
    assert list_notices(plant, case) == []


def test_what_is_not_there(plant: Store) -> None:
    for asked in (effectiveness, list_notices, lambda store, case: give_notice(store, case, WEEK)):
        with pytest.raises(UnknownCaseError):
            asked(plant, "X")


def test_notices_are_rebuilt_and_people_lie_apart(plant: Store) -> None:
    case = opened(plant)
    give_notice(plant, case, WEEK)
    later(plant, returns=RETURN)
    before = effectiveness(plant, case, DAY), list_notices(plant, case)
    assert {type(one["quantity"]) for one in before[1]} == {str, type(None)}  # as in every other answer
    assert {row[0] for row in ask(plant, "MATCH (p:Person) RETURN p.text")} >= {"王芳", "李雷"}
    assert rebuild(plant, ZONE)["equal"]
    assert (effectiveness(plant, case, DAY), list_notices(plant, case)) == before
    assert before[1][0]["contact"] == "李雷"
    assert FLOUR not in {one["key"] for one in before[1]}


@pytest.mark.parametrize(
    ("consignees", "share", "number"),
    [
        (200, 100, 200),
        (200, 10, 20),
        (201, 10, 21),
        (200, 2, 4),
        (3, 2, 1),
        (50, 2, 1),
        (0, 100, 0),
        (7, 0, 0),
        (3, 50, 2),
    ],
)
def test_how_many_to_check(consignees: int, share: float, number: int) -> None:
    """21 CFR 7.42(b)(3): A 100 %, C 10 %, D 2 %, E none; a part of a consignee is one."""
    assert to_check(consignees, share) == number


def test_found_holds_what_came_of_it() -> None:
    """10 of 12 found; 6 returned and 2 destroyed are among them; then 4 more come back than were found."""
    first = dt.date(2026, 1, 1)
    line = Line("C", "M/1", "M", "kg", 12.0, [Told(first, "found", 10.0), Told(first, "returned", 6.0)])
    line.told.append(Told(first, "destroyed", 2.0))
    assert line.until(first).missing == 2.0
    line.told.append(Told(first, "came back", 9.5))
    assert line.until(first).missing == 0.5
