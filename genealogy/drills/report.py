"""The report of a drill, in the words auditors use, with lines to sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from genealogy.paper import Paper, Table, Words

TEXTS = {
    "title": ("MOCK RECALL AND TRACEABILITY TEST: REPORT", "模拟召回与追溯演练报告"),
    "drill": ("Exercise", "演练编号"),
    "batch": ("Batch tested", "测试批次"),
    "drawn": ("How it was chosen", "抽取方式"),
    "raw": ("raw material", "原料"),
    "finished": ("finished", "成品"),
    "named": ("named by the person in charge", "由负责人指定"),
    "unnamed": ("not recorded", "未记录"),
    "by_chance": ("drawn at random, seed {seed}, among batches of this kind", "在该类批次中随机抽取，种子 {seed}"),
    "by": ("Run by (account)", "执行账户"),
    "started": ("Start (UTC)", "开始时间（UTC）"),
    "stopped": ("Stop (UTC)", "结束时间（UTC）"),
    "time": ("Time taken (min:s)", "用时（分:秒）"),
    "result": ("Result", "结论"),
    "passed": ("target met", "达到目标"),
    "failed": ("target NOT met", "未达到目标"),
    "objective": (
        "Objective: to show that the batch can be traced from its raw materials to the first consignee and back, with"
        " all of its quantity accounted for, and that everybody concerned can be told.",
        "目的：验证该批次可从原料追溯至首个收货方并可反向追溯，其全部数量有据可查，且可通知所有相关方。",
    ),
    "scope": (
        "Scope: records of receipt, production, stock and dispatch held by the system. What people do, such as calling"
        " customers and blocking stock in the warehouse, was not timed.",
        "范围：系统中的收货、生产、库存与发货记录。联系客户、仓库封存等人工操作未计入用时。",
    ),
    "results": ("Results against the target", "结果与目标"),
    "measure": ("Measure", "指标"),
    "found": ("Found", "结果"),
    "target": ("Target", "目标"),
    "traced": ("Quantity traced", "数量追溯率"),
    "unknown": ("Quantity whose place is not known", "去向不明数量"),
    "mass_balance": ("Mass balance of the whole scope", "整体物料平衡"),
    "contactable": ("Customers that can be contacted", "可联系客户比例"),
    "duration": ("Time", "用时"),
    "hours": ("within {hours:g} h", "{hours:g} 小时内"),
    "no_target": ("for information", "仅供参考"),
    "untold": ("cannot be told", "无法判定"),
    "extent": ("What was found", "追溯范围"),
    "traced_batches": ("Batches upstream and downstream", "上下游批次"),
    "traced_runs": ("Runs", "生产批次（工单）"),
    "traced_receipts": ("Receipts", "收货单"),
    "traced_suppliers": ("Suppliers", "供应商"),
    "batches": ("Batches to recall", "召回范围批次"),
    "shipments": ("Shipments", "发货单"),
    "customers": ("Customers to contact", "需联系客户"),
    "gaps": ("Gaps in the records", "记录缺口"),
    "findings": ("Findings: to be closed by corrective action", "发现项（需采取纠正措施）"),
    "finding": ("Finding", "发现项"),
    "number": ("Number", "数量"),
    "example": ("Example", "示例"),
    "none": ("none", "无"),
    "signed": ("Conclusions and signatures", "结论与签名"),
    "sign_cause": ("Root cause and corrective action", "根本原因与纠正措施"),
    "sign_due": ("Person in charge, due date", "责任人与完成期限"),
    "sign_lead": ("Exercise led by (name, signature, date)", "演练负责人（姓名、签名、日期）"),
    "sign_quality": ("Quality manager (name, signature, date)", "质量负责人（姓名、签名、日期）"),
}
SHARES = (("traced", "100 %"), ("unknown", "0 %"), ("mass_balance", None), ("contactable", "100 %"))
COUNTS = ("traced_batches", "traced_runs", "traced_receipts", "traced_suppliers")
SIGNED = ("sign_cause", "sign_due", "sign_lead", "sign_quality")


def report_of(record: Mapping[str, Any], lang: str) -> Paper:
    """The report of a kept drill in that language."""
    words = Words(TEXTS, lang)
    facts = (
        (words("drill"), record["drill"]),
        (words("batch"), record["batch"]),
        (words("drawn"), _drawn(record["drawn"], words)),
        (words("by"), record["by"] or words("unnamed")),
        (words("started"), record["started_at"]),
        (words("stopped"), record["stopped_at"]),
        (words("time"), clock_text(record["seconds"])),
        (words("result"), words("passed" if record["passed"] else "failed")),
    )
    tables = (_results(record, words), _extent(record, words), _found(record, words))
    signs = tuple(map(words, SIGNED))
    return Paper(words("title"), facts, (words("objective"), words("scope")), tables, words("signed"), signs)


def _drawn(drawn: Mapping[str, Any] | None, words: Words) -> str:
    return f"{words(drawn['kind'])}: {words('by_chance', seed=drawn['seed'])}" if drawn else words("named")


def clock_text(seconds: float) -> str:
    """Minutes and seconds, a part of a second counted as a whole one."""
    minutes, rest = divmod(int(-(-seconds // 1)), 60)
    return f"{minutes}:{rest:02}"


def _results(record: Mapping[str, Any], words: Words) -> Table:
    rows = [
        (words(name), f"{record[name]} %" if record[name] else words("untold"), target or words("no_target"))
        for name, target in SHARES
    ]
    rows.append((words("duration"), clock_text(record["seconds"]), words("hours", hours=record["target"]["hours"])))
    return Table(words("results"), (words("measure"), words("found"), words("target")), tuple(rows), (3, 1, 1))


def _extent(record: Mapping[str, Any], words: Words) -> Table:
    names = (*COUNTS, "batches", "shipments", "customers", "gaps")
    rows = tuple((words(name), str(record["counts"][name])) for name in names)
    return Table(words("extent"), (words("measure"), words("number")), rows, (3, 1))


def _found(record: Mapping[str, Any], words: Words) -> Table:
    rows: list[tuple[str | None, ...]] = [
        (row["code"], str(row["number"]), row["example"]) for row in record["findings"]
    ]
    heads = (words("finding"), words("number"), words("example"))
    return Table(words("findings"), heads, tuple(rows or [(words("none"), None, None)]), (2, 1, 4))
