"""The sentences of an explanation, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

Said = dict[str, str]  # by language: en, zh

STEPS = {
    "used": ("{from_} was used in run {record}{amount}{time}", "{from_} 投入运行 {record}{amount}{time}"),
    "used_without_lot": (
        "run {record} used {material} without naming a lot{amount}{time}, and {from_} was on hand then",
        "运行 {record} 使用了 {material}{amount}{time}，未写明批号；当时 {from_} 有库存",
    ),
    "made": ("run {record} made {to}{amount}{time}", "运行 {record} 产出 {to}{amount}{time}"),
    "charged": ("run {record} charged it into {place}", "运行 {record} 将其加入 {place}"),
    "drew": ("run {record} drew from {place}", "运行 {record} 从 {place} 取料"),
    "left_residue": ("run {record} left residue on {place}", "运行 {record} 在 {place} 上留下残留"),
    "took_residue": (
        "residue on {place} may have gone into {to} in run {record}{time}",
        "{place} 上的残留可能在运行 {record} 中进入 {to}{time}",
    ),
    "held": ("what {place} held then may be in run {record}", "{place} 当时所装的物料可能进入运行 {record}"),
    "stood": ("{from_} stood on pack {record}{time}", "{from_} 在包装 {record} 上{time}"),
    "stood_beside": ("{to} stood on pack {record} with it{time}", "{to} 同在包装 {record} 上{time}"),
    "shipped": ("{from_} left with shipment {record}{amount}{time}", "{from_} 随发货单 {record} 发出{amount}{time}"),
    "came_in": (
        "it came in as {to} with receipt {record}{amount}{time}",
        "以 {to} 随收货单 {record} 入库{amount}{time}",
    ),
    "came_back": (
        "it came back as {to} with return {record}{amount}{time}",
        "以 {to} 随退货单 {record} 退回{amount}{time}",
    ),
    "delivered": ("shipment {record} went to customer {to}", "发货单 {record} 发往客户 {to}"),
    "gave_back": ("customer {to} gave {from_} back with return {record}", "客户 {to} 以退货单 {record} 退回 {from_}"),
}
DOUBTS = {
    "no_lot": ("the record names no lot", "记录未写明批号"),
    "residue": ("carried over, not recorded", "残留带入，并无记录"),
    "order": (
        "charge, draw and clean do not certainly lie so in time",
        "投料、取料与清洗的先后不能确定",
    ),
    "held": ("what was held then may all have been drawn before", "当时所装的物料可能此前已取完"),
    "contact": ("contact is followed, as asked", "按要求追踪接触"),
    "unnamed": ("the records do not say for certain that it was this one", "记录不能确定就是它"),
    "contradiction": (
        "the records contradict each other: it left before anything had come in",
        "记录互相矛盾：在有任何入库之前就已离开",
    ),
    "left_early": (
        "it left before the suspect material came in, but what is recorded to be in by then does not cover it",
        "它在可疑物料进入之前离开，但当时已记录的入库量不足以抵消",
    ),
    "clocks": (
        "it left before the suspect material came in, but by no more than clocks may differ",
        "它在可疑物料进入之前离开，但相差不超过时钟可能的误差",
    ),
}
AFTER = {
    "used",
    "used_without_lot",
    "shipped",
    "stood",
}  # what leaves is told by its latest moment, what comes in by its earliest
TIMES = {True: (" by {0}", "（不晚于 {0}）"), False: (" from {0} on", "（不早于 {0}）")}
UNTIL = (" until {0}", "（至多到 {0}）")  # of what stood somewhere
CUTS = {
    "left_by": ("{record} took {near} by {when}", "{record} 最迟于 {when} 取走 {near}"),
    "gave_by": ("{record} gave {far} by {when}", "{record} 最迟于 {when} 产出 {far}"),
    "held_until": ("{record} held {near} until {when}", "{record} 至多到 {when} 放有 {near}"),
    "came_from": (
        "suspect material came into {near} from {when} on, with {record}",
        "可疑物料自 {when} 起随 {record} 进入 {near}",
    ),
    "seed_from": ("{near} is suspect from {when} on, as the seed says", "按起始批所述，{near} 自 {when} 起可疑"),
    "mapped_from": ("{record} maps {near}, and not to {far}", "{record} 的对应关系含 {near}，但不对应 {far}"),
    "mapped_to": ("{record} maps {far}, and not from {near}", "{record} 的对应关系含 {far}，但不来自 {near}"),
    "cleaned": ("{record} was cleaned at {when}", "{record} 于 {when} 清洗"),
    "drew": ("{record} drew from it after the clean", "{record} 在清洗之后取料"),
    "ran": ("{record} was on it after the clean", "{record} 在清洗之后使用该设备"),
    "left_out": ("{record}: {why}", "{record}：{why}"),
}
RECORDS = {
    "run": ("run {0}", "运行 {0}"),
    "shipment": ("shipment {0}", "发货单 {0}"),
    "receipt": ("receipt {0}", "收货单 {0}"),
    "return": ("return {0}", "退货单 {0}"),
    "pack": ("pack {0}", "包装 {0}"),
    "cleaning": ("{0}", "{0}"),
    "batch": ("batch {0}", "批次 {0}"),
}
UNKNOWN = ("a time not known", "未知时间")
VERDICTS = {
    "certain": (
        "{0} is in scope, certain: records link it to a seed at every step.",
        "{0} 在召回范围内，确定：每一步都有记录与起始批相连。",
    ),
    "potential": (
        "{0} is in scope, potential: every chain has a step that is in doubt.",
        "{0} 在召回范围内，可能：每条链都有存疑的一步。",
    ),
    "excluded": (
        "{0} is excluded: it is linked, and records show that suspect material did not come there.",
        "{0} 已排除：虽有关联，但记录表明可疑物料未到达。",
    ),
    "mitigated": (
        "{0} is mitigated: every chain goes through a declared kill step.",
        "{0} 已消除风险：每条链都经过声明的杀灭步骤。",
    ),
    "out_of_scope": (
        "{0} is out of scope: no recorded link leads there from the seeds.",
        "{0} 不在召回范围内：没有任何记录把它与起始批相连。",
    ),
    "seed": ("{0} is a seed of this recall.", "{0} 是本次召回的起始批。"),
}


def both(pair: tuple[str, str], *words: str, **named: str) -> Said:
    """A sentence in both languages."""
    return {lang: text.format(*words, **named) for lang, text in zip(("en", "zh"), pair, strict=True)}


def sentence(kind: str, doubt: str | None, when: str | None, named: Mapping[str, str]) -> Said:
    """What a step says: what happened, when, how much, and why it is in doubt if it is."""
    time = both(UNTIL if kind == "stood" else TIMES[kind in AFTER], when) if when else {"en": "", "zh": ""}
    amount = (
        {"en": f" ({named['amount']})", "zh": f"（{named['amount']}）"} if named["amount"] else {"en": "", "zh": ""}
    )
    said = {}
    for lang, text in zip(("en", "zh"), STEPS[kind], strict=True):
        said[lang] = text.format_map({**named, "time": time[lang], "amount": amount[lang]})
    if doubt is None:
        return said
    why = both(DOUBTS[doubt])
    return {"en": f"{said['en']}: potential, {why['en']}", "zh": f"{said['zh']}：可能，{why['zh']}"}
