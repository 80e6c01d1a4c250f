"""Outcome: what came of every iteration."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milepost.models.calendar import ClockDays, WorkingDays
from milepost.models.timing import BEGINNING
from milepost.simulate.engine.keys import RowsOf

Times = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """
    How a field of the outcome is kept.

    Parameters
    ----------
    of
        What it has rows of, and so of how many iterations.
    dtype
        Of a row.
    fill
        What is there where the kernel writes nothing; None where it writes everything.
    """

    of: RowsOf
    dtype: type = np.float64
    fill: float | None = None


def _kept(of: RowsOf, dtype: type = np.float64, fill: float | None = None) -> Mapping[str, Kept]:
    """Describe a field in its metadata, from which whatever makes, fills, merges and measures outcomes takes it."""
    return {"kept": Kept(of=of, dtype=dtype, fill=fill)}


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
    moments
        By milestone id, in file order, when it is reached, as all times here on the axis of the plan [days of the axis:
        working days from the start, or days on the clock where calendars differ]; inf where never. That is float64[N]
        of a milestone that is major or that dates, money or progress are judged by, else float64[n], of the detailed
        iterations alone (`milepost.simulate.engine.followed` says which are which).
    days
        The axis; that of one calendar unless given.
    finish
        The same as `moments` in working days of the plan's calendar [working days from start].
    milestone_finish
        Where a risk can stop the project, by milestone id, in file order: float64[n], when it would be reached if
        nothing did [days of the axis]; `unstopped` tells it of every plan.
    begins
        By the id of each milestone that may be dated as a beginning: bool[N], or bool[n] as `moments`, where it is. At
        the end of a day it has the date of the next, as what it waited for has.
    redated
        Where calendars differ, in place of `begins`, by the id of each milestone that may be dated apart from its time:
        float64[N], or float64[n] as `moments`, the time that has its date [days on the clock]; `dated` tells it of all.
    cost
        float64[N], what was spent in all [currency].
    expected_cost
        float64[N], the same with uncertain costs of tasks at their means, and the charges of some risks at their
        expectation, as `charged_at_expectation` says, in place of what came of them: it has the mean of `cost`, and is
        known much better by it [currency].
    stop
        float64[N], when the project was stopped [days of the axis]; inf where never.
    stopped_by
        By the id of each risk that can stop the project, in file order: bool[N], where it did; several did where they
        would each have stopped it at that moment.
    spent_by
        By each date that the program names: float64[N], what was spent by then [currency].
    expected_by
        By the same dates: float64[N], the same with costs and charges at their expectation [currency].
    noted
        By a name: float64[N], what somebody noted of every iteration while it was there in detail.
    detail
        How many iterations, the first n, also have what follows.
    task_start, task_finish
        By task id, in file order: float64[n] [days of the axis].
    task_decided
        By the id of each task with a finish-to-finish or a start-to-finish link, and where calendars differ of each
        that may take no time: float64[n], when it is decided, which is when its risks are judged; such a link may push
        its start to later, and what takes no time does not wait for its calendar to work [days of the axis]. All others
        start when they are decided; `decided` tells it of every task.
    task_rest
        By the id of each task under way of which others wait for the start of what is left: float64[n], when it goes on
        [days of the axis].
    task_begins
        By the id of each task that may be dated as a beginning though it takes no time: bool[n], where it is.
    task_redated
        Where calendars differ, in place of that, by the id of each task that may be dated apart from its time:
        float64[n], the time that has the date of its finish [days on the clock].
    task_effect
        By the id of each task that may not run, or not pass: float64[n], 1 where it did both and 0 where not.
    task_payments
        By the same ids: float64[n], how often the task's cost is due: once a round, and never where it does not run.
    task_cost, task_daily
        By the id of each task of which one of them is uncertain: float64[n], its cost, for each round, and its daily
        cost, both as drawn [currency], [currency per working day].
    risk_time
        By risk id, in file order: float64[n], the first decision at which it occurs at an exposed task [days of
        the axis]; inf where never.
    risk_charge
        By risk id: float64[n], what its cost comes to at that decision [currency].
    risk_due
        By risk id: float64[n], when its charge counts in means of money: the first decision of an exposed task that
        runs, or `risk_time` where it counts as it falls [days of the axis]; inf where never.
    risk_expected
        By risk id: float64[n], what it counts as there [currency].
    struck
        By the ids of a risk and of a task that is exposed to it: bool[n], where it occurs there.
    risk_latent
        By risk id: float64[n], its latent uniform; a risk occurs where the probability that is left is above it.
    """

    seed: int
    iterations: int
    moments: Mapping[str, Times] = field(metadata=_kept(RowsOf.MILESTONES))
    days: WorkingDays | None = None
    finish: Mapping[str, Times] = field(init=False)
    milestone_finish: Mapping[str, Times] = field(default_factory=dict, metadata=_kept(RowsOf.STOPPABLE))
    begins: Mapping[str, Truths] = field(default_factory=dict, metadata=_kept(RowsOf.BEGINNERS, np.bool_))
    redated: Mapping[str, Times] = field(default_factory=dict, metadata=_kept(RowsOf.REDATED))
    cost: Times = field(metadata=_kept(RowsOf.PROJECT))
    expected_cost: Times = field(metadata=_kept(RowsOf.PROJECT))
    stop: Times = field(metadata=_kept(RowsOf.PROJECT))
    stopped_by: Mapping[str, Truths] = field(default_factory=dict, metadata=_kept(RowsOf.STOPPERS, np.bool_))
    spent_by: Mapping[float, Times] = field(default_factory=dict, metadata=_kept(RowsOf.DATES))
    expected_by: Mapping[float, Times] = field(default_factory=dict, metadata=_kept(RowsOf.DATES))
    noted: Mapping[str, Times] = field(default_factory=dict)
    detail: int
    task_start: Mapping[str, Times] = field(metadata=_kept(RowsOf.TASKS))
    task_finish: Mapping[str, Times] = field(metadata=_kept(RowsOf.TASKS))
    task_decided: Mapping[str, Times] = field(default_factory=dict, metadata=_kept(RowsOf.PUSHED))
    task_rest: Mapping[str, Times] = field(default_factory=dict, metadata=_kept(RowsOf.RESTING))
    task_begins: Mapping[str, Truths] = field(default_factory=dict, metadata=_kept(RowsOf.TASK_BEGINNERS, np.bool_))
    task_redated: Mapping[str, Times] = field(default_factory=dict, metadata=_kept(RowsOf.TASK_REDATED))
    task_effect: Mapping[str, Times] = field(metadata=_kept(RowsOf.UNCERTAIN))
    task_payments: Mapping[str, Times] = field(metadata=_kept(RowsOf.UNCERTAIN))
    task_cost: Mapping[str, Times] = field(default_factory=dict, metadata=_kept(RowsOf.PRICED))
    task_daily: Mapping[str, Times] = field(default_factory=dict, metadata=_kept(RowsOf.PRICED))
    risk_time: Mapping[str, Times] = field(metadata=_kept(RowsOf.RISKS, fill=np.inf))
    risk_charge: Mapping[str, Times] = field(metadata=_kept(RowsOf.RISKS, fill=0.0))
    risk_due: Mapping[str, Times] = field(metadata=_kept(RowsOf.RISKS, fill=np.inf))
    risk_expected: Mapping[str, Times] = field(metadata=_kept(RowsOf.RISKS, fill=0.0))
    struck: Mapping[tuple[str, str], Truths] = field(default_factory=dict, metadata=_kept(RowsOf.EXPOSURES, np.bool_))
    risk_latent: Mapping[str, Times] = field(metadata=_kept(RowsOf.RISKS, fill=1.0))

    def __post_init__(self) -> None:
        finish = self.moments
        if isinstance(self.days, ClockDays):
            finish = {id: self.days.worked(times) for id, times in self.moments.items()}
        object.__setattr__(self, "finish", finish)

    def dated(self, milestone: str) -> Times:
        """
        Return the times, as many as `moments` has, that have the dates of a milestone; infinity where there is none.

        They are those at which it is reached, and `BEGINNING` later where it is dated as a beginning, or others still
        where calendars differ: what reads dates, due dates among them, reads these.
        """
        times, begins = self.moments[milestone], self.begins.get(milestone)
        if milestone in self.redated:
            return np.where(np.isfinite(times), self.redated[milestone], times)
        return times if begins is None else times + BEGINNING * begins

    def dated_task(self, task: str) -> tuple[Times, Times]:
        """Return the times, float64[n] each, that have the dates on which a task starts and finishes."""
        start, finish, begins = self.task_start[task], self.task_finish[task], self.task_begins.get(task)
        ended = finish if begins is None else finish + BEGINNING * begins
        ended = self.task_redated.get(task, ended)
        return np.where(finish > start, start + BEGINNING, ended), ended

    def decided(self, task: str) -> Times:
        """Return, float64[n], when a task is decided: what it waits for is there, and so are the units it needs."""
        return self.task_decided.get(task, self.task_start[task])

    def runs(self, task: str) -> Truths:
        """Return, bool[n], where a task runs, whether or not a round of it passes."""
        return self.task_payments[task] > 0.0 if task in self.task_payments else np.ones(self.detail, np.bool_)

    def takes_effect(self, task: str) -> Truths:
        """Return, bool[n], where a task runs and passes, and so retires what it is to retire."""
        return self.task_effect[task] > 0.0 if task in self.task_effect else np.ones(self.detail, np.bool_)

    def unstopped(self, milestone: str) -> Times:
        """Return, float64[n], when a milestone would be reached if nothing stopped the project."""
        return self.milestone_finish.get(milestone, self.moments[milestone][: self.detail])


KEPT: Final[Mapping[str, Kept]] = {one.name: one.metadata["kept"] for one in fields(Outcome) if one.metadata}
"""How each field of the outcome that has rows is kept."""
