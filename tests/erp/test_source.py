"""What a source's file may say, where its secret is, and how a peer is paced."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from genealogy.errors import GenealogyError, NotFoundError, PullError, UsageError
from loaders.erp.listing import earlier
from loaders.erp.peer import Clock, Peer
from loaders.erp.source import Source, read_source, secret_of

GOOD = "kind: odoo\nurl: https://erp.example.com/\ndatabase: 工厂\nuser: reader\nsecret_file: key\n"


def write(folder: Path, text: str, mode: int = 0o600, secret: str = "秘密\n") -> None:
    """A source `main` and the file of its secret."""
    (folder / "main.yaml").write_text(text, encoding="utf-8")
    (folder / "key").write_text(secret, encoding="utf-8")
    (folder / "key").chmod(mode)


def test_a_source(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    source, secret = read_source(tmp_path, "main")
    assert (source.url, source.database, secret) == ("https://erp.example.com", "工厂", "秘密")
    named = Source.model_validate(GOOD_VALUES | {"secret_env": "ERP_SECRET"})
    assert secret_of(named, tmp_path, {"ERP_SECRET": "x"}) == "x"


GOOD_VALUES = {"kind": "erpnext", "url": "http://erp", "user": "u"}


@pytest.mark.parametrize(
    ("text", "mode", "secret", "said"),
    [
        (GOOD, 0o644, "s", "chmod 600"),
        (GOOD, 0o600, "\n", "is empty"),
        (GOOD.replace("secret_file: key", "secret_file: none"), 0o600, "s", "cannot be read"),
        (GOOD.replace("secret_file: key", "secret_env: NO_SUCH"), 0o600, "s", "NO_SUCH is not set"),
        (GOOD.replace("secret_file: key", "password: hunter2"), 0o600, "s", "password"),
        (GOOD + "secret_env: X\n", 0o600, "s", "either secret_env"),
        (GOOD.replace("odoo", "sapr3"), 0o600, "s", "kind"),
        (GOOD.replace("database: 工厂\n", ""), 0o600, "s", "database is needed"),
        (GOOD.replace("https://", "https://me:hunter2@"), 0o600, "s", "without user and password"),
        (GOOD + "page_size: 0\n", 0o600, "s", "page_size"),
        ("- 1\n", 0o600, "s", "main.yaml"),
        ("a: [", 0o600, "s", "no YAML that can be read"),
        ("a: hunter2: [", 0o600, "s", "line 1"),
        (GOOD + "user: twice\n", 0o600, "s", "twice"),
    ],
)
def test_a_source_that_is_none(tmp_path: Path, text: str, mode: int, secret: str, said: str) -> None:
    write(tmp_path, text, mode, secret)
    with pytest.raises(UsageError, match=said) as refused:
        read_source(tmp_path, "main")
    assert "hunter2" not in str(refused.value)


def test_no_source(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"docs/erp\.md"):
        read_source(tmp_path, "main")
    with pytest.raises(UsageError, match="no name"):
        read_source(tmp_path, "../main")


class Answers(httpx.BaseTransport):
    """A line that gives these answers one after the other, the last for ever."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.answers = list(answers)
        self.asked = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def talk(line: Answers, **said: object) -> tuple[Peer, list[float]]:
    """A peer on that line, and how long it waited each time."""
    waits: list[float] = []
    moment = [0.0]

    def sleep(seconds: float) -> None:
        waits.append(round(seconds, 3))
        moment[0] += seconds

    source = Source.model_validate(GOOD_VALUES | {"secret_env": "X", "rate_per_minute": 6000} | said)
    return Peer(source, httpx.Client(transport=line), Clock(lambda: moment[0], sleep)), waits


def test_waits_grow_and_end() -> None:
    line = Answers(httpx.Response(503))
    peer, waits = talk(line, tries=4)
    with pytest.raises(PullError, match=r"answered 503 to /x, 4 times; the cursor stays"):
        peer.ask("GET", "/x")
    assert (line.asked, waits) == (4, [1.0, 2.0, 4.0])


def test_what_a_server_asks_for_is_waited_for() -> None:
    line = Answers(httpx.Response(429, headers={"Retry-After": "30"}), httpx.Response(200, json={"a": 1}))
    peer, waits = talk(line)
    assert (peer.ask("GET", "/x"), waits) == ({"a": 1}, [30.0])
    peer, _ = talk(Answers(httpx.Response(429, headers={"Retry-After": "86400"})))
    with pytest.raises(PullError, match="asks to wait 86400 seconds"):
        peer.ask("GET", "/x")


@pytest.mark.parametrize(("status", "said"), [(401, "look at user"), (403, "rights"), (404, "has no /x"), (302, "302")])
def test_a_refusal_is_not_repeated(status: int, said: str) -> None:
    line = Answers(httpx.Response(status))
    with pytest.raises(PullError, match=said):
        talk(line)[0].ask("GET", "/x")
    assert line.asked == 1


def test_requests_are_paced() -> None:
    peer, waits = talk(Answers(httpx.Response(200, json=1)), rate_per_minute=60)
    for _ in range(3):
        peer.ask("GET", "/x")
    assert waits == [1.0, 1.0]


def test_the_overlap_keeps_the_form_of_the_source() -> None:
    assert earlier("2026-03-01 00:30:00", 60) == "2026-02-28 23:30:00"
    assert earlier("2026-03-01T00:30:00", 60) == "2026-02-28T23:30:00"
    assert (earlier("", 60), earlier("2026-03-01 00:30:00", 0)) == ("", "2026-03-01 00:30:00")
    with pytest.raises(GenealogyError, match="which is none"):
        earlier("yesterday", 60)
