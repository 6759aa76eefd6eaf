"""What may be supposed: one thing more, or one less, than there is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from genealogy.errors import UsageError

What = Literal["clean", "emptying", "segregation", "kill_step", "seed"]

# What must be said, and what may be, of each: (add, remove).
_MUST: dict[What, tuple[set[str], set[str]]] = {
    "clean": ({"equipment", "at"}, {"equipment"}),
    "emptying": ({"equipment", "at"}, {"equipment"}),
    "segregation": ({"run", "key"}, {"run"}),
    "kill_step": (set(), set()),
    "seed": ({"key"}, {"key"}),
}
_MAY: dict[What, tuple[set[str], set[str]]] = {
    "clean": (set(), {"at"}),
    "emptying": (set(), {"at"}),
    "segregation": (set(), set()),
    "kill_step": ({"run", "run_kind", "characteristic"}, {"run", "run_kind", "characteristic"}),
    "seed": ({"from_", "to"}, set()),
}
_KILLS = {"kill-run": "run", "kill-kind": "run_kind", "kill-test": "characteristic"}
FORMS = (
    "add clean EQUIPMENT=TIME, add emptying EQUIPMENT=TIME, add segregation RUN=KEY, add kill-run RUN,"
    " add kill-kind KIND, add kill-test CHARACTERISTIC, add seed KEY; or remove with clean EQUIPMENT or"
    " EQUIPMENT=TIME, segregation RUN, kill-run RUN, kill-kind KIND, kill-test CHARACTERISTIC, seed KEY"
)


@dataclass(frozen=True, slots=True)
class Change:
    """One supposition.

    `clean`: a validated clean of `equipment` at the time `at` more; or no clean of it (with `at`: within that time).
    `emptying`: the same for one that is only said to leave a vessel empty. `segregation`: the batch `key` was kept
    apart from the `run`, did not go in or did not come of what went in; or what the mapping of the `run` keeps apart
    was not. `kill_step`: a `run`, a `run_kind` or a passed test of a `characteristic` makes harmless, or does not.
    `seed`: the batch `key` is suspect too, or is not. Raises UsageError.
    """

    change: Literal["add", "remove"]
    what: What
    equipment: str | None = None
    at: str | None = None
    run: str | None = None
    key: str | None = None
    run_kind: str | None = None
    characteristic: str | None = None
    from_: str | None = None
    to: str | None = None

    def __post_init__(self) -> None:
        if self.change not in ("add", "remove") or self.what not in _MUST:
            raise UsageError(f"{self.change} {self.what} is nothing that can be supposed: write {FORMS}")
        place = 1 - self.adds
        said, must, may = self._said(), _MUST[self.what][place], _MAY[self.what][place]
        named = f"{self.change} {self.what.replace('_', ' ')}"
        if missing := sorted(must - said):
            raise UsageError(f"{named} needs {' and '.join(missing)}")
        if more := sorted(said - must - may):
            raise UsageError(f"{named} does not take {', '.join(name.rstrip('_') for name in more)}")
        if self.what == "kill_step" and len(said) != 1:
            raise UsageError(f"{named} needs one of run, run_kind, characteristic")

    @classmethod
    def parse(cls, text: str) -> Change:
        """From words, as `FORMS` says. Raises UsageError."""
        change, _, rest = text.strip().partition(" ")
        what, _, said = rest.strip().partition(" ")
        said = said.strip()
        if change not in ("add", "remove") or not said or what not in (*_MUST, *_KILLS) or what == "kill_step":
            raise UsageError(f"{text!r} is nothing that can be supposed: write {FORMS}")
        if what in _KILLS:
            return cls(change, "kill_step", **{_KILLS[what]: said})  # type: ignore[arg-type]
        if what == "seed":
            return cls(change, what, key=said)  # type: ignore[arg-type]
        first, equals, second = said.rpartition("=") if "=" in said else (said, "", "")
        names = ("run", "key") if what == "segregation" else ("equipment", "at")
        return cls(change, what, **{names[0]: first, names[1]: second if equals else None})  # type: ignore[arg-type]

    @property
    def adds(self) -> bool:
        """Whether there is one thing more; else one less."""
        return self.change == "add"

    @property
    def cleans(self) -> bool:
        """Whether it is about a clean."""
        return self.what in ("clean", "emptying")

    def _said(self) -> set[str]:
        return {name for name, value in asdict(self).items() if value} - {"change", "what"}

    def as_dict(self) -> dict[str, str]:
        """As JSON values: what was said."""
        return {name.rstrip("_"): value for name, value in asdict(self).items() if value}
