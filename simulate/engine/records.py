"""Records: the arrays of an outcome while the kernel writes them."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from milepost.models.scenario import Scenario
from milepost.simulate.engine.keys import RowsOf, keys_of
from milepost.simulate.engine.outcome import KEPT, Outcome, Times, Truths
from milepost.simulate.engine.program import Program


class Records(NamedTuple):
    """
    What the kernel writes: the fields of an outcome, as arrays with the rows that it says.

    Parameters
    ----------
    moments : float64[n_followed, N]
    other_moments : float64[n_milestones - n_followed, n]
    milestone_finish : float64[n_milestones, n]
        No rows where nothing can stop the project.
    begins : bool[n_beginners, N]
        Written in detail only of milestones that are not followed.
    redated : float64[n_redated, N]
        As `begins`.
    cost, expected_cost, stop : float64[N]
    stopped_by : bool[n_stoppers, N]
    spent_by, expected_by : float64[n_dates, N]
    task_start, task_finish : float64[n_tasks, n]
    task_decided : float64[n_pushed, n]
    task_rest : float64[n_resting, n]
    task_begins : bool[n_task_beginners, n]
    task_redated : float64[n_task_redated, n]
    task_effect, task_payments : float64[n_effects, n]
    task_cost, task_daily : float64[n_priced, n]
    risk_time, risk_charge, risk_due, risk_expected, risk_latent : float64[n_risks, n]
    struck : bool[n_exposures, n]
    beginners, task_beginners : int64[b]
        Not written: whose rows those of `begins` and `task_begins`, or of `redated` and `task_redated`, are, by indices
        in the file.
    followed : bool[n_milestones]
        Not written: which milestones the rows of `moments` are of; the others have those of `other_moments`.
    """

    moments: Times
    other_moments: Times
    milestone_finish: Times
    begins: Truths
    redated: Times
    cost: Times
    expected_cost: Times
    stop: Times
    stopped_by: Truths
    spent_by: Times
    expected_by: Times
    task_start: Times
    task_finish: Times
    task_decided: Times
    task_rest: Times
    task_begins: Truths
    task_redated: Times
    task_effect: Times
    task_payments: Times
    task_cost: Times
    task_daily: Times
    risk_time: Times
    risk_charge: Times
    risk_due: Times
    risk_expected: Times
    struck: Truths
    risk_latent: Times
    beginners: NDArray[np.int64]
    task_beginners: NDArray[np.int64]
    followed: Truths


def blank_records(program: Program, iterations: int, detail: int) -> Records:
    """Make room for the outcome; a risk that no task meets never occurs, and the kernel does not write of it."""
    rows = _number_of_rows(program)
    blank: dict[str, Any] = {}
    for name, kept in KEPT.items():
        length = detail if kept.of.in_detail else iterations
        shape = length if kept.of is RowsOf.PROJECT else (rows[kept.of], length)
        blank[name] = np.empty(shape, kept.dtype) if kept.fill is None else np.full(shape, kept.fill, kept.dtype)
    return Records(
        **blank,
        other_moments=np.empty((int((~program.followed).sum()), detail)),
        beginners=program.beginners,
        task_beginners=program.task_beginners,
        followed=program.followed,
    )


def outcome_of(scenario: Scenario, records: Records, seed: int, dates: Sequence[float] = ()) -> Outcome:
    """
    Name what the kernel wrote by the ids of the scenario that it played, and by the dates of the program.

    A variant of a plan, played without details, has other tasks that may not run or begin; then nothing is said of it
    that only details say.
    """
    detail = records.task_start.shape[1]
    milestones = _picked(scenario.milestones, records.beginners)
    tasks = _picked(scenario.tasks, records.task_beginners) if detail else []
    keys = {
        **keys_of(scenario, dates),
        RowsOf.BEGINNERS: milestones[: len(records.begins)],
        RowsOf.REDATED: milestones[: len(records.redated)],
        RowsOf.TASK_BEGINNERS: tasks[: len(records.task_begins)],
        RowsOf.TASK_REDATED: tasks[: len(records.task_redated)],
    }
    named: dict[str, Any] = {}
    for name, kept in KEPT.items():
        rows = getattr(records, name)
        if kept.of is RowsOf.PROJECT:
            named[name] = rows
        elif kept.of is not RowsOf.MILESTONES:
            is_kept = detail or not kept.of.in_detail
            named[name] = dict(zip(keys[kept.of], rows, strict=True)) if is_kept else {}
    followed, others = iter(records.moments), iter(records.other_moments)
    moments = {
        id: next(followed if is_followed else others)
        for id, is_followed in zip(scenario.milestones, records.followed, strict=True)
    }
    for name in ("begins", "redated"):
        named[name] = {id: row[: moments[id].size] for id, row in named[name].items()}
    return Outcome(seed=seed, iterations=records.cost.size, detail=detail, moments=moments, days=scenario.days, **named)


def _number_of_rows(program: Program) -> dict[RowsOf, int]:
    kinds = ("task", "pushed", "rests", "effect", "prices")
    tasks, pushed, resting, uncertain, priced = (int((program.nodes[kind] >= 0).sum()) for kind in kinds)
    on_clock = program.clock.calendars.size > 0
    return {
        RowsOf.DATES: program.dates.size,
        RowsOf.STOPPERS: program.stoppers,
        RowsOf.MILESTONES: int(program.followed.sum()),
        RowsOf.BEGINNERS: 0 if on_clock else program.beginners.size,
        RowsOf.REDATED: program.beginners.size if on_clock else 0,
        RowsOf.STOPPABLE: program.milestones.size if program.stoppers else 0,
        RowsOf.TASKS: tasks,
        RowsOf.PUSHED: pushed,
        RowsOf.RESTING: resting,
        RowsOf.TASK_BEGINNERS: 0 if on_clock else program.task_beginners.size,
        RowsOf.TASK_REDATED: program.task_beginners.size if on_clock else 0,
        RowsOf.UNCERTAIN: uncertain,
        RowsOf.PRICED: priced,
        RowsOf.RISKS: program.risks.size,
        RowsOf.EXPOSURES: int((program.judgements["exposure"] >= 0).sum()),
    }


def _picked(ids: Iterable[str], indices: NDArray[np.int64]) -> list[str]:
    known = list(ids)
    return [known[index] for index in indices]
