"""Recall cases by HTTP and from the command line."""

from __future__ import annotations

import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from api.idempotency import Answers
from genealogy.answers import KillStep, Seed, SeedQuery, Switches, recall
from genealogy.errors import DatabaseUnreachableError, TimedOutError
from genealogy.store import Store
from tests.cases.conftest import FLOUR, PLANT, SECOND_RUN
from tests.support.bundles import record_bundles
from tests.support.commands import command as run_command

WHO = {"by": "王芳", "reason": "金属异物", "at": "2026-03-10T09:00:00+08:00"}
NEW = WHO | {"title": "面粉异物", "class": "II", "seeds": [{"key": FLOUR}], "case": "C1", "quarantine": ["WH-隔离"]}


@pytest.fixture
def bakery(store: Store, client: TestClient) -> TestClient:
    record_bundles(store, [PLANT])
    return client


def _lost(*_: object) -> None:
    """In place of keeping an answer."""
    raise DatabaseUnreachableError("away")


def post(client: TestClient, path: str, body: Any) -> tuple[int, Any]:
    answer = client.post(path, json=body)
    return answer.status_code, answer.json()


def test_the_life_of_a_case_by_http(bakery: TestClient, store: Store) -> None:
    status, case = post(bakery, "/cases", NEW)
    assert (status, case["status"], case["covers"]["batches"]) == (201, "open", 3)
    assert bakery.get("/cases").json()["cases"][0]["case"] == "C1"
    assert bakery.get("/cases/C1").json() == case
    frozen = bakery.get("/cases/C1/result")
    assert sha256(frozen.content).hexdigest() == case["frozen"]["sha256"] == frozen.headers["etag"].strip('"')
    readable = bakery.get("/cases/C1/result", params={"people": True}).json()
    assert [one["email"] for one in readable["customers"]] == ["li@k-bei.example", None]
    assert bakery.get("/cases/C1/check").json()["changed"] is False
    record_bundles(store, [SECOND_RUN])
    assert [one["key"] for one in bakery.get("/cases/C1/check").json()["batches"]["in"]] == ["面团/D2"]
    assert post(bakery, "/cases/C1/decisions", WHO | {"decision": "召回", "level": "C"})[1]["level"] == "C"
    held = post(bakery, "/cases/C1/hold", WHO)[1]["held"]
    assert [(one["key"], len(one["where"])) for one in held] == [("包子/B1", 2), ("面团/D2", 1), (FLOUR, 1)]
    assert post(bakery, "/cases/C1/release", WHO | {"keys": [FLOUR]})[1]["released"][0]["key"] == FLOUR
    assert post(bakery, "/cases/C1/release", WHO | {"keys": [FLOUR]})[0] == 422
    assert post(bakery, "/cases/C1/status", WHO | {"status": "closed", "decision": "结案"})[1]["status"] == "closed"
    assert post(bakery, "/cases/C1/status", WHO | {"status": "open"})[1]["revision"] == 2
    assert post(bakery, "/cases/C1/status", WHO | {"status": "cancelled"})[1]["status"] == "cancelled"


WRONG = {
    "no such case": ("/cases/X/status", WHO | {"status": "closed", "decision": "d"}, 404, "unknown_case"),
    "an unknown batch": ("/cases", NEW | {"case": "C2", "seeds": [{"key": "面粉/0"}]}, 404, "unknown_batch"),
    "an id that is taken": ("/cases", NEW, 409, "case_status"),
    "an open case opened": ("/cases/C1/status", WHO | {"status": "open"}, 409, "case_status"),
    "closed without decision": ("/cases/C1/status", WHO | {"status": "closed"}, 422, "malformed"),
    "nobody": ("/cases/C1/decisions", {"decision": "d", "reason": "r"}, 422, "malformed"),
    "no reason": ("/cases/C1/decisions", {"decision": "d", "reason": "", "by": "b"}, 422, "malformed"),
    "a time that is none": ("/cases/C1/decisions", WHO | {"decision": "d", "at": "soon"}, 422, "malformed"),
    "level B without a share": ("/cases/C1/decisions", WHO | {"decision": "d", "level": "B"}, 422, "malformed"),
}


@pytest.mark.parametrize(("path", "body", "status", "code"), WRONG.values(), ids=WRONG)
def test_what_is_refused_by_http(bakery: TestClient, path: str, body: Any, status: int, code: str) -> None:
    post(bakery, "/cases", NEW)
    found = post(bakery, path, body)
    assert (found[0], found[1]["code"]) == (status, code)


def test_cases_are_no_events_of_senders(bakery: TestClient) -> None:
    status, problem = post(bakery, "/events", {"event": "case_entry", "case": "C1", "number": 1})
    assert (status, problem["errors"][0]["column"]) == (422, "event")


def test_the_watch_by_http(bakery: TestClient) -> None:
    post(bakery, "/cases", NEW)
    use = {"event": "consumed", "run": "R8", "material": "面团", "lot": "D1", "quantity": 1, "uom": "kg"}
    status, problem = post(bakery, "/events", use)
    assert (status, problem["code"]) == (409, "under_recall")
    assert problem["touches"] == [{"position": 0, "batch": "面团/D1", "case": "C1", "text": "used in run R8"}]
    assert "面团/D1 is in scope of the open recall case C1" in problem["detail"]
    assert post(bakery, "/events?reported=true", use) == (201, {"new": 1, "repeated": 0, "conflicts": [], "alarms": 1})
    (alarm,) = bakery.get("/cases/C1/alarms").json()["alarms"]
    assert (alarm["key"], alarm["what"]) == ("面团/D1", "used in run R8")
    assert bakery.get("/cases/C2/alarms").status_code == 404


def test_notices_by_http(bakery: TestClient) -> None:
    post(bakery, "/cases", NEW)
    told = {"customer": "K-北", "by": "王芳", "at": "2026-03-11T09:00:00+08:00"}
    body = [told | {"what": "sent"}, told | {"what": "destroyed", "key": "包子/B1", "quantity": "2", "uom": "箱"}]
    for _ in range(2):
        answer = bakery.post("/cases/C1/notices", json=body, headers={"Idempotency-Key": "n-1"})
        assert (answer.status_code, answer.json()) == (201, {"case": "C1", "new": 2, "repeated": 0, "links": []})
    assert [one["what"] for one in bakery.get("/cases/C1/notices").json()["notices"]] == ["sent", "destroyed"]
    found = bakery.get("/cases/C1/effectiveness", params={"until": "2026-03-12"}).json()
    assert [day["missing"][0]["quantity"] for day in found["days"]] == ["420", "380", "380"]
    assert post(bakery, "/cases/C1/notices", [told | {"what": "lost"}])[0] == 422
    assert post(bakery, "/cases/C1/notices", [told | {"what": "found"}])[1]["code"] == "malformed"
    assert post(bakery, "/cases/C1/notices", [told | {"what": "sent", "customer": "?"}])[1]["code"] == "not_found"
    assert post(bakery, "/cases/C1/notices", [body[1] | {"quantity": "3"}])[1]["code"] == "conflict"


def test_notices_whose_answer_was_lost_are_told_once(bakery: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recorded, and the answer to the key not kept: sent again, at another moment, it is the same notice."""
    post(bakery, "/cases", NEW)
    body = [{"customer": "K-北", "what": "destroyed", "key": "包子/B1", "quantity": "2", "uom": "箱", "by": "王芳"}]

    keyed: dict[str, Any] = {"headers": {"Idempotency-Key": "n-1"}, "json": body}
    with monkeypatch.context() as broken:
        broken.setattr(Answers, "_keep", _lost)
        assert bakery.post("/cases/C1/notices", **keyed).status_code == 503
    assert bakery.post("/cases/C1/notices", **keyed).json()["repeated"] == 1
    assert [one["quantity"] for one in bakery.get("/cases/C1/notices").json()["notices"]] == ["2"]


ASKED = {name: value for name, value in WHO.items() if name != "at"}
STEPS: dict[str, Any] = {
    "/cases": {name: value for name, value in NEW.items() if name not in ("case", "at")},
    "/cases/C1/decisions": ASKED | {"decision": "召回"},
    "/cases/C1/hold": ASKED,
    "/cases/C1/status": ASKED | {"status": "closed", "decision": "结案"},
}
KEY = {"Idempotency-Key": "once"}


def steps(client: TestClient) -> list[Any]:
    """Every step of every case."""
    cases = [client.get(f"/cases/{one['case']}").json() for one in client.get("/cases").json()["cases"]]
    return [(one["case"], entry) for one in cases for entry in one["entries"]]


@pytest.mark.parametrize(("path", "body"), STEPS.items(), ids=STEPS)
def test_a_step_is_taken_once_for_each_key(bakery: TestClient, path: str, body: Any) -> None:
    post(bakery, "/cases", NEW)
    first = bakery.post(path, json=body, headers=KEY)
    taken = steps(bakery)
    assert first.status_code < 300 and len(taken) == 2
    again = bakery.post(path, json=body, headers=KEY)
    assert (again.status_code, again.json(), steps(bakery)) == (first.status_code, first.json(), taken)
    assert again.headers.get("location") == first.headers.get("location")
    other = bakery.post(path, json=body | {"reason": "other"}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_used")


@pytest.mark.parametrize(("path", "body"), STEPS.items(), ids=STEPS)
def test_a_step_whose_answer_was_lost_is_taken_once(
    bakery: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, body: Any
) -> None:
    """Recorded, and the answer to the key not kept: sent again, it is the same step."""
    post(bakery, "/cases", NEW)
    with monkeypatch.context() as broken:
        broken.setattr(Answers, "_keep", _lost)
        assert bakery.post(path, json=body, headers=KEY).status_code == 503
    taken = steps(bakery)
    assert len(taken) == 2
    again = bakery.post(path, json=body, headers=KEY)
    assert again.status_code < 300 and steps(bakery) == taken
    other = bakery.post("/cases", json=NEW | {"case": "C9"}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_used")


def test_a_key_whose_answer_was_lost_is_not_taken_for_another_request(
    bakery: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for case in ("C1", "C2"):
        post(bakery, "/cases", NEW | {"case": case})
    with monkeypatch.context() as broken:
        broken.setattr(Answers, "_keep", _lost)
        bakery.post("/cases/C1/decisions", json=STEPS["/cases/C1/decisions"], headers=KEY)
    other = bakery.post("/cases/C2/decisions", json=STEPS["/cases/C1/decisions"], headers=KEY)
    assert (other.status_code, other.json()["case"]) == (201, "C2")
    assert [case for case, entry in steps(bakery) if entry["action"] == "decide"] == ["C1", "C2"]


def test_a_case_is_opened_once_by_two_services(bakery: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have looked and found nothing of the request: the transaction of the second finds the first."""
    bakery.post("/cases", json=STEPS["/cases"], headers=KEY)
    taken = steps(bakery)
    monkeypatch.setattr("api.routes.cases.taken_by", lambda *_: None)
    monkeypatch.setattr(Answers, "_known", lambda *_: None)
    second = bakery.post("/cases", json=STEPS["/cases"], headers=KEY)
    assert (second.status_code, second.json()["code"], steps(bakery)) == (409, "case_status", taken)


def test_a_case_grows_where_the_first_try_was_broken_off(bakery: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The events were recorded, and the cases not looked at: the same again does that."""
    post(bakery, "/cases", NEW)
    line = {"run": "R8", "material": "面团", "lot": "D1", "quantity": 1, "uom": "kg"}
    made = line | {"event": "produced", "material": "馒头", "lot": "N1"}

    def late(*_: object) -> None:
        raise TimedOutError("late")

    with monkeypatch.context() as broken:
        broken.setattr("api.events.grow_open_cases", late)
        assert post(bakery, "/events?reported=true", [line | {"event": "consumed"}, made])[0] == 504
    assert post(bakery, "/events?reported=true", [line | {"event": "consumed"}, made])[0] == 200
    alarms = bakery.get("/cases/C1/alarms").json()["alarms"]
    assert any(one["key"] == "馒头/N1" and "came into scope" in one["what"] for one in alarms)


@pytest.fixture
def command(store: Store, server_address: tuple[str, str, str], tmp_path: Path) -> Any:
    record_bundles(store, [PLANT])

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return run_command(server_address, tmp_path / "home", "case", *args)

    return run


WHO_WORDS = ("--by", "王芳", "--reason", "金属异物")


def test_the_life_of_a_case_on_the_command_line(command: Any, store: Store, tmp_path: Path) -> None:
    done = command("open", FLOUR, "--title", "面粉异物", "--class", "II", "--case", "C1", *WHO_WORDS, "--json")
    case = orjson.loads(done.stdout)
    assert (done.returncode, case["status"]) == (0, "open")
    file = tmp_path / "frozen.json"
    assert command("result", "C1", "--out", str(file)).returncode == 0
    assert sha256(file.read_bytes()).hexdigest() == case["frozen"]["sha256"]
    record_bundles(store, [SECOND_RUN])
    shown = command("check", "C1")
    assert "面团/D2" in shown.stdout
    assert "consumed" in shown.stdout
    assert "王芳" in command("show", "C1").stdout
    assert "C1" in command("list").stdout
    assert command("decide", "C1", "--decision", "召回", *WHO_WORDS).returncode == 0
    held = command("hold", "C1", *WHO_WORDS)
    assert "3 batches held" in held.stdout
    assert "DC" in held.stdout
    assert "3 batches released" in command("release", "C1", *WHO_WORDS).stdout
    sent = command("notice", "C1", "sent", "K-北", "K-南", "--by", "王芳", "--how", "e-mail")
    assert sent.stdout.startswith("Case C1: 2 notices")
    told = ("--by", "王芳", "--batch", "包子/B1", "--quantity", "30")
    assert command("notice", "C1", "destroyed", "K-北", *told).returncode == 0
    assert command("notice", "C1", "destroyed", "K-?", *told).returncode == 3
    found = orjson.loads(command("effectiveness", "C1", "--json").stdout)
    assert found["totals"]["by_material"][0]["missing"] == "390"
    assert "390 pcs" in command("effectiveness", "C1").stdout
    assert command("close", "C1", "--decision", "结案", *WHO_WORDS).returncode == 0
    refused = command("cancel", "C1", *WHO_WORDS)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "is closed" in refused.stderr
    assert orjson.loads(command("open", "--case", "C1", *WHO_WORDS, "--json").stdout)["revision"] == 2


def test_exit_codes(command: Any) -> None:
    assert command("show", "X").returncode == 3
    assert command("open", *WHO_WORDS).returncode == 2
    assert command("open", FLOUR, "--class", "II", *WHO_WORDS).returncode == 2
    assert command("list").stdout == "There is no case.\n"


def test_a_case_on_the_question_of_a_recall(command: Any, store: Store, tmp_path: Path) -> None:
    query = SeedQuery(run="R1")
    kill = Switches(kill_steps=(KillStep(run="R2"),))
    answer = recall(store, [query, Seed(FLOUR, "2026-03-01")], switches=kill)
    asked = tmp_path / "问题.json"
    asked.write_bytes(orjson.dumps(answer))
    named = ("--title", "面粉", "--class", "II", "--case", "C7")
    done = command("open", "--question", str(asked), *named, *WHO_WORDS, "--json")
    assert done.returncode == 0, done.stderr
    case = orjson.loads(done.stdout)
    assert case["frozen"]["set_hash"] == answer["set_hash"]
    assert case["seeds"] == [{"key": FLOUR, "from": "2026-03-01", "to": None}, {"run": "R1"}]
    assert case["switches"]["kill_steps"] == [{"run": "R2"}]
    refused = command("open", FLOUR, "--question", str(asked), *WHO_WORDS)
    assert (refused.returncode, "one thing" in refused.stderr) == (2, True)


@pytest.mark.parametrize("text", ["", "[]", '{"seeds": 1}', '{"seeds": [{"colour": "red"}]}', '{"seeds": [3]}', "\xff"])
def test_what_is_no_question(command: Any, tmp_path: Path, text: str) -> None:
    asked = tmp_path / "q.json"
    asked.write_bytes(text.encode("latin-1"))
    done = command("open", "--question", str(asked), *WHO_WORDS)
    assert (done.returncode, done.stdout) == (2, "")
    assert "seeds and switches" in done.stderr
    assert "none.json" in command("open", "--question", str(tmp_path / "none.json"), *WHO_WORDS).stderr
