"""Result: an outcome with the tables that can be made of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Milestone, Scenario, Task
from milepost.models.forecast import forecast
from milepost.models.group import is_in
from milepost.simulate.analysis.comparison.carried import Carried
from milepost.simulate.analysis.comparison.comparison import Comparison
from milepost.simulate.analysis.comparison.played import Played
from milepost.simulate.analysis.comparison.what_if import WhatIf
from milepost.simulate.analysis.drivers.drivers import Drivers
from milepost.simulate.analysis.drivers.estimates import estimate_table
from milepost.simulate.analysis.drivers.removal import removal_table
from milepost.simulate.analysis.drivers.responses import response_table
from milepost.simulate.analysis.drivers.shorter import shorter_table
from milepost.simulate.analysis.exceptions.judgement import Judgement
from milepost.simulate.analysis.exceptions.judging import judgements
from milepost.simulate.analysis.money.abandonment import Stopped
from milepost.simulate.analysis.money.cash import Cash
from milepost.simulate.analysis.money.contingency import Contingency
from milepost.simulate.analysis.money.earned_value import EarnedValue
from milepost.simulate.analysis.money.gap import Gap
from milepost.simulate.analysis.money.joint import Joint, joints
from milepost.simulate.analysis.money.money import Money, net_amounts
from milepost.simulate.analysis.money.spending import Spending
from milepost.simulate.analysis.money.standing import Standing, standings
from milepost.simulate.analysis.money.today import Today
from milepost.simulate.analysis.risks.acceptance import Acceptance, acceptances
from milepost.simulate.analysis.risks.exposure import Exposure
from milepost.simulate.analysis.risks.register import RiskOutlook, risk_outlooks, risk_table
from milepost.simulate.analysis.risks.steepest import Drop
from milepost.simulate.analysis.risks.stopping import Stopping
from milepost.simulate.analysis.schedule.calibration import Calibration
from milepost.simulate.analysis.schedule.driving import Driving, driving_of, driving_table
from milepost.simulate.analysis.schedule.knock_on import KnockOn
from milepost.simulate.analysis.schedule.milestones import (
    MilestoneDates,
    MilestoneOutlook,
    milestone_dates,
    milestone_outlooks,
    milestone_table,
)
from milepost.simulate.analysis.schedule.paths import path_table
from milepost.simulate.analysis.schedule.resources import Resources, waiting_table
from milepost.simulate.analysis.schedule.tasks import task_table
from milepost.simulate.analysis.statistics.quantile import DatedQuantile, Ends
from milepost.simulate.analysis.statistics.sample import Samples
from milepost.simulate.analysis.stops import Stop, stop_table, stops_of
from milepost.simulate.analysis.variants import Progress
from milepost.simulate.engine.outcome import Outcome

_MOST_SHOWN = 30
"""Milestones that a result is shown with; of more the first."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Result:
    """
    What came of a plan; every table is made when it is first asked for.

    Parameters
    ----------
    scenario
        The plan; what lies ahead of it where it has a status.
    outcome
        What came of every iteration.
    confidence
        Probability with which the promise dates are kept [-].
    drivers
        What the milestones hang on, by re-runs; None where nobody asked for them.
    what_if
        What was set in the plan, and what that changes; None where it is as written.
    group
        Pattern of the groups of which tasks and milestones are shown one by one, as `is_in` takes it; None for all.
        Tables of the report have all in any case.
    told
        What there is to know of the file that the plan was read from.
    """

    scenario: Scenario
    outcome: Outcome
    confidence: float = 0.8
    drivers: Drivers | None = None
    what_if: WhatIf | None = None
    group: str | None = None
    told: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "scenario", forecast(self.scenario))

    def driven(self, *, threads: int | None = None, progress: Progress | None = None) -> Self:
        """
        Return the same with what its milestones hang on, by runs of variants of the plan.

        Parameters
        ----------
        threads
            How many to work with, all processors unless given.
        progress
            Told of the stage, and of the iterations just played.
        """
        found = Drivers.of(self.scenario, self.outcome, confidence=self.confidence, threads=threads, progress=progress)
        return replace(self, drivers=found)

    def changed_from(self, plan: Self, settings: Iterable[str], *, carried: Carried | None = None) -> Self:
        """
        Return the same beside what came of the plan as written.

        Parameters
        ----------
        plan
            What came of the plan as written.
        settings
            What was set in it, as people write it.
        carried
            The bias of finished tasks that was carried forward; none where none was.
        """
        comparison = self.compared_with(plan)
        what_if = WhatIf(settings=tuple(settings), plan=plan.scenario.digest, comparison=comparison, carried=carried)
        return replace(self, what_if=what_if)

    def compared_with(self, before: Self) -> Comparison:
        """
        Return what changes from another plan to this one, each difference paired on the same iterations.

        Raises
        ------
        ValueError
            When the other was not played with the same seed, iterations and confidence.
        """
        return Comparison.of(before.played, self.played)

    def shows(self, node: Task | Milestone) -> bool:
        """Return whether a task or milestone is among those that are shown one by one."""
        return self.group is None or is_in(node.group, self.group)

    @property
    def changes(self) -> Comparison | None:
        """Return what changes from the plan as written; none where it is as written."""
        return None if self.what_if is None else self.what_if.comparison

    @property
    def played(self) -> Played:
        """Return the plan and what came of it, as another is held against it."""
        return replace(self.played_times, spending=self.spending)

    @cached_property
    def played_times(self) -> Played:
        """Return the same without how much is spent by when, which takes longest, for times and what all costs."""
        return Played(
            scenario=self.scenario,
            outcome=self.outcome,
            samples=self.samples,
            confidence=self.confidence,
            spending=None,
        )

    @cached_property
    def milestone(self) -> Mapping[str, MilestoneOutlook]:
        """Return what is to be expected of each milestone, by id, in file order."""
        return milestone_outlooks(self.scenario, self.samples, confidence=self.confidence)

    @cached_property
    def dates(self) -> Mapping[str, MilestoneDates]:
        """Return when each milestone is to be expected, by id, in file order: less than `milestone`, and sooner."""
        return milestone_dates(self.scenario, self.samples, confidence=self.confidence)

    @cached_property
    def milestones(self) -> pd.DataFrame:
        """Return a row for each milestone, in file order: the columns of milestones.csv."""
        return milestone_table(self.milestone.values(), self.scenario.days)

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """Return a row for each task, in file order: the columns of tasks.csv."""
        tasks, milestones = self.scenario.tasks, [one.id for one in self.scenario.headline]
        times = task_table(self.scenario, self.outcome)
        saved = shorter_table(self.drivers.tasks if self.drivers else {}, tasks, milestones)
        waiting = waiting_table(self.resources.waiting, tasks)
        return pd.concat([times, waiting, driving_table(self.driving, tasks), saved], axis=1)

    @cached_property
    def resources(self) -> Resources:
        """Return what is to be expected of resources, and of tasks that wait for their units or a crew."""
        return Resources.of(self.scenario, self.outcome)

    @cached_property
    def driving(self) -> Mapping[str, Driving]:
        """Return what drives each major milestone, or each if none is major, by id, in file order."""
        return driving_of(self.scenario, self.outcome) if self.drivers is None else self.drivers.driving

    @cached_property
    def paths(self) -> pd.DataFrame:
        """Return the paths that drive each of these milestones most often: the columns of paths.csv."""
        return path_table({id: one.paths for id, one in self.driving.items()})

    @cached_property
    def knock_on(self) -> KnockOn | None:
        """Return what a missed milestone means for those due after it; none with fewer than two due dates."""
        return KnockOn.of(self.scenario, self.outcome, self.milestone)

    @cached_property
    def risk(self) -> Mapping[str, RiskOutlook]:
        """Return what is to be expected of each risk, by id, in file order."""
        return risk_outlooks(self.scenario, self.outcome)

    @cached_property
    def risks(self) -> pd.DataFrame:
        """Return a row for each risk, in file order: the columns of risks.csv."""
        removals = {} if self.drivers is None else self.drivers.risks
        return pd.concat([risk_table(self.risk.values()), removal_table(self.scenario, removals)], axis=1)

    @cached_property
    def responses(self) -> pd.DataFrame | None:
        """Return a row for each task that retires a risk: the columns of responses.csv; none where nobody asked."""
        if self.drivers is None or not self.drivers.responses:
            return None
        return response_table(self.scenario, self.drivers.responses)

    @cached_property
    def estimates(self) -> pd.DataFrame | None:
        """Return what the plan becomes by other estimates: the columns of estimates.csv; none where nobody asked."""
        if self.drivers is None or not self.drivers.estimates or not self.scenario.milestones:
            return None
        return estimate_table(self.scenario, self.drivers.estimates, self.milestone, self.money.cost.mean)

    @cached_property
    def acceptance(self) -> Sequence[Acceptance]:
        """Return when categories, then risks, become acceptable, of those of which the plan says what would be."""
        return acceptances(self.scenario, self.outcome)

    @cached_property
    def steepest(self) -> Drop | None:
        """Return where the exposure to threats falls most; none where nothing is ever at stake."""
        return None if self.exposure is None else Drop.of(self.scenario, self.outcome, self.exposure)

    @cached_property
    def exposure(self) -> Exposure | None:
        """Return how what the risks may still do burns down; none where nothing is ever at stake."""
        return Exposure.of(self.scenario, self.outcome)

    @cached_property
    def stopping(self) -> Stopping | None:
        """Return how often the project is stopped, and by what; none for a plan without stopping risks."""
        return Stopping.of(self.scenario, self.outcome)

    @cached_property
    def stop(self) -> Mapping[str, Stop]:
        """Return when each risk that can stop the project does, and what is spent by then, by id, in file order."""
        return stops_of(self.scenario, self.outcome, self.stopped)

    @cached_property
    def stops(self) -> pd.DataFrame:
        """Return a row for each risk that can stop the project, in file order: the columns of stops.csv."""
        return stop_table(self.stop.values())

    @cached_property
    def today(self) -> Today | None:
        """Return how money and milestones stand on the day of the status; none of a plan without one."""
        return Today.of(self.scenario)

    @cached_property
    def calibration(self) -> Calibration | None:
        """Return how finished tasks compare with their estimates; none without a status, or with too few of them."""
        return Calibration.of(self.scenario)

    @cached_property
    def earned_value(self) -> EarnedValue | None:
        """Return what is got for money and time by the day of the status; none without one, or where nothing costs."""
        return EarnedValue.of(self.scenario, self.today, self.money.cost, self.samples)

    @cached_property
    def money(self) -> Money:
        """Return what the plan costs, whether the budget will do and, where milestones have a value, what is left."""
        return Money.of(self.scenario, self.outcome)

    @cached_property
    def spending(self) -> Spending | None:
        """Return how much is spent by when; none where there is neither a budget nor an invoice to hold it against."""
        scenario = self.scenario
        invoices = any(one.invoice is not None for one in scenario.milestones.values())
        if not self.outcome.detail or (scenario.budget.total is None and not invoices):
            return None
        return Spending.of(scenario, self.outcome)

    @cached_property
    def gap(self) -> Gap | None:
        """Set the money spent against the milestones reached; none without a budget or milestones."""
        return Gap.of(self.scenario, self.outcome, self.spending)

    @cached_property
    def judgements(self) -> Sequence[Judgement]:
        """Return every figure that has a tolerance, held against it: hits, gaps, exposure and money."""
        return judgements(
            self.scenario,
            self.outcome,
            milestones=self.milestone,
            gap=self.gap,
            acceptance=self.acceptance,
            within=self.money.within,
            confidence=self.confidence,
        )

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Return how money and milestones stand on each due date; nothing without a budget."""
        return tuple(standings(self.scenario, self.outcome, self.gap))

    @cached_property
    def cash(self) -> Cash | None:
        """Set invoices against spending; none without invoices."""
        return Cash.of(self.scenario, self.outcome, self.spending)

    @cached_property
    def joint(self) -> tuple[Joint, ...]:
        """Judge money and date together, for each major milestone with a due date; nothing without a budget."""
        return joints(self.scenario, self.outcome, self.samples, confidence=self.confidence)

    @cached_property
    def contingency(self) -> Contingency:
        """Return what to set aside so that the money does with the chosen confidence."""
        return Contingency.of(self.scenario, self.outcome, confidence=self.confidence)

    @cached_property
    def stopped(self) -> Stopped | None:
        """Return what the iterations that are stopped have cost by then, and what was saved; none where none is."""
        return Stopped.of(self.scenario, self.outcome)

    @property
    def cost(self) -> NDArray[np.float64]:
        """Return the total cost of each iteration [currency]."""
        return self.outcome.cost

    @cached_property
    def net(self) -> NDArray[np.float64] | None:
        """Return the value of the milestones reached, less lateness and cost, of each iteration [currency]."""
        return net_amounts(self.scenario, self.outcome, self.outcome.cost)

    @property
    def finish(self) -> Mapping[str, NDArray[np.float64]]:
        """
        Return, by milestone id, when it is reached in each iteration [working days from start].

        That is float64[N]; float64[n], of the detailed iterations alone, of a minor milestone without a due date, a
        value, an invoice or a weight, unless no milestone is major.

        It is infinite where the milestone is not reached, for the project is stopped before, and then so is the mean:
        use `reached` for means.
        """
        return self.outcome.finish

    @cached_property
    def samples(self) -> Samples:
        """Return, by milestone id, the times in order at which it is reached, and those that have the dates."""
        return Samples(self.outcome.moments, self.outcome.dated)

    @cached_property
    def reached(self) -> Mapping[str, np.ma.MaskedArray[tuple[int], np.dtype[np.float64]]]:
        """
        Return `finish` with the iterations masked in which the milestone is never reached [working days from start].

        So means and deviations are over those in which it is; `count()` says how many these are, and `compressed()`
        gives them alone, as quantiles take them.
        """
        return {id: np.ma.masked_array(times, mask=np.isinf(times)) for id, times in self.finish.items()}

    @property
    def headline(self) -> Sequence[MilestoneOutlook]:
        """Return the milestones that are told first: the major ones, or all where none is major."""
        return [self.milestone[one.id] for one in self.scenario.headline]

    def summary(self) -> str:
        """Return a line for the plan and one for each major milestone, or for each milestone if none is major."""
        return "\n".join([*self._heading(), *map(self._line, self.headline)])

    def __repr__(self) -> str:
        """Show the summary, and of more than thirty milestones the first."""
        rows = self.headline
        return "\n".join([*self._heading(), *map(self._line, rows[:_MOST_SHOWN]), *_more(rows)])

    def _repr_html_(self) -> str:
        """Show the milestones of the summary as a table, where a notebook does."""
        rows = self.headline
        table = pd.DataFrame(
            {
                "Milestone": one.milestone.name,
                "Due": one.due or "-",
                "Hit": one.hit or "-",
                f"{100 * self.confidence:.10g}% by": _promise(one.promise),
                **{name.upper(): getattr(one, name).date or "no date" for name in ("p10", "p50", "p90")},
            }
            for one in rows[:_MOST_SHOWN]
        )
        above, below = (
            "".join(f"<p>{escape(line)}</p>\n" for line in lines) for lines in (self._heading(), _more(rows))
        )
        return f"{above}{table.to_html(index=False) if rows else ''}{below}"

    def _heading(self) -> list[str]:
        """Return what was played, and how often the project is stopped."""
        played = f"{self.outcome.iterations:,} case{'' if self.outcome.iterations == 1 else 's'}"
        lines = [f"{self.scenario.name}: {played}, seed {self.outcome.seed}"]
        if self.stopping is not None:
            lines.append(f"The project is stopped in {self.stopping.probability} of cases")
        return lines

    def _line(self, outlook: MilestoneOutlook) -> str:
        judged = f"{outlook.hit} by {outlook.due}, " if outlook.due else ""
        return f"{outlook.milestone.name}: {judged}{100 * self.confidence:.10g}% by {_promise(outlook.promise)}"


def _more(rows: Sequence[Any]) -> list[str]:
    more = len(rows) - _MOST_SHOWN
    return [f"and {more:,} more milestone{'' if more == 1 else 's'}"] if more > 0 else []


def _promise(promise: DatedQuantile) -> str:
    """Write a promise date, and between which dates it is known to lie."""
    date = promise.date or "no date"
    match promise.ends:
        case Ends.NEVER:
            return str(date)
        case Ends.TOO_FEW_ITERATIONS:
            return f"{date} (too few iterations for an interval)"
        case Ends.PERHAPS_NEVER:
            return f"{date} ({promise.low_date} to never)"
        case Ends.KNOWN:
            return f"{date} ({promise.low_date} to {promise.high_date})"
