"""Play a scenario out: build the program, hand its iterations to threads, return the outcome."""

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, as_completed
from threading import Event, Lock, local
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from milepost.models.forecast import forecast
from milepost.models.scenario import Scenario
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.followed import followed_rows
from milepost.simulate.engine.kernel import play
from milepost.simulate.engine.memory import details_kept
from milepost.simulate.engine.outcome import KEPT, Outcome
from milepost.simulate.engine.philox import GROUP, MAX_ITERATIONS
from milepost.simulate.engine.program import Program
from milepost.simulate.engine.records import Records, blank_records, outcome_of
from milepost.simulate.engine.workspace import BOOKS, Workspace, make_workspace

Reduced = TypeVar("Reduced")

ROOM = 640 * 2**10
"""Memory that the rows of the iterations played at once may take, for them to stay in the processor's cache."""

_MOST_GROUPS = 4

CHUNK = 1_000_000
"""Nodes times iterations that a thread plays before it reports back: a few milliseconds."""


class Play(NamedTuple, Generic[Reduced]):
    """
    A program to play, and what to keep of it.

    Parameters
    ----------
    program
        What to play.
    reduce
        Called in a thread with the records of all iterations, of which none is detailed.
    note
        Called before that, in the same thread, with the records of one part of the iterations after the other, in which
        every iteration is detailed; without it no such records are made.
    """

    program: Program
    reduce: Callable[[Records], Reduced]
    note: Callable[[Records], None] | None = None


def simulate(
    scenario: Scenario,
    *,
    iterations: int = 100_000,
    seed: int = 0,
    threads: int | None = None,
    detail: int = 10_000,
    first: int = 0,
    also: Collection[str] = (),
    progress: Callable[[int], None] | None = None,
    build: Callable[[Scenario], Program] = build_program,
    play: Callable[..., Records] | None = None,
) -> Outcome:
    """
    Play a scenario out.

    Parameters
    ----------
    scenario
        The plan; what lies ahead of it is played where it has a status.
    iterations
        How many times to play the plan, N.
    seed
        Key of the random numbers, in [0, 2^64); the same seed gives the same outcome to the last bit.
    threads
        How many threads share the work; all cores unless given. The outcome does not depend on it.
    detail
        For how many iterations to keep every task's times; fewer are kept where that would pass 160 MB.
    first
        Number of the first iteration, a multiple of 256: a run may be split and its parts laid side by side.
    also
        Ids of milestones to follow through all iterations besides those that always are.
    progress
        Called with the number of iterations just played.
    build
        Builds the program that is played.
    play
        Plays it, as `play_program` does, which it is unless given.

    Raises
    ------
    ValueError
        When a number is out of its range.
    OutOfMemoryError
        Before anything is played, when the arrays would not fit into the memory that is free.
    """
    if not 1 <= iterations <= MAX_ITERATIONS - first:
        raise ValueError(f"iterations: {iterations:,} is not between 1 and {MAX_ITERATIONS - first:,}")
    if not 0 <= seed < 2**64:
        raise ValueError(f"seed: {seed} is not between 0 and 2^64 - 1")
    if first < 0 or first % GROUP:
        raise ValueError(f"first: {first} is not a multiple of {GROUP}")
    scenario = forecast(scenario)
    program = build(scenario)._replace(followed=followed_rows(scenario, also))
    detail = details_kept(scenario, iterations, detail, also)
    records = (play or play_program)(
        program, iterations=iterations, seed=seed, threads=threads, detail=detail, first=first, progress=progress
    )
    return outcome_of(scenario, records, seed)


def play_program(
    program: Program,
    *,
    iterations: int,
    seed: int = 0,
    threads: int | None = None,
    detail: int = 0,
    first: int = 0,
    progress: Callable[[int], None] | None = None,
) -> Records:
    """
    Play a program that has been built, by as many threads as share it.

    Parameters
    ----------
    program
        What to play.
    iterations, seed, threads, first, progress
        As in `simulate`, in whose ranges they are.
    detail
        For how many iterations to keep every task's times; that they fit into the memory has been seen to.
    """
    records = blank_records(program, iterations, detail)
    _share(program, seed, range(first, first + iterations), records, threads, progress)
    return records


def lanes_for(program: Program) -> int:
    """Return how many iterations to play at once: more share the cost of going from node to node, if they fit."""
    rows = program.rows + BOOKS * (program.dates.size + 1)
    return GROUP * min(_MOST_GROUPS, max(1, ROOM // (8 * GROUP * rows)))


def play_each(
    plays: Iterable[Play[Reduced]],
    *,
    iterations: int,
    seed: int = 0,
    first: int = 0,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[Reduced]:
    """
    Play many programs over the same iterations, and keep of each what a function of its own makes of its records.

    Parameters
    ----------
    plays
        What to play; they are taken as threads become free, so that many need never exist at once.
    iterations, seed, first, threads
        As in `simulate`.
    progress
        Called with the number of iterations just played, in any of the threads but by one at a time.

    Returns
    -------
    list
        What the functions gave, by program.
    """
    workspaces, key, is_over, telling = _Workspaces(), np.uint64(seed), Event(), Lock()

    def play_one(one: Play[Reduced]) -> Reduced:
        program, reduce, note = one
        lanes = min(lanes_for(program), -(-iterations // GROUP) * GROUP)
        records = blank_records(program, iterations, 0)
        for chunk in _chunks(program, lanes, range(first, first + iterations)):
            workspace = workspaces.of(program, lanes)
            if note is None:
                play(program, key, chunk.start, chunk.stop, first, workspace, records)
            else:
                part = blank_records(program, len(chunk), len(chunk))
                play(program, key, chunk.start, chunk.stop, chunk.start, workspace, part)
                note(part)
                _lay_in(part, records, chunk.start - first)
            if is_over.is_set():
                raise CancelledError
            if progress:
                with telling:
                    progress(len(chunk))
        return reduce(records)

    reduced: list[Reduced] = []
    workers = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        under_way: deque[Future[Reduced]] = deque()
        try:
            for one in plays:
                under_way.append(pool.submit(play_one, one))
                if len(under_way) > 4 * workers:
                    reduced.append(under_way.popleft().result())
            while under_way:
                reduced.append(under_way.popleft().result())
        except BaseException:
            is_over.set()
            pool.shutdown(cancel_futures=True)
            raise
    return reduced


def _lay_in(part: Records, whole: Records, place: int) -> None:
    """Copy what is kept of every iteration from the records of a part to those of all, from a place on."""
    for name, kept in KEPT.items():
        if not kept.of.in_detail:
            rows = getattr(part, name)
            getattr(whole, name)[..., place : place + rows.shape[-1]] = rows


def _share(
    program: Program,
    seed: int,
    iterations: range,
    records: Records,
    threads: int | None,
    progress: Callable[[int], None] | None,
) -> None:
    """Hand the iterations out to threads in chunks; an interruption waits only for the chunks under way."""
    lanes = lanes_for(program)
    chunks = _chunks(program, lanes, iterations)
    key, origin, workspaces = np.uint64(seed), iterations.start, _Workspaces()

    def play_one(chunk: range) -> None:
        play(program, key, chunk.start, chunk.stop, origin, workspaces.of(program, lanes), records)

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        played = {pool.submit(play_one, chunk): len(chunk) for chunk in chunks}
        try:
            for future in as_completed(played):
                future.result()
                if progress:
                    progress(played[future])
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _chunks(program: Program, lanes: int, iterations: range) -> list[range]:
    """Cut iterations into what a thread plays before it reports back."""
    length = max(1, CHUNK // (lanes * max(1, program.nodes.size))) * lanes
    return [iterations[k : k + length] for k in range(0, len(iterations), length)]


class _Workspaces(local):
    """A workspace for each thread, kept from one chunk to the next."""

    def __init__(self) -> None:
        self._shape: tuple[int, ...] = ()

    def of(self, program: Program, n_lanes: int) -> Workspace:
        """Return the workspace in which this thread plays the program."""
        shape = program.rows, program.units, program.stoppers, program.dates.size, n_lanes
        if self._shape != shape:
            self._shape, self._workspace = shape, make_workspace(program, n_lanes)
        return self._workspace
