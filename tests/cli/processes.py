"""Commands as processes of their own: what a shell would see of them."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

MILEPOST: Final = (
    sys.executable,
    "-c",
    "import sys; from milepost.simulate.cli import main; sys.exit(main(sys.argv[1:]))",
)

PLAN: Final = """\
name: Plan
start: 2026-01-05
tasks:
  design: {duration: [2, 4, 9], retires: {bug: 0.5}}
  spike: {duration: [1, 2, 6], retires: {bug: 0.3}}
  build: {duration: [5, 8, 20], after: [design, spike]}
milestones:
  launch: {due: 2026-01-23, after: [build]}
risks:
  bug: {category: technology, probability: 0.5, exposes: [build], delay: [2, 5, 9]}
orderings: {among: [design, spike]}
"""
"""A plan with everything that a command can leave something of."""


def start(*arguments: str | Path, desk: Path, **options: Any) -> subprocess.Popen[str]:
    """Start a command in a folder, with its streams to be read unless said otherwise."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*MILEPOST, *map(str, arguments)], cwd=desk, text=True, **(streams | options))


def wait_until(reached: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for something that a process does; fail when it ends before."""
    while not reached():
        if process.poll() is not None:
            raise AssertionError(f"ended with {process.returncode} before: {process.communicate()}")
        time.sleep(0.005)
