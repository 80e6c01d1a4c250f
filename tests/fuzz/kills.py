"""Kills: a command that is ended at any moment leaves nothing that the next one does not put right."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Final

from milepost.simulate.cli import main as milepost
from tests.cli import processes
from tests.folders import files_in
from tests.fuzz.fuzzing import Found, fuzz

PLAN: Final = (
    processes.PLAN.replace("among: [design, spike]}", "among: [design, spike], compare: {other: [spike, design]}}")
    + "budget: {total: 9000, burn: 100}\n"
)
_BARE: Final = """\
name: Bare
start: 2026-01-05
tasks:
  design: {duration: [2, 4, 9]}
  spike: {duration: [1, 2, 6]}
milestones:
  launch: {due: 2026-01-09, after: [design, spike]}
orderings: {among: [design, spike]}
"""
"""A plan whose report has fewer files."""

_SHORT: Final = ("--iterations", "1000", "--threads", "1", "--out", "out")
_COMMANDS: Final = {
    "run": ("run", "plan.yaml", *_SHORT),
    "order": ("order", "plan.yaml", *_SHORT),
    "batch": ("batch", "plan.yaml", "bare.yaml", "--orders", "--sweep", "tasks.spike.duration=1,2", *_SHORT),
    "batch with reports": ("batch", "plan.yaml", "bare.yaml", "--reports", *_SHORT),
    "run of less": ("run", "bare.yaml", *_SHORT),
}
_BEFORE: Final = {  # what may be in the folder already, of which the command leaves or replaces the files
    "run": ("", "order", "run", "run of less"),
    "order": ("", "run", "order"),
    "batch": ("", "batch"),
    "batch with reports": ("", "batch with reports"),
    "run of less": ("", "run", "order"),
}
_SIGNALS: Final = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
_MOST_KILLS: Final = 3
_FRESH: Final = 0.1
"""Share of the kills of a command that loads the libraries itself [-]."""
_STARTING: Final = 2.0
"""How long that may take [seconds]."""
_LOADED: Final = (
    *("milepost.simulate.batch", "milepost.simulate.engine.run", "milepost.simulate.report.run.files"),
    *(
        "milepost.simulate.batch.report.files",
        "milepost.simulate.report.orderings.files",
        "milepost.simulate.report.run.terminal",
    ),
)
_ERR: Final = "err.txt"
_STRANGER: Final = "notes.txt"

Files = dict[str, bytes]


def main(arguments: Sequence[str]) -> int:
    """Run this part."""
    return fuzz("kills", trial, arguments)


def trial(random: Random, desk: Path) -> str:
    """End a command one or more times, then let it finish, and compare its folder with one that nothing disturbed."""
    name = random.choice(tuple(_COMMANDS))
    before = random.choice(_BEFORE[name])
    _lay_out(desk, {**(_clean(before).files if before else {}), _STRANGER: b"mine"})
    expected = _clean(name, before).files | {_STRANGER: b"mine"}
    told = [f"{name} after {before or 'nothing'}"]
    for _ in range(random.randint(1, _MOST_KILLS)):
        number = random.choice(_SIGNALS)
        told.append(_kill(random, desk, name, number))
    code = _Forked(name, desk).wait()
    if code:
        raise Found(f"the command then ends with {code}: {(desk / _ERR).read_text()}", "; ".join(told))
    found = files_in(desk / "out")
    if found != expected:
        differing = sorted(key for key in found.keys() | expected.keys() if found.get(key) != expected.get(key))
        raise Found(f"the folder then differs in {', '.join(differing)}", "; ".join(told))
    return f"{name} ({len(told) - 1} kills)"


def _kill(random: Random, desk: Path, name: str, number: signal.Signals) -> str:
    """End a command at a moment that chance chooses, and look at how it ended; tell what was done."""
    (desk / _ERR).write_text("")  # what is said in it is of this one, even where it is killed before it opens it
    earlier = _parts(desk / "out")  # a process that was killed may have left some
    fresh = random.random() < _FRESH
    process = _Fresh(name, desk) if fresh else _Forked(name, desk)
    writing = random.random() < 0.5
    delay = random.random() * (0.02 if writing else 1.1 * _clean(name).seconds + (_STARTING if fresh else 0.0))
    while writing and process.code() is None and not _parts(desk / "out") - earlier:
        time.sleep(0.0005)  # until it writes: that lasts for a few thousandths of a second
    time.sleep(delay)
    with suppress(ProcessLookupError):
        os.kill(process.pid, number)
    code, err = process.wait(), (desk / _ERR).read_text()
    told = f"{number.name} {'after it began to write, and' if writing else 'after'} {delay:.4f} s: {code}"
    fine = {0, -number}
    if number is not signal.SIGKILL:
        fine.add(128 + number)
        left = _parts(desk / "out") - earlier
        if left and code != -number:
            raise Found(f"left behind: {', '.join(sorted(left))}", told)
        if code == 128 + number and "Interrupted." not in err.splitlines():
            raise Found(f"not told as an interruption: {err}", told)
    starting = number is signal.SIGINT and code == 1 and (not err or "KeyboardInterrupt" in err)  # Python itself
    if code not in fine and not starting:
        raise Found(f"ended with {code}: {err}", told)
    return told


def _parts(folder: Path) -> set[str]:
    """Name the files below a folder that are being written, or were when a process was killed."""
    return {path.name for path in folder.rglob("*.part")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clean:
    """
    What a command leaves when nothing disturbs it.

    Parameters
    ----------
    files
        Contents by path below its folder.
    seconds
        How long it took.
    """

    files: Files
    seconds: float


@cache
def _clean(name: str, before: str = "") -> _Clean:
    """Run a command undisturbed."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder)
        _lay_out(desk, _clean(before).files if before else {})
        begin = time.monotonic()
        if _Forked(name, desk).wait():
            raise Found(f"{name} fails undisturbed: {(desk / _ERR).read_text()}")
        return _Clean(files=files_in(desk / "out"), seconds=time.monotonic() - begin)


class _Fresh:
    """A command as a shell starts it: it is killed while it loads, too."""

    def __init__(self, name: str, desk: Path) -> None:
        call = [*processes.MILEPOST, *_COMMANDS[name]]
        with (desk / _ERR).open("w") as err:
            self._process = subprocess.Popen(call, cwd=desk, stdout=subprocess.DEVNULL, stderr=err)
        self.pid = self._process.pid

    def code(self) -> int | None:
        """Return how it ended, None while it has not."""
        return self._process.poll()

    def wait(self) -> int:
        """Return how it ended, once it has."""
        return self._process.wait()


class _Forked:
    """A command as a process of its own that is forked from one that has loaded the libraries, many times faster."""

    def __init__(self, name: str, desk: Path) -> None:
        context = get_context("forkserver")
        context.set_forkserver_preload(list(_LOADED))
        self._process = context.Process(target=_play, args=(_COMMANDS[name], desk))
        self._process.start()
        self.pid = self._process.pid or 0

    def code(self) -> int | None:
        """Return how it ended, None while it has not."""
        return self._process.exitcode

    def wait(self) -> int:
        """Return how it ended, once it has."""
        self._process.join()
        code = self._process.exitcode
        assert code is not None
        return code


def _play(arguments: Sequence[str], desk: Path) -> None:
    os.chdir(desk)
    for descriptor, name in ((1, os.devnull), (2, _ERR)):
        opened = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.exit(milepost(list(arguments)))


def _lay_out(desk: Path, files: Files) -> None:
    (desk / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (desk / "bare.yaml").write_text(_BARE, encoding="utf-8")
    for name, content in files.items():
        (desk / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (desk / "out" / name).write_bytes(content)
