"""Fuzzing: many trials, each made from a seed and its number alone, and what they found."""

import argparse
import faulthandler
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random
from types import FrameType
from typing import Final, TypeAlias

Trial: TypeAlias = Callable[[Random, Path], str]
"""Tries one thing that the random numbers make, in an empty folder; tells in a word how it went, raises if wrong."""

LONGEST: Final = 5.0
"""Time that a trial may take unless it says otherwise [seconds of processor time: a busy machine changes nothing]."""

_STUCK: Final = 300.0
"""Time after which a process that answers nothing is ended [seconds]."""
_WIDEST: Final = 500
_LAST_LINES: Final = 60
"""How much of a finding is printed: it can be had again."""
_CHUNK: Final = 50
"""Trials that a process is given at a time."""
_MOST_FOUND: Final = 10
"""Findings after which nothing more is tried."""


class Found(AssertionError):
    """
    Something that must not be.

    Parameters
    ----------
    message
        What is wrong.
    given
        What it was given, to try again.
    """

    def __init__(self, message: str, given: str = "") -> None:
        super().__init__(f"{message}\n{given}" if given else message)


class TooLong(BaseException):
    """A trial that does not end; no handler of exceptions may take it for its own."""


@dataclass(kw_only=True)
class Tally:
    """
    What was tried, and what was found.

    Parameters
    ----------
    went
        How often trials went which way.
    found
        Where something was wrong: the trial's number and what it said.
    """

    went: Counter[str] = field(default_factory=Counter)
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Add what others tried."""
        self.went += other.went
        self.found += other.found

    def lines(self, name: str, seed: int) -> Iterator[str]:
        """Write it for people."""
        ways = ", ".join(f"{count:,} {way}" for way, count in self.went.most_common())
        yield f"{name}: seed {seed}: {self.went.total() + len(self.found):,} tried ({ways}), {len(self.found)} wrong"
        for number, said in self.found:
            yield f"\n{name}: again by: python -m tests.fuzz {name} --seed {seed} --first {number} --count 1\n{said}"


def fuzz(name: str, trial: Trial, arguments: Sequence[str]) -> int:
    """
    Run a part's trials as its arguments say, print what was tried and found, and return the exit code.

    Parameters
    ----------
    name
        The part, as `python -m tests.fuzz` calls it.
    trial
        What is tried, over and over; a function of a module, so that other processes find it.
    arguments
        What the command line says behind the name.
    """
    asked = _asked(name, arguments)
    tally = Tally()
    try:
        (_in_processes if asked.workers > 1 else _in_chunks)(trial, asked, tally)
    except KeyboardInterrupt:
        print(f"{name}: interrupted; up to then:")
    for line in tally.lines(name, asked.seed):
        print(line, flush=True)
    return 1 if tally.found else 0


def try_each(trial: Trial, seed: int, numbers: range) -> Tally:
    """Try what a seed makes of some numbers, one after the other; a warning is as wrong as an error."""
    tally = Tally()
    for number in numbers:
        faulthandler.dump_traceback_later(_STUCK, exit=True, file=sys.__stderr__ or 2)
        try:
            with tempfile.TemporaryDirectory() as desk, warnings.catch_warnings(), within(LONGEST):
                warnings.simplefilter("error")
                way = trial(Random(f"{seed}:{number}"), Path(desk))
            tally.went[way] += 1
        except (Exception, TooLong) as error:
            said = "".join(traceback.format_exception(error))
            tally.found.append((number, "\n".join(line[:_WIDEST] for line in said.splitlines()[-_LAST_LINES:])))
        finally:
            faulthandler.cancel_dump_traceback_later()
    return tally


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """
    End what takes too long; within another such bound the inner one counts, and the outer begins anew after it.

    Parameters
    ----------
    seconds
        How long it may take [seconds of processor time].

    Raises
    ------
    TooLong
        When it takes longer.
    """

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong(f"took more than {seconds:g} s of processor time")

    before = signal.signal(signal.SIGPROF, end)
    outer = signal.setitimer(signal.ITIMER_PROF, seconds)[0]
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)
        signal.setitimer(signal.ITIMER_PROF, outer)


def _asked(name: str, arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m tests.fuzz {name}")
    parser.add_argument("--seed", type=int, default=0, help="what the trials are made from")
    parser.add_argument("--first", type=int, default=0, help="number of the first trial")
    parser.add_argument("--count", type=int, help="how many trials")
    parser.add_argument("--seconds", type=float, help="for how long [60 unless a count is given]")
    parser.add_argument("--workers", type=int, default=1, help="how many processes")
    asked = parser.parse_args(arguments)
    if asked.seconds is None:
        asked.seconds = 60.0 if asked.count is None else float("inf")
    return asked


def _chunks(asked: argparse.Namespace) -> Iterator[range]:
    """Cut what is asked for into pieces, until the time is over."""
    until = time.monotonic() + asked.seconds
    size = _CHUNK if asked.workers > 1 else 1
    begin, end = asked.first, float("inf") if asked.count is None else asked.first + asked.count
    while begin < end and time.monotonic() < until:
        yield range(begin, int(min(begin + size, end)))
        begin += size


def _in_chunks(trial: Trial, asked: argparse.Namespace, tally: Tally) -> None:
    for numbers in _chunks(asked):
        tally.add(try_each(trial, asked.seed, numbers))
        if len(tally.found) >= _MOST_FOUND:
            break


def _in_processes(trial: Trial, asked: argparse.Namespace, tally: Tally) -> None:
    running: dict[Future[Tally], range] = {}
    with ProcessPoolExecutor(asked.workers, mp_context=get_context("spawn")) as pool:
        for numbers in _chunks(asked):
            running[pool.submit(try_each, trial, asked.seed, numbers)] = numbers
            if len(running) >= 2 * asked.workers:
                _collect(running, tally)
            if len(tally.found) >= _MOST_FOUND:
                break
        while running:
            _collect(running, tally)


def _collect(running: dict[Future[Tally], range], tally: Tally) -> None:
    """Take in what has ended."""
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        numbers = running.pop(future)
        try:
            tally.add(future.result())
        except BrokenProcessPool:
            tally.found.append((numbers[0], f"a process ended in the trials {numbers[0]} to {numbers[-1]}"))
            raise SystemExit("\n".join(said for _, said in tally.found)) from None
