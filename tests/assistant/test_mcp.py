"""Assistants by MCP: a real client session over standard input and output, and a service on the example plant."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2 as httpx
import orjson
from mcp import ClientSession, StdioServerParameters, stdio_client
from mcp.types import CallToolResult, TextContent

from genealogy.store import Store
from loaders.example import BAD_LOT
from tests.api.access import key_for
from tests.api.conftest import plant, service
from tests.support.commands import inside

__all__ = ["plant", "service"]
Talk = Callable[[ClientSession], Awaitable[None]]


def talked(service: httpx.Client, header: dict[str, str], home: Path, talk: Talk) -> None:
    """Have a session with `genealogy mcp`, in a process of its own, whose key is the header's."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GENEALOGY_")}
    env |= {"GENEALOGY_API_KEY": header["Authorization"].removeprefix("Bearer "), "GENEALOGY_HOME": str(home)}
    args = ["-m", "api.cli", "mcp", "--url", str(service.base_url)]

    async def session() -> None:
        started = StdioServerParameters(command=sys.executable, args=args, env=env)
        async with stdio_client(started) as (read, write), ClientSession(read, write) as assistant:
            await assistant.initialize()
            await talk(assistant)

    asyncio.run(session())


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


async def asked(assistant: ClientSession, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await assistant.call_tool(tool, arguments)
    text = text_of(result)
    assert not result.is_error, text
    document: dict[str, Any] = orjson.loads(text)
    return document


def test_what_a_viewer_is_told(service: httpx.Client, plant: Store, tmp_path: Path) -> None:
    whole = service.post("/recalls/preview", json={"seeds": [{"key": BAD_LOT}]}).json()

    async def talk(assistant: ClientSession) -> None:
        tools = (await assistant.list_tools()).tools
        assert {tool.name for tool in tools} == {
            "find_batches",
            "batch_card",
            "trace_batch",
            "recall_preview",
            "explain",
        }
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
        found = (await asked(assistant, "find_batches", text="批2026", limit=2))["batches"]
        assert found["shown"] == 2 and found["cut"] and found["total"] > 2 and not found["at_least"]
        assert "批2026" in found["items"][0]["key"]

        card = await asked(assistant, "batch_card", key=BAD_LOT)
        assert (card["key"], card["lot"], card["name"]) == (BAD_LOT, "批20260225-03", "Conformal coating 三防漆")
        assert card["where"] == {"total": 1, "shown": 1, "from": 0, "cut": False, "items": card["where"]["items"]}

        trace = await asked(assistant, "trace_batch", key=BAD_LOT, direction="downstream", limit=3)
        assert (trace["batches"]["total"], trace["batches"]["shown"], trace["batches"]["cut"]) == (97, 3, True)
        assert trace["of_record"]["command"].startswith(f"genealogy trace '{BAD_LOT}' ")

        keys: list[str] = []
        while len(keys) < len(whole["batches"]):
            recall = await asked(assistant, "recall_preview", keys=[BAD_LOT], limit=40, offset=len(keys))
            assert recall["batches"]["total"] == len(whole["batches"]) and recall["batches"]["shown"] > 0
            assert recall["set_hash"] == whole["set_hash"] and recall["gaps"]["total"] == len(whole["gaps"])
            keys += [row["key"] for row in recall["batches"]["items"]]
        assert keys == [row["key"] for row in whole["batches"]]
        assert [row["name"] for row in recall["customers"]["items"]] == [row["name"] for row in whole["customers"]]
        assert "quality@" not in orjson.dumps(recall).decode()

        why = await asked(assistant, "explain", keys=[BAD_LOT], batch="ECU-7/0304-E3-1")
        assert why["verdict"] == "certain" and why["text"]["zh"].startswith("ECU-7/0304-E3-1 在召回范围内")
        assert why["chains"]["items"][0]["steps"]["items"][0]["text"]["zh"] and why["documents"]["total"] > 0

        for tool, arguments, said in (
            ("batch_card", {"key": "M/没有"}, "404 unknown_batch"),
            ("find_batches", {}, "name a material"),
            ("explain", {"keys": [BAD_LOT]}, "name one thing"),
            ("trace_batch", {"key": BAD_LOT, "limit": 0}, "limit"),
            ("record", {}, "Unknown tool"),
        ):
            result = await assistant.call_tool(tool, arguments)
            assert result.is_error and said in text_of(result), tool

    talked(service, key_for(plant, "viewer"), tmp_path, talk)


def test_a_supplier_is_told_of_its_own(service: httpx.Client, plant: Store, tmp_path: Path) -> None:
    async def talk(assistant: ClientSession) -> None:
        recall = await asked(assistant, "recall_preview", keys=[BAD_LOT])
        assert recall["projected"] == {"role": "supplier", "party": "SUP-TUFANG"}
        assert [row["key"] for row in recall["batches"]["items"]] == [BAD_LOT] and recall["batches"]["total"] == 1
        assert recall["customers"]["total"] == 0
        refused = await assistant.call_tool("trace_batch", {"key": BAD_LOT})
        assert refused.is_error and "there is no answer: 403 not_allowed" in text_of(refused)

    talked(service, key_for(plant, "supplier", "SUP-TUFANG"), tmp_path, talk)


def test_it_asks_with_a_key_of_its_own(server_address: tuple[str, str, str], tmp_path: Path) -> None:
    done = inside(server_address, tmp_path, "mcp", "--url", "http://127.0.0.1:9")
    assert done.exit_code == 2 and "--role viewer" in str(done.exception)
    done = inside(server_address, tmp_path, "mcp", API_KEY="gk_1")
    assert done.exit_code == 2 and "does not run" in str(done.exception)
