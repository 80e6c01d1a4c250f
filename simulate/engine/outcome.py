"""Outcome: what came of every iteration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from milepost.models.dating import BEGINNING

Times = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    What came of every iteration of one plan.

    The times of tasks and of risks are those they would have if nothing stopped the project; where `stop` comes first,
    they did not come about. All else is what did.

    Parameters
    ----------
    seed
        Key of the random numbers.
    iterations
        How many times the plan was played, N.
    finish
        By milestone id, in file order, when it is reached [working days from start]; inf where never. That is
        float64[N] of a milestone that is major or that dates, money or progress are judged by, else float64[n], of the
        detailed iterations alone (`milepost.simulate.engine.followed` says which are which).
    milestone_finish
        Where a risk can stop the project, by milestone id, in file order: float64[n], when it would be reached if
        nothing did [working days from start]; `unstopped` tells it of every plan.
    begins
        By the id of each milestone that may be dated as a beginning: bool[N], or bool[n] as `finish`, where it is. At
        the end of a day it has the date of the next, as what it waited for has.
    cost
        float64[N], what was spent in all [currency].
    expected_cost
        float64[N], the same with the charges of some risks at their expectation, as `charged_at_expectation` says, in
        place of what came of them: it has the mean of `cost`, and is known much better by it [currency].
    stop
        float64[N], when the project was stopped [working days from start]; inf where never.
    stopped_by
        By the id of each risk that can stop the project, in file order: bool[N], where it did; several did where they
        would each have stopped it at that moment.
    spent_by
        By each date that the program names: float64[N], what was spent by then [currency].
    expected_by
        By the same dates: float64[N], the same with charges at their expectation [currency].
    detail
        How many iterations, the first n, also have what follows.
    task_start, task_finish
        By task id, in file order: float64[n] [working days from start].
    task_decided
        By the id of each task with a finish-to-finish or a start-to-finish link: float64[n], when it is decided, which
        is when its risks are judged; such a link may push its start to later [working days from start]. All others
        start when they are decided; `decided` tells it of every task.
    task_begins
        By the id of each task that may be dated as a beginning though it takes no time: bool[n], where it is.
    task_effect
        By the id of each task that may not run, or not pass: float64[n], 1 where it did both and 0 where not.
    task_payments
        By the same ids: float64[n], how often the task's cost is due: once a round, and never where it does not run.
    risk_time
        By risk id, in file order: float64[n], the first decision at which it occurs at an exposed task [working days
        from start]; inf where never.
    risk_charge
        By risk id: float64[n], what its cost comes to at that decision [currency].
    risk_due
        By risk id: float64[n], when its charge counts in means of money: the first decision of an exposed task that
        runs, or `risk_time` where it counts as it falls [working days from start]; inf where never.
    risk_expected
        By risk id: float64[n], what it counts as there [currency].
    risk_latent
        By risk id: float64[n], its latent uniform; a risk occurs where the probability that is left is above it.
    """

    seed: int
    iterations: int
    finish: Mapping[str, Times]
    milestone_finish: Mapping[str, Times] = field(default_factory=dict)
    begins: Mapping[str, Truths] = field(default_factory=dict)
    cost: Times
    expected_cost: Times
    stop: Times
    stopped_by: Mapping[str, Truths] = field(default_factory=dict)
    spent_by: Mapping[float, Times] = field(default_factory=dict)
    expected_by: Mapping[float, Times] = field(default_factory=dict)
    detail: int
    task_start: Mapping[str, Times]
    task_finish: Mapping[str, Times]
    task_decided: Mapping[str, Times] = field(default_factory=dict)
    task_begins: Mapping[str, Truths] = field(default_factory=dict)
    task_effect: Mapping[str, Times]
    task_payments: Mapping[str, Times]
    risk_time: Mapping[str, Times]
    risk_charge: Mapping[str, Times]
    risk_due: Mapping[str, Times]
    risk_expected: Mapping[str, Times]
    risk_latent: Mapping[str, Times]

    def dated(self, milestone: str) -> Times:
        """
        Return the times, as many as `finish` has, that have the dates of a milestone; infinity where it is not reached.

        They are those at which it is reached, and `BEGINNING` later where it is dated as a beginning: what reads dates,
        due dates among them, reads these.
        """
        times, begins = self.finish[milestone], self.begins.get(milestone)
        return times if begins is None else times + BEGINNING * begins

    def dated_task(self, task: str) -> tuple[Times, Times]:
        """Return the times, float64[n] each, that have the dates on which a task starts and finishes."""
        start, finish, begins = self.task_start[task], self.task_finish[task], self.task_begins.get(task)
        ended = finish if begins is None else finish + BEGINNING * begins
        return np.where(finish > start, start + BEGINNING, ended), ended

    def decided(self, task: str) -> Times:
        """Return, float64[n], when a task is decided: what it waits for is there, and a crew if it needs one."""
        return self.task_decided.get(task, self.task_start[task])

    def runs(self, task: str) -> Truths:
        """Return, bool[n], where a task runs, whether or not a round of it passes."""
        return self.task_payments[task] > 0.0 if task in self.task_payments else np.ones(self.detail, np.bool_)

    def unstopped(self, milestone: str) -> Times:
        """Return, float64[n], when a milestone would be reached if nothing stopped the project."""
        return self.milestone_finish.get(milestone, self.finish[milestone][: self.detail])


class Sheets(NamedTuple):
    """
    What the kernel writes: the arrays of an outcome, one row a milestone, a task or a risk.

    Parameters
    ----------
    finish : float64[n_followed, N]
    other_finish : float64[n_milestones - n_followed, n]
    milestone_finish : float64[n_milestones, n]
        No rows where nothing can stop the project.
    begins : bool[n_beginners, N]
        Written in detail only of milestones that are not followed.
    cost, expected_cost, stop : float64[N]
    stopped_by : bool[n_stoppers, N]
    spent_by, expected_by : float64[n_dates, N]
    task_start, task_finish : float64[n_tasks, n]
    task_decided : float64[n_pushed, n]
    task_begins : bool[n_task_beginners, n]
    task_effect, task_payments : float64[n_effects, n]
    risk_time, risk_charge, risk_due, risk_expected, risk_latent : float64[n_risks, n]
    beginners, task_beginners : int64[b]
        Not written: whose rows those of `begins` and `task_begins` are, by places in the file.
    followed : bool[n_milestones]
        Not written: which milestones the rows of `finish` are of; the others have those of `other_finish`.
    """

    finish: Times
    other_finish: Times
    milestone_finish: Times
    begins: Truths
    cost: Times
    expected_cost: Times
    stop: Times
    stopped_by: Truths
    spent_by: Times
    expected_by: Times
    task_start: Times
    task_finish: Times
    task_decided: Times
    task_begins: Truths
    task_effect: Times
    task_payments: Times
    risk_time: Times
    risk_charge: Times
    risk_due: Times
    risk_expected: Times
    risk_latent: Times
    beginners: NDArray[np.int64]
    task_beginners: NDArray[np.int64]
    followed: Truths
