"""A message as people read it: a title and some lines, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from genealogy.outbox.envelope import Letter
from genealogy.outbox.messages import PREFIX

SHORTEST = 40
LONGEST = 500  # characters of a text that somebody wrote
NAMED = 5  # batches of an alarm
ROOM = 2000  # bytes of a digest; WeCom takes 2,048
STEPS = {
    "frozen": ("answer frozen", "结果已固化"),
    "draft": ("drafted", "已起草"),
    "open": ("opened", "已启动"),
    "decide": ("decision", "已作出决定"),
    "hold": ("batches on hold", "批次已冻结"),
    "release": ("batches released", "批次已放行"),
    "close": ("closed", "已结案"),
    "cancel": ("cancelled", "已撤销"),
    "alarm": ("alarm", "警报"),
}
LABELS = {
    "source": ("Source", "来源"),
    "revision": ("Revision", "版本"),
    "decision": ("Decision", "决定"),
    "reason": ("Reason", "原因"),
    "batches": ("Batches", "批次数"),
    "rows": ("Rows", "行数"),
    "new": ("New", "新增"),
    "repeated": ("Recorded before", "此前已记录"),
    "rejected": ("Rejected", "拒收"),
    "conflicts": ("Conflicts", "冲突"),
    "alarms": ("Alarms", "警报数"),
    "at": ("When", "时间"),
}


def digest(letter: Letter, asked: Sequence[str] = ()) -> tuple[str, str]:
    """Title and text: what it is about, one line for each thing that it says, then what it asks (`asked`, lines that
    are never cut)."""
    title = _title(letter.type.removeprefix(PREFIX), letter.subject)
    lines = _fitting(list(_lines(orjson.loads(letter.data))), ROOM - _size([title, *asked]))
    return title, "\n".join([*lines, *asked])


def _fitting(lines: list[str], room: int) -> list[str]:
    """The lines, cut shorter where they would not have room."""
    longest = LONGEST
    while _size(lines) > room and longest > SHORTEST:
        longest //= 2
        lines = [_cut(line, longest) for line in lines]
    return lines


def _size(lines: Sequence[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _title(type_: str, subject: str) -> str:
    about, _, step = type_.partition(".")
    if about == "case":
        english, chinese = STEPS[step]
        return f"Recall case {subject}: {english} / 召回案件 {subject}：{chinese}"
    if about == "load":
        return f"Load {subject}: done / 导入 {subject}：已完成"
    return "Test message / 测试消息"


def _lines(data: dict[str, Any]) -> Iterator[str]:
    for name, (english, chinese) in LABELS.items():
        value = data.get(name)
        if isinstance(value, list):
            yield from _batches(value, data["alarms"])
        elif value is not None:
            yield f"{english} / {chinese}: {_cut(str(value))}"


def _batches(batches: list[dict[str, Any]], total: int) -> Iterator[str]:
    for batch in batches[:NAMED]:
        yield _cut(f"- {batch['batch']}: {batch['what']}")
    if total > NAMED:
        yield f"- and {total - NAMED} more / 另有 {total - NAMED} 个"


def _cut(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
