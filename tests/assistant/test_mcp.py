"""Assistants by MCP: real client sessions, and a service on a small plant with Chinese names."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2 as httpx
import orjson
import pytest
from mcp import Client as Assistant
from mcp import ClientSession, StdioServerParameters, stdio_client
from mcp.types import CallToolResult, TextContent

from api.assistant.server import server_for
from genealogy.client import Client
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.load import load
from tests.api.access import key_for
from tests.api.conftest import serving, write_bundle
from tests.support.commands import inside
from tests.support.servers import wipe

BAD = "涂料/批0304@供1"
PANELS = [f"面板/{number:04}" for number in range(30)]


@pytest.fixture(scope="module")
def plant(server_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One coating lot in thirty panels, of which half went to a customer; and one panel without."""
    wipe(server_store)
    lots = [key.partition("/")[2] for key in PANELS]
    sent = "".join(f"S1,面板,{lot},1,pcs\n" for lot in lots[:15])
    files = {
        "materials": "material,name\n涂料,三防漆\n面板,Panel 面板\n",
        "suppliers": "supplier,name\n供1,供应商一\n",
        "customers": "customer,name,email,phone\n客1,客户一,quality@example.com,0051\n",
        "receipts": "receipt,supplier,material,lot,assigner,quantity,uom,location\nR1,供1,涂料,批0304,供1,40,L,库1\n",
        "runs": "run,kind,started_at,ended_at\nRUN1,produce,2026-03-01,2026-03-02\n",
        "consumed": "run,material,lot,assigner,quantity,uom\nRUN1,涂料,批0304,供1,30,L\n",
        "produced": "run,material,lot,quantity,uom\n" + "".join(f"RUN1,面板,{lot},1,pcs\n" for lot in lots),
        "shipments": "shipment,customer,shipped_at\nS1,客1,2026-03-05\n",
        "shipped": "shipment,material,lot,quantity,uom\n" + sent,
        "batches": "material,lot\n面板,9999\n",
    }
    folder = write_bundle(tmp_path_factory.mktemp("plant") / "bundle", **files)
    assert load(server_store, folder, ZoneInfo("UTC")).clean
    return server_store


@pytest.fixture(scope="module")
def service(plant: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(Settings(home=tmp_path_factory.mktemp("home"), requests_per_minute=1_000_000), plant) as client:
        yield client


def secret_of(header: dict[str, str]) -> str:
    return header["Authorization"].removeprefix("Bearer ")


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


async def asked(assistant: ClientSession | Assistant, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await assistant.call_tool(tool, arguments)
    text = text_of(result)
    assert not result.is_error, text
    document: dict[str, Any] = orjson.loads(text)
    return document


def test_what_a_viewer_is_told_over_standard_input_and_output(
    service: httpx.Client, plant: Store, tmp_path: Path
) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("GENEALOGY_")}
    env |= {"GENEALOGY_API_KEY": secret_of(key_for(plant, "viewer")), "GENEALOGY_HOME": str(tmp_path)}
    args = ["-m", "api.cli", "mcp", "--url", str(service.base_url)]

    async def session() -> None:
        started = StdioServerParameters(command=sys.executable, args=args, env=env)
        async with stdio_client(started) as (read, write), ClientSession(read, write) as assistant:
            await assistant.initialize()
            await finds(assistant)
            await recalls(assistant, service.post("/recalls/preview", json={"seeds": [{"key": BAD}]}).json())
            await is_told_why_not(assistant)

    asyncio.run(session())


async def finds(assistant: ClientSession) -> None:
    tools = (await assistant.list_tools()).tools
    assert [tool.name for tool in tools] == ["find_batches", "batch_card", "trace_batch", "recall_preview", "explain"]
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
    found = (await asked(assistant, "find_batches", text="面板", limit=2, offset=4))["batches"]
    assert [row["key"] for row in found.pop("items")] == PANELS[4:6]
    assert found == {"total": 31, "shown": 2, "from": 4, "cut": True, "at_least": False}
    card = await asked(assistant, "batch_card", key=BAD)
    assert (card["key"], card["lot"], card["name"], card["on_hand"]) == (BAD, "批0304", "三防漆", "10")
    assert card["where"]["total"] == 1 and not card["where"]["cut"]
    trace = await asked(assistant, "trace_batch", key=BAD, limit=3)
    assert (trace["batches"]["total"], trace["batches"]["shown"], trace["batches"]["cut"]) == (31, 3, True)
    assert trace["of_record"]["command"] == f"genealogy trace '{BAD}' --direction downstream --json"


async def recalls(assistant: ClientSession, whole: dict[str, Any]) -> None:
    keys: list[str] = []
    while len(keys) < 31:
        recall = await asked(assistant, "recall_preview", keys=[BAD], limit=12, offset=len(keys))
        assert (recall["batches"]["total"], recall["set_hash"]) == (31, whole["set_hash"])
        assert recall["batches"]["shown"] > 0 and recall["gaps"]["total"] == len(whole["gaps"])
        keys += [row["key"] for row in recall["batches"]["items"]]
    assert keys == [row["key"] for row in whole["batches"]] and {*keys} == {BAD, *PANELS}
    (customer,) = recall["customers"]["items"]
    assert customer == {"customer": "客1", "name": "客户一", "verdict": "certain", "shipments": ["S1"]}
    (lines,) = [row["lines"] for row in recall["shipments"]["items"]]
    assert (lines["total"], lines["shown"], lines["cut"]) == (15, 12, True)
    assert recall["totals"] == {"batches": 31, "inferred": 0, "shipments": 1, "customers": 1}
    assert "quality@" not in orjson.dumps(recall).decode()
    why = await asked(assistant, "explain", keys=[BAD], batch=PANELS[0])
    assert why["verdict"] == "certain" and why["text"]["zh"].startswith(f"{PANELS[0]} 在召回范围内")
    assert why["chains"]["items"][0]["steps"][0]["text"]["zh"] and why["documents"]["total"] > 0


async def is_told_why_not(assistant: ClientSession) -> None:
    for tool, arguments, said in (
        ("batch_card", {"key": "M/没有"}, "404 unknown_batch"),
        ("find_batches", {}, "name a material"),
        ("explain", {"keys": [BAD]}, "name one thing"),
        ("trace_batch", {"key": BAD, "limit": 0}, "limit"),
        ("record", {}, "Unknown tool"),
    ):
        result = await assistant.call_tool(tool, arguments)
        assert result.is_error and said in text_of(result), tool


def test_a_supplier_is_told_of_its_own(service: httpx.Client, plant: Store) -> None:
    async def session(client: Client) -> None:
        async with Assistant(server_for(client)) as assistant:
            recall = await asked(assistant, "recall_preview", keys=[BAD])
            assert recall["projected"] == {"role": "supplier", "party": "供1"}
            assert [row["key"] for row in recall["batches"]["items"]] == [BAD] and recall["batches"]["total"] == 1
            assert recall["customers"]["total"] == 0
            refused = await assistant.call_tool("trace_batch", {"key": BAD})
            assert refused.is_error and "there is no answer: 403 not_allowed" in text_of(refused)

    with Client(str(service.base_url), secret_of(key_for(plant, "supplier", "供1"))) as client:
        asyncio.run(session(client))


def test_it_asks_with_a_key_of_its_own(server_address: tuple[str, str, str], tmp_path: Path) -> None:
    done = inside(server_address, tmp_path, "mcp", "--url", "http://127.0.0.1:9")
    assert done.exit_code == 2 and "--role viewer" in str(done.exception)
    done = inside(server_address, tmp_path, "mcp", API_KEY="gk_1")
    assert done.exit_code == 2 and "does not run" in str(done.exception)
