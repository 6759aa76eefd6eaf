"""A recall case from opening to closing, as a subscriber and as people are told of it; a process killed in between."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
from pydantic import SecretStr

from genealogy.cases.holding import hold_case, release_case
from genealogy.cases.life import close_case, decide
from genealogy.outbox.delivery import LEASE, Post, deliver
from genealogy.outbox.people import subscribe_people
from genealogy.outbox.post import post_of
from genealogy.outbox.subscriptions import subscribe
from genealogy.settings import Settings
from genealogy.store import Store
from tests.cases.conftest import WANG, later, opened, plant, rows
from tests.loaders.graph import ask
from tests.outbox.peer import peer

__all__ = ["plant"]  # the fixture
DELIVER = """
import sys
from pathlib import Path
from genealogy.outbox.delivery import deliver
from genealogy.outbox.post import post_of
from genealogy.settings import Settings
from genealogy.store import connect
uri, user, password, home = sys.argv[1:]
with connect(uri, user, password) as store:
    deliver(post_of(store, Settings(home=Path(home), webhook_hosts="127.0.0.1")))
"""


def test_a_case_is_told(plant: Store, tmp_path: Path, server_address: tuple[str, str, str]) -> None:
    with peer() as other, peer() as people:
        url = SecretStr(people.url.replace("http:", "json:"))
        settings = Settings(home=tmp_path, webhook_hosts="127.0.0.1", notify_urls=url)
        subscribe(plant, settings, other.url)
        subscribe_people(plant, settings)
        case = opened(plant)
        hold_case(plant, case, WANG)
        later(plant, shipped=rows("shipment=S1 material=包子 lot=B1 quantity=1 uom=pcs line=9"))
        decide(plant, case, "召回", WANG)
        release_case(plant, case, WANG)
        close_case(plant, case, "完成", WANG)

        other.slow = 0.2
        command = [sys.executable, "-c", DELIVER, *server_address, str(tmp_path)]
        process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
        while len(other.got) < 3:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        other.slow = 0
        post = post_of(plant, settings)
        deliver(Post(plant, post.send, lambda: dt.datetime.now(dt.UTC) + 2 * LEASE, "another"))

        events = list({got.event["id"]: got.event for got in sorted(other.got, key=lambda one: one.body)}.values())
        events.sort(key=lambda event: event["sequence"])
        of_case = [event["type"].removeprefix("genealogy.case.") for event in events if event["subject"] == case]
        assert of_case == ["frozen", "open", "hold", "alarm", "decide", "release", "close"]
        of_batches = [(e["subject"], e["data"]["status"]) for e in events if e["type"] == "genealogy.batch.status"]
        assert ("面粉/批0301@S-麦香", "hold") in of_batches
        assert [(len(of_batches),)] == ask(plant, "MATCH (s:Status) RETURN count(s)")
        first = list(dict.fromkeys(got.event["sequence"] for got in other.got if got.event["subject"] == case))
        assert first == sorted(first) and len(first) == 7
        assert not any(word in str(events) for word in ("王芳", "李雷", "li@k-bei.example", "+86"))
        titles = [orjson.loads(got.body)["title"] for got in people.got]
        assert [title.partition(" / ")[0].partition(": ")[2] for title in titles if title.startswith("Recall")] == [
            *("opened", "batches on hold", "decision", "batches released", "closed")
        ]
