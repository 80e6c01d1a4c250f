"""Earned value: what a plan has got for its money and its time by the day of its status, and what that foretells."""

from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Self

from milepost.models import Milestone, Scenario
from milepost.models.baseline import PlannedSpending
from milepost.models.history import History
from milepost.simulate.analysis.money.earning import Earning
from milepost.simulate.analysis.money.money import Spread
from milepost.simulate.analysis.money.performance import CostPerformance, SchedulePerformance
from milepost.simulate.analysis.money.today import Today
from milepost.simulate.analysis.statistics.quantile import DatedQuantile
from milepost.simulate.analysis.statistics.sample import SLACK, Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedValue:
    """
    What a plan has got for its money and its time by the beginning of the day of its status.

    The baseline is the plan without its status, at most likely durations and without risks. So work that runs only if a
    risk occurs is in no planned value and earns nothing; what it costs is in the actual cost.

    Parameters
    ----------
    as_of
        The day.
    money, time
        The indices of money and of time.
    earned_at, actual_at, planned_at, completion_at
        The times of which the latter are [days of the axis].
    is_known
        Whether it is said what is spent; else it is what the costs of the plan come to.
    cost
        What the plan costs in all by the simulation: the estimate at completion beside those by indices.
    last
        The milestone that is reached last of those that are told first; none of a plan without milestones.
    p50, p80
        By when it is reached in half and in 80% of the iterations.
    """

    as_of: date
    money: CostPerformance
    time: SchedulePerformance
    earned_at: float
    actual_at: float
    planned_at: float
    completion_at: float
    is_known: bool
    cost: Spread
    last: Milestone | None
    p50: DatedQuantile | None
    p80: DatedQuantile | None

    @classmethod
    def of(cls, scenario: Scenario, today: Today | None, cost: Spread, samples: Samples) -> Self | None:
        """Look at what lies ahead of a plan; none where it has no status, or the plan costs nothing."""
        history, plan = scenario.history, scenario.agreed
        spending = PlannedSpending(plan)
        budget = float(spending.spent(inf))
        if today is None or history is None or not budget:
            return None
        earning = Earning(plan, spending)
        work, ends = earning.earned(done_by(scenario, history, history.now)), _end(scenario, history)
        actual = max(history.now if ends is None else ends, 0.0)
        earned_schedule = earning.when(work, actual if ends is None else earning.end)
        times = scenario.days.worked([earned_schedule, actual, earning.end]).tolist()
        time = SchedulePerformance(earned=times[0], actual=times[1], planned=times[2])
        last = scenario.schedule.last
        days = scenario.days if last is None else scenario.days_of(last.id)
        return cls(
            as_of=today.as_of,
            money=CostPerformance(
                budget=budget,
                planned=today.planned_spent,
                earned=earning.value(work, earned_schedule),
                actual=today.spent,
            ),
            time=time,
            earned_at=earned_schedule,
            actual_at=actual,
            planned_at=earning.end,
            completion_at=float(scenario.days.worked_by(time.at_completion)),
            is_known=today.is_known,
            cost=cost,
            last=last,
            p50=None if last is None else samples[last.id].estimate(0.50, days),
            p80=None if last is None else samples[last.id].estimate(0.80, days),
        )


def done_by(scenario: Scenario, history: History, time: float) -> dict[str, float]:
    """
    Return what share was done by a time of each task that is begun, by id [-].

    Of work under way that is now its working days gone out of these and the mean of what is left, further rounds among
    it; before, as all that is done, in proportion to its working days.

    Parameters
    ----------
    scenario, history
        What lies ahead of the plan, and what has happened.
    time
        Now at the latest [days of the axis].
    """
    lasts = (scenario.written or scenario).timing.lasts
    facts = history.finished.items()
    done = {id: _share(lasts(id, start, time), lasts(id, start, finish)) for id, (start, finish) in facts}
    for id, start in history.begun.items():
        task, gone = scenario.tasks[id], lasts(id, start, history.now)
        left = task.duration.mean
        if task.rounds is not None:
            left += (task.rounds.mean - 1.0) * history.again[id].mean
        done[id] = _share(gone, gone + left) * _share(lasts(id, start, time), gone)
    return done


def _share(gone: float, lasts: float) -> float:
    if lasts > SLACK:
        return min(max(gone / lasts, 0.0), 1.0)
    return float(gone >= -SLACK)


def _end(scenario: Scenario, history: History) -> float | None:
    """Return when a plan of which nothing is left was finished; none of others [days of the axis]."""
    if any(id not in history.finished and id not in history.idle for id in scenario.nodes):
        return None
    return max(finish for _, finish in history.finished.values())
