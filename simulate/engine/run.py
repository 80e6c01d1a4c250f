"""Play a scenario out: build the program, hand its iterations to threads, return the outcome."""

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, as_completed
from threading import Event, Lock, local
from typing import TypeVar

import numpy as np
import psutil
from numpy.typing import NDArray

from milepost.models.error import MilepostError
from milepost.models.scenario import Scenario
from milepost.simulate.engine.followed import followed, followed_rows
from milepost.simulate.engine.kernel import Bench, make_bench, play
from milepost.simulate.engine.layout import build_program, pushed_tasks, stopping_risks, uncertain_effects
from milepost.simulate.engine.outcome import Outcome, Sheets, Truths
from milepost.simulate.engine.philox import GROUP, MAX_ITERATIONS
from milepost.simulate.engine.program import Program

Reduced = TypeVar("Reduced")

DETAIL_BYTES = 160 * 2**20
"""Memory that the detailed iterations may take."""

ROOM = 256 * 2**10
"""Memory that the rows of the iterations played at once may take, for them to stay in the processor's cache."""

_MOST_GROUPS = 4

CHUNK = 1_000_000
"""Nodes times iterations that a thread plays before it reports back: a few milliseconds."""


class OutOfMemoryError(MilepostError):
    """A run needs more memory than is free; nothing has been started."""


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
) -> Outcome:
    """
    Play a scenario out.

    Parameters
    ----------
    scenario
        The plan.
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
    program = build_program(scenario)._replace(followed=followed_rows(scenario, also))
    detail = details_kept(scenario, iterations, detail, also)
    sheets = play_program(
        program, iterations=iterations, seed=seed, threads=threads, detail=detail, first=first, progress=progress
    )
    return outcome_of(scenario, sheets, seed)


def play_program(
    program: Program,
    *,
    iterations: int,
    seed: int = 0,
    threads: int | None = None,
    detail: int = 0,
    first: int = 0,
    progress: Callable[[int], None] | None = None,
) -> Sheets:
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
    sheets = _blank_sheets(program, iterations, detail)
    _share(program, seed, range(first, first + iterations), sheets, threads, progress)
    return sheets


def details_kept(scenario: Scenario, iterations: int, detail: int = 10_000, also: Collection[str] = ()) -> int:
    """
    Return for how many iterations every task's times are kept, of as many as are asked for.

    Raises
    ------
    OutOfMemoryError
        When what is kept of all iterations would not fit into the memory that is free.
    """
    whole = len(followed(scenario, also))
    rows = 2 * len(scenario.tasks) + 5 * len(scenario.risks) + 2 * len(uncertain_effects(scenario))
    rows += len(pushed_tasks(scenario)) + (len(scenario.milestones) if stopping_risks(scenario) else 0)
    a_detail = 8 * (rows + len(scenario.milestones) - whole)
    detail = min(detail, iterations, max(1, DETAIL_BYTES // max(1, a_detail)))
    _check_memory(iterations, an_iteration(scenario, also), whole, detail * a_detail)
    return detail


def lanes_for(program: Program) -> int:
    """Return how many iterations to play at once: more share the cost of going from node to node, if they fit."""
    return GROUP * min(_MOST_GROUPS, max(1, ROOM // (8 * GROUP * program.rows)))


def outcome_of(scenario: Scenario, sheets: Sheets, seed: int, dates: Sequence[float] = ()) -> Outcome:
    """Name what the kernel wrote on its sheets by the ids of the scenario that it played, and the program's dates."""
    detail = sheets.task_start.shape[1]
    # A variant of the plan, played without details, may leave out tasks whose effects are uncertain.
    uncertain = uncertain_effects(scenario) if detail else ()
    whole, others = iter(sheets.finish), iter(sheets.other_finish)
    finish = {
        id: next(whole if is_followed else others)
        for id, is_followed in zip(scenario.milestones, sheets.followed, strict=True)
    }
    pushed = pushed_tasks(scenario) if detail else ()
    stoppable = scenario.milestones if detail and stopping_risks(scenario) else ()
    begins = _by_place(scenario.milestones, sheets.beginners, sheets.begins)
    return Outcome(
        seed=seed,
        iterations=sheets.cost.size,
        finish=finish,
        milestone_finish=dict(zip(stoppable, sheets.milestone_finish if detail else (), strict=True)),
        begins={id: row[: finish[id].size] for id, row in begins.items()},
        cost=sheets.cost,
        expected_cost=sheets.expected_cost,
        stop=sheets.stop,
        stopped_by=dict(zip(stopping_risks(scenario), sheets.stopped_by, strict=True)),
        spent_by=dict(zip(dates, sheets.spent_by, strict=True)),
        expected_by=dict(zip(dates, sheets.expected_by, strict=True)),
        detail=detail,
        task_start=dict(zip(scenario.tasks, sheets.task_start, strict=True)),
        task_finish=dict(zip(scenario.tasks, sheets.task_finish, strict=True)),
        task_decided=dict(zip(pushed, sheets.task_decided if detail else (), strict=True)),
        task_begins=_by_place(scenario.tasks, sheets.task_beginners, sheets.task_begins) if detail else {},
        task_effect=dict(zip(uncertain, sheets.task_effect if detail else (), strict=True)),
        task_payments=dict(zip(uncertain, sheets.task_payments if detail else (), strict=True)),
        risk_time=dict(zip(scenario.risks, sheets.risk_time, strict=True)),
        risk_charge=dict(zip(scenario.risks, sheets.risk_charge, strict=True)),
        risk_due=dict(zip(scenario.risks, sheets.risk_due, strict=True)),
        risk_expected=dict(zip(scenario.risks, sheets.risk_expected, strict=True)),
        risk_latent=dict(zip(scenario.risks, sheets.risk_latent, strict=True)),
    )


def play_each(
    programs: Iterable[Program],
    reduce: Callable[[Sheets], Reduced],
    *,
    iterations: int,
    seed: int = 0,
    first: int = 0,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[Reduced]:
    """
    Play many programs over the same iterations, and keep of each what `reduce` makes of its sheets.

    Parameters
    ----------
    programs
        What to play; they are taken as threads become free, so that many need never exist at once.
    reduce
        Called in a thread with the sheets of one program, which have no detailed iterations.
    iterations, seed, first, threads
        As in `simulate`.
    progress
        Called with the number of iterations just played, in any of the threads but by one at a time.

    Returns
    -------
    list
        What `reduce` gave, by program.
    """
    workshop, key, is_over, telling = _Workshop(), np.uint64(seed), Event(), Lock()

    def play_one(program: Program) -> Reduced:
        lanes = min(lanes_for(program), -(-iterations // GROUP) * GROUP)
        sheets = _blank_sheets(program, iterations, 0)
        for chunk in _chunks(program, lanes, range(first, first + iterations)):
            play(program, key, chunk.start, chunk.stop, first, workshop.bench(program, lanes), sheets)
            if is_over.is_set():
                raise CancelledError
            if progress:
                with telling:
                    progress(len(chunk))
        return reduce(sheets)

    reduced: list[Reduced] = []
    workers = threads or os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        under_way: deque[Future[Reduced]] = deque()
        try:
            for program in programs:
                under_way.append(pool.submit(play_one, program))
                if len(under_way) > 4 * workers:
                    reduced.append(under_way.popleft().result())
            while under_way:
                reduced.append(under_way.popleft().result())
        except BaseException:
            is_over.set()
            pool.shutdown(cancel_futures=True)
            raise
    return reduced


def an_iteration(scenario: Scenario, also: Collection[str] = ()) -> int:
    """Return what is kept of an iteration that has no detail [bytes]."""
    whole = followed(scenario, also)
    return 8 * (len(whole) + 3) + len(stopping_risks(scenario)) + len(scenario.dating.may_begin & whole)


def _check_memory(iterations: int, an_iteration: int, milestones: int, details: int) -> None:
    """Compare what is kept, with sorted copies of one milestone's times and of the cost, with what is free [bytes]."""
    least = an_iteration + 16
    free = psutil.virtual_memory().available
    if iterations * least + details > free:
        raise OutOfMemoryError(
            f"{iterations:,} iterations of {milestones:,} milestones need "
            f"{(iterations * least + details) / 1e9:.1f} GB of memory and {free / 1e9:.1f} GB are free: "
            f"ask for at most {max(0, free - details) // least:,} iterations"
        )


def _blank_sheets(program: Program, iterations: int, detail: int) -> Sheets:
    """Make room for the outcome; a risk that no task meets never occurs, and the kernel does not write of it."""
    tasks, pushed, effects = (int((program.nodes[kind] >= 0).sum()) for kind in ("task", "pushed", "effect"))
    risks = program.risks.size
    return Sheets(
        finish=np.empty((int(program.followed.sum()), iterations)),
        other_finish=np.empty((int((~program.followed).sum()), detail)),
        milestone_finish=np.empty((program.goals.size if program.stoppers else 0, detail)),
        begins=np.empty((program.beginners.size, iterations), np.bool_),
        cost=np.empty(iterations),
        expected_cost=np.empty(iterations),
        stop=np.empty(iterations),
        stopped_by=np.empty((program.stoppers, iterations), np.bool_),
        spent_by=np.empty((program.dates.size, iterations)),
        expected_by=np.empty((program.dates.size, iterations)),
        task_start=np.empty((tasks, detail)),
        task_finish=np.empty((tasks, detail)),
        task_decided=np.empty((pushed, detail)),
        task_begins=np.empty((program.task_beginners.size, detail), np.bool_),
        task_effect=np.empty((effects, detail)),
        task_payments=np.empty((effects, detail)),
        risk_time=np.full((risks, detail), np.inf),
        risk_charge=np.zeros((risks, detail)),
        risk_due=np.full((risks, detail), np.inf),
        risk_expected=np.zeros((risks, detail)),
        risk_latent=np.full((risks, detail), 1.0),
        beginners=program.beginners,
        task_beginners=program.task_beginners,
        followed=program.followed,
    )


def _by_place(ids: Iterable[str], places: NDArray[np.int64], rows: Truths) -> dict[str, Truths]:
    """Name rows by the ids whose places in the file they are of."""
    known = list(ids)
    return {known[place]: row for place, row in zip(places, rows, strict=True)}


def _share(
    program: Program,
    seed: int,
    iterations: range,
    sheets: Sheets,
    threads: int | None,
    progress: Callable[[int], None] | None,
) -> None:
    """Hand the iterations out to threads in chunks; an interruption waits only for the chunks under way."""
    lanes = lanes_for(program)
    chunks = _chunks(program, lanes, iterations)
    key, origin, workshop = np.uint64(seed), iterations.start, _Workshop()

    def play_one(chunk: range) -> None:
        play(program, key, chunk.start, chunk.stop, origin, workshop.bench(program, lanes), sheets)

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


class _Workshop(local):
    """A bench for each thread, kept from one chunk to the next."""

    def __init__(self) -> None:
        self._shape: tuple[int, ...] = ()

    def bench(self, program: Program, n_lanes: int) -> Bench:
        """Return the bench on which this thread plays the program."""
        shape = program.rows, program.crews, program.stoppers, n_lanes
        if self._shape != shape:
            self._shape, self._bench = shape, make_bench(program, n_lanes)
        return self._bench
