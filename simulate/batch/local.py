"""Local: play on this machine."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from milepost.models import Scenario
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.run import simulate

Play = Callable[[Scenario, int, int, Callable[[int], None] | None], Outcome]
"""Plays a scenario: how often, with which seed, and whom to tell of iterations that are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """
    Where runs are played.

    Parameters
    ----------
    play
        Plays one; called by several threads.
    at_once
        How many runs it takes to keep it busy.
    """

    play: Play
    at_once: int


@contextmanager
def local_player(threads: int | None = None) -> Iterator[Player]:
    """
    Play with the threads of this process.

    Parameters
    ----------
    threads
        How many share the work of a run; all processors unless given.
    """

    def play(scenario: Scenario, iterations: int, seed: int, progress: Callable[[int], None] | None) -> Outcome:
        return simulate(scenario, iterations=iterations, seed=seed, threads=threads, progress=progress)

    yield Player(play=play, at_once=threads or os.cpu_count() or 1)
