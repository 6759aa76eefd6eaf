"""The same recall over HTTP and in process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import orjson

from genealogy.answers import Seed
from genealogy.answers import recall as recall_answer
from genealogy.settings import Settings
from genealogy.store import Store


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The API as a process of its own on the bench's home; gives its address."""
    home = {"GENEALOGY_HOME": str(settings.home), "GENEALOGY_QUERY_TIMEOUT": "600"}
    home["GENEALOGY_REQUESTS_PER_MINUTE"] = "1000000"  # what is measured is how long an answer takes
    command = [sys.executable, "-m", "api.cli", "serve"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env={**os.environ, **home}, stdout=quiet, stderr=quiet) as process:
        try:
            yield _address(home)
        finally:
            process.terminate()


def _address(home: dict[str, str]) -> str:
    command = [sys.executable, "-m", "api.cli", "status", "--json"]
    for _ in range(60):
        said = subprocess.run(command, env={**os.environ, **home}, capture_output=True, text=True, check=False)
        url = json.loads(said.stdout or "{}").get("api", {}).get("url")
        try:
            if url and httpx.get(f"{url}/health/ready").status_code == 200:
                return str(url)
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise RuntimeError("the API does not answer")


_client = httpx.Client(timeout=600)


def recall(url: str, key: str, api_key: str) -> bytes:
    """One recall over HTTP: the bytes of its answer."""
    response = _client.post(
        f"{url}/recalls/preview", json={"seeds": [{"key": key}]}, headers={"Authorization": f"Bearer {api_key}"}
    )
    return response.raise_for_status().content


def in_process(store: Store, key: str) -> bytes:
    """The same bytes without HTTP."""
    return orjson.dumps(recall_answer(store, [Seed(key)]))
