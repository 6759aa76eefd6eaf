"""A plant that grows as plants do: loads in pieces, late records, corrections, recalls that are held and closed, files
attached, people forgotten. Whatever is done to it in the ordinary way, nobody may be accused."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.attachments import Given, attach
from genealogy.cases.growth import grow_open_cases
from genealogy.cases.holding import hold_case, release_case
from genealogy.cases.life import Opening, Said, cancel_case, close_case, decide, open_case, reopen_case
from genealogy.cases.notices import give_notice
from genealogy.cases.question import Question
from genealogy.derive import settle
from genealogy.events import BY_KIND
from genealogy.people import find_people, forget
from genealogy.record.writer import Source, record
from genealogy.settings import Settings
from genealogy.store import Store
from tests.exhaustive.plants import plant
from tests.loaders.graph import ask
from tests.queries.everything import events
from tests.support.bundles import Rows, events_of

UTC = ZoneInfo("UTC")
SAID = Said("李雷", "玻璃")


@dataclass(slots=True)
class Growing:
    """The plant, what chance does with it, and how often each thing was done."""

    store: Store
    home: Settings
    random: Random
    done: Counter[str] = field(default_factory=Counter)
    waiting: list[Any] = field(default_factory=list)  # events that are known and not yet sent
    number: int = 0

    def step(self) -> None:
        """One to three things happen."""
        for act in self.random.choices(ACTS, WEIGHTS, k=self.random.randint(1, 3)):
            self.number += 1
            act(self)
            self.done[act.__name__] += 1

    def pick(self, text: str) -> Any:
        """Something of what a query finds; None where there is nothing."""
        found = ask(self.store, text)
        return self.random.choice(sorted(found, key=str))[0] if found else None

    def send(self, said: list[Any]) -> None:
        """Record events, in pieces of any size, each by somebody."""
        while said:
            count = self.random.choice((2, 20, 500, 500))
            source = Source(f"load-{self.number}", "行.csv", self.random.choice(("", "Wu 吴", "os:li")))
            record(self.store, said[:count], source, UTC)
            said = said[count:]
        if self.random.random() < 0.7:
            settle(self.store)

    def bundle(self, **files: Rows) -> None:
        """Record rows of a bundle."""
        self.send(events_of(files))


def load_a_plant(it: Growing) -> None:
    """A part of it comes later, in any order."""
    said = events_of(plant(it.random.getrandbits(32), f"p{it.number}-"))
    it.waiting += [event for event in said if it.random.random() < 0.2]
    it.send([event for event in said if event not in it.waiting])


def load_what_is_late(it: Growing) -> None:
    it.random.shuffle(it.waiting)
    late, it.waiting = it.waiting[:30], it.waiting[30:]
    it.send(late)


def load_something_of_each_kind(it: Growing) -> None:
    """Of those that others send, also once more, which changes nothing; the product's own come by what it does."""
    it.send(it.random.sample([event for event in events() if event.kind_of_event in BY_KIND], 15))


def correct(it: Growing) -> None:
    kind = it.random.choice(("run", "receipt", "shipment", "count", "order", "movement"))
    name, other = (it.pick(f"MATCH (n:{kind.title()}) RETURN n.{kind}") for _ in range(2))
    if name:
        action = {"action": "void"} if it.random.random() < 0.6 else {"action": "replace", "by_record": other}
        it.bundle(corrections=[{"record_kind": kind, "record": name, "reason": "录入错误", "by": "王芳", **action}])


def come_after_a_correction(it: Growing) -> None:
    run = it.pick("MATCH (c:Correction {record_kind: 'run'}) RETURN c.record")
    if run:
        it.bundle(produced=[{"run": run, "material": "A", "lot": str(it.number), "quantity": "1", "uom": "kg"}])


def tell_a_clock_late(it: Growing) -> None:
    place, on = f"loc{it.number}", it.pick("MATCH (e:Equipment) RETURN e.equipment")
    used = {"run": f"late{it.number}", "started_at": "2026-03-02T08:00", "ended_at": "2026-03-02T09:00"}
    it.bundle(runs=[used | ({"equipment": on} if on else {})])
    if on:
        it.bundle(equipment=[{"equipment": f"{on}x", "location": place}])
    it.bundle(locations=[{"location": place, "timezone": "Asia/Shanghai", "day_start": "06:00"}])


def count_and_judge(it: Growing) -> None:
    key = it.pick("MATCH (b:Batch) WHERE b.serial IS NULL AND b.assigner IS NULL RETURN [b.material, b.lot]")
    if key:
        batch = {"material": key[0], "lot": key[1]}
        number = str(it.number)
        it.bundle(
            counts=[batch | {"count": number, "quantity": "7", "uom": "kg", "counted_at": "2026-03-04T08:00:00Z"}],
            statuses=[batch | {"status": it.random.choice(("hold", "available")), "at": "2026-03-05", "by": "李雷"}],
            inspections=[batch | {"inspection": number, "result": "fail", "inspector": "韩梅"}],
            movements=[batch | {"movement": number, "kind": "scrap", "quantity": "1", "uom": "kg"}],
        )


def recall(it: Growing) -> None:
    key = it.pick("MATCH (b:Batch) RETURN b.key")
    if key:
        question = Question([{"key": key}], None, dt.timedelta(minutes=5), UTC)
        open_case(it.store, question, Opening("玻璃", "II"), SAID, f"R-{it.number}")


def _case(it: Growing, status: str) -> Any:
    return it.pick(f"MATCH (c:Case {{status: '{status}'}}) WHERE c.case STARTS WITH 'R-' RETURN c.case")


def act_on_a_case(it: Growing) -> None:
    case = _case(it, "open")
    if not case:
        return
    act = it.random.choice(("hold", "release", "notice", "decide", "close", "cancel", "grow"))
    customer = it.pick("MATCH (c:Customer) RETURN c.customer")
    if act == "hold":
        hold_case(it.store, case, SAID)
    elif act == "release":
        release_case(it.store, case, SAID)
    elif act == "notice" and customer:
        said = {"customer": customer, "what": "sent", "how": "电话", "by": "李雷", "line": str(it.number)}
        give_notice(it.store, case, [said], "os:li")
    elif act == "decide":
        decide(it.store, case, "call back 召回", SAID)
    elif act == "close":
        close_case(it.store, case, "done 完成", SAID)
    elif act == "cancel":
        cancel_case(it.store, case, SAID)
    else:
        grow_open_cases(it.store)


def open_a_case_again(it: Growing) -> None:
    if case := _case(it, "closed"):
        reopen_case(it.store, case, SAID)


def attach_a_file(it: Growing) -> None:
    if run := it.pick("MATCH (r:Run) RETURN r.run"):
        attach(it.store, it.home, f"run:{run}", Given(f"报告{it.number}.txt", "王芳"), BytesIO(it.random.randbytes(50)))


def forget_somebody(it: Growing) -> None:
    there = [one for one in find_people(it.store) if one["text"] != "(erased)"]
    if there:
        forget(it.store, it.random.choice(there)["person"], "数据官", "本人要求", None, UTC)


ACTS: tuple[Callable[[Growing], None], ...] = (
    *(load_a_plant, load_what_is_late, load_something_of_each_kind, correct, come_after_a_correction),
    *(tell_a_clock_late, count_and_judge, recall, act_on_a_case, open_a_case_again, attach_a_file, forget_somebody),
)
WEIGHTS = (4, 3, 4, 3, 2, 2, 2, 2, 5, 1, 2, 1)
