"""The full form: each target by Atheris (libFuzzer), led by the code that its inputs reach. `make fuzz`.

    python -m tests.fuzz [--runs 200000] [--seconds 0] [TARGET...]

Each target runs in a process of its own, in a folder that goes again: an input may take 20 seconds and 2 GB. Prints how
many inputs it had, how many the parser took, and how fast; stops with 1 where a target failed, and shows the input.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

LIMITS = ["-timeout=20", "-rss_limit_mb=2048", "-max_len=4096", "-seed=1", "-print_final_stats=1"]
_DONE = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_SPEED = re.compile(r"stat::average_exec_per_sec:\s*(\d+)")


def one(name: str, folder: Path, flags: list[str]) -> None:
    """Fuzz one target in this process; never comes back."""
    import atheris

    with atheris.instrument_imports(include=["genealogy", "loaders", "api"]):
        from tests.fuzz.targets import TARGETS
    from tests.fuzz.fence import within

    target, seeds = TARGETS[name]
    corpus, work = folder / "corpus", folder / "work"
    for place in (corpus, work):
        place.mkdir()
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    took = os.open(folder / "taken", os.O_WRONLY | os.O_CREAT)
    count = 0
    os.pwrite(took, b"0", 0)

    def run(data: bytes) -> None:
        nonlocal count
        with within(work):
            taken = target(data, work)
        if taken:
            count += 1
            os.pwrite(took, b"%d" % count, 0)  # each time: libFuzzer ends the process without a word

    atheris.Setup([sys.argv[0], *LIMITS, *flags, f"-artifact_prefix={folder}/", str(corpus)], run)
    atheris.Fuzz()


def main() -> int:
    """Run the targets named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--runs", type=int, default=200_000)
    parser.add_argument("--seconds", type=int, default=0, help="at most so long for each; 0: no limit")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    flags = [f"-runs={asked.runs}", f"-max_total_time={asked.seconds}"]
    if asked.one:
        one(asked.targets[0], asked.one, flags)
    from tests.fuzz.targets import TARGETS

    failed = [name for name in asked.targets or TARGETS if not _ran(name, asked.runs, asked.seconds)]
    print(f"failed: {', '.join(failed)}" if failed else "all targets ran to their end")
    return bool(failed)


def _ran(name: str, runs: int, seconds: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, "-m", "tests.fuzz", name, f"--runs={runs}", f"--seconds={seconds}", f"--one={folder}"]
        done = subprocess.run(line, capture_output=True, text=True, errors="replace")
        said = done.stderr + done.stdout
        took = Path(folder, "taken").read_text() if Path(folder, "taken").exists() else "?"
        count, speed = (found[1] if (found := form.search(said)) else "?" for form in (_DONE, _SPEED))
        print(f"{name:18} {count:>8} inputs, {took:>7} taken, {speed:>6}/s, code {done.returncode}", flush=True)
        if done.returncode:
            print(said[-6000:])
            for left in sorted(Path(folder).glob("*-*")):
                print(f"the input: {left.read_bytes()!r}")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
