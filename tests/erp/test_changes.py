"""A document against what was pulled of it before."""

from __future__ import annotations

from typing import Any

import pytest

from genealogy.events import Event
from genealogy.events.care import Correction
from genealogy.events.flow import Receipt, Shipment, Shipped
from loaders.erp.changes import Step, step
from loaders.erp.model import Document, State
from loaders.erp.state import Known


def receipt(lot: str = "豆", quantity: int = 1, line: int = 1) -> Event:
    """A line of R."""
    return Receipt(receipt="R", material="M", lot=lot, quantity=str(quantity), line=str(line))


def at(modified: str, state: State = "done") -> Document:
    """R as it stands then."""
    return Document("1", "R", modified, state)


def known(*events: Event, modified: str = "1") -> Known:
    """What is remembered when these were pulled."""
    then = step(at(modified), events, None, True).then
    assert then
    return then


def told(done: Step) -> list[tuple[Any, ...]]:
    """What is recorded: records with lots, corrections with what replaces."""
    return [
        (event.action, event.record_kind, event.record, event.by_record)
        if isinstance(event, Correction)
        else (event.__dict__[event.document or ""], event.__dict__.get("lot"))
        for event in done.events
    ]


def test_more_lines_are_added() -> None:
    done = step(at("2"), [receipt(), receipt("盐", line=2)], known(receipt()), True)
    assert (done.what, told(done)) == ("recorded", [("R", "豆"), ("R", "盐")])
    assert done.then and (done.then.revision, done.then.modified) == (1, "2")


@pytest.mark.parametrize("now", [[receipt(quantity=2)], [receipt("盐")], [receipt(line=2)]])
def test_other_lines_replace(now: list[Event]) -> None:
    done = step(at("2"), now, known(receipt()), True)
    lot = now[0].__dict__["lot"]
    assert (done.what, told(done)) == ("corrected", [("R~2", lot), ("replace", "receipt", "R", "R~2")])
    assert done.then
    third = step(at("3"), [receipt(quantity=3)], done.then, True)
    assert told(third) == [("R~3", "豆"), ("replace", "receipt", "R~2", "R~3")]
    assert step(at("2"), now, done.then, True).what == "recorded"  # the same again


def test_a_kind_that_is_gone_becomes_void() -> None:
    before = known(receipt(), Shipment(shipment="R"), Shipped(shipment="R", material="M", lot="豆"))
    done = step(at("2"), [receipt()], before, True)
    assert told(done)[1:] == [("replace", "receipt", "R", "R~2"), ("void", "shipment", "R", None)]


@pytest.mark.parametrize(("modified", "whole"), [("1", True), ("0", True), ("2", False)])
def test_what_may_not_replace(modified: str, whole: bool) -> None:
    done = step(at(modified), [receipt(quantity=2)], known(receipt()), whole)
    assert (done.what, done.then, told(done)) == ("recorded", None, [("R", "豆")])
    assert "the first stays" in done.conflict


def test_cancelled_and_done_again() -> None:
    assert step(at("2", "cancelled"), [], None, True) == Step("nothing")
    void = step(at("2", "cancelled"), [], known(receipt()), True)
    assert (void.what, told(void)) == ("voided", [("void", "receipt", "R", None)])
    assert void.then and step(at("3", "cancelled"), [], void.then, True) == Step("nothing")
    done = step(at("4"), [receipt()], void.then, True)
    assert (told(done), done.then and done.then.void) == ([("R~2", "豆")], False)
    assert "is done again" in done.note


def test_opened_again() -> None:
    assert step(at("2", "open"), [], None, True) == Step("nothing")
    assert "stays until" in step(at("2", "open"), [], known(receipt()), True).note
