"""The sentences of `sample`, in English and Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from genealogy.sample.choosing import Choice

WHY = (
    "Test {key}: clean, it clears {clears} batches, itself included, for every chain to them goes through it; bad, it"
    " confirms {confirms}. Expected to settle {settles:.2f}; {left:.2f} are left in doubt.",
    "检验 {key}：若合格，可排除 {clears} 个批次（含本批），因为通往它们的每条链都经过本批；"
    "若不合格，可确认 {confirms} 个批次。预计可判定 {settles:.2f} 个；尚有 {left:.2f} 个存疑。",
)
NOTHING_POTENTIAL = (
    "No batch of this recall is potential: there is nothing that a test could settle.",
    "本次召回没有“可能”的批次：检验不能再判定什么。",
)
NOTHING_LEFT = (
    "{potential} batches are potential, and of none of them anything is known to be left to test.",
    "有 {potential} 个“可能”的批次，但已知没有任何一批尚有可检验的余量。",
)
AFTER = (
    "Of {potential} potential batches {left:.2f} are expected to be in doubt after {tests} tests.",
    "{potential} 个“可能”的批次中，经 {tests} 次检验后预计尚有 {left:.2f} 个存疑。",
)
NO_MORE = (" A further test would settle nothing.", "再多检验也不能判定更多。")


def why(choice: Choice) -> dict[str, str]:
    """What the results of a test would tell."""
    clears, confirms = len(choice.clears), len(choice.confirms)
    return _both(WHY, key=choice.key, clears=clears, confirms=confirms, settles=choice.settles, left=choice.left)


def summary(potential: int, testable: int, count: int, chosen: Sequence[Choice]) -> dict[str, str]:
    """What is left in doubt after all tests; or why there are none."""
    if not potential:
        return _both(NOTHING_POTENTIAL)
    if not testable:
        return _both(NOTHING_LEFT, potential=potential)
    left = chosen[-1].left if chosen else float(potential)
    said = _both(AFTER, potential=potential, left=left, tests=len(chosen))
    more = _both(NO_MORE) if len(chosen) < count else {}
    return {lang: text + more.get(lang, "") for lang, text in said.items()}


def _both(pair: tuple[str, str], **named: object) -> dict[str, str]:
    return {lang: text.format(**named) for lang, text in zip(("en", "zh"), pair, strict=True)}
