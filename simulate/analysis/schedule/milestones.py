"""Milestones: how likely each is to be hit, and what could be promised instead."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Self

import pandas as pd

from milepost.models import Milestone, Scenario
from milepost.models.calendar import WorkingDays
from milepost.models.group import code_words
from milepost.simulate.analysis.schedule.merge_bias import MERGE_BIAS_COLUMNS, MergeBias
from milepost.simulate.analysis.statistics.estimate import columns
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import DatedQuantile, Quantile
from milepost.simulate.analysis.statistics.rows import Row, with_texts
from milepost.simulate.analysis.statistics.sample import DatedSample, Sample, dated_estimates
from milepost.simulate.analysis.support.means import supported_mean
from milepost.simulate.analysis.support.reach import DAYS, Influence
from milepost.simulate.engine.followed import followed

PERCENTILES: Final = {"p10": 0.10, "p50": 0.50, "p80": 0.80, "p90": 0.90}

MILESTONE_COLUMNS: Final = (
    *("milestone", "name", "level", "owner", "group", "codes", "due", "due_days", *columns("hit"), *columns("reached")),
    *(*columns("promise"), "promise_state", *columns("promise", "_days")),
    *(*columns("mean", "_days"), "mean_effective", "mean_needed", "sd_days"),
    *(column for name in PERCENTILES for column in columns(name, "_days")),
    *PERCENTILES,
    *columns("p80_if_reached", "_days"),
    "iterations",
    *MERGE_BIAS_COLUMNS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneDates:
    """
    When a milestone is to be expected: what needs no time of every iteration in order.

    Parameters
    ----------
    milestone
        The milestone: its id, name, level, owner and due date.
    hit
        Probability that it is reached by its due date [-]; none without one.
    reached
        Probability that it is reached at all [-].
    promise
        Date that is kept with the chosen confidence.
    p10, p50, p80, p90
        Percentiles over all iterations.
    iterations
        How many iterations tell of it.
    """

    milestone: Milestone
    hit: Proportion | None
    reached: Proportion
    promise: DatedQuantile
    p10: DatedQuantile
    p50: DatedQuantile
    p80: DatedQuantile
    p90: DatedQuantile
    iterations: int

    @property
    def due(self) -> date | None:
        """Return the due date of the milestone."""
        return self.milestone.due


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneOutlook(MilestoneDates):
    """
    What is to be expected of a milestone: its dates, and on average.

    Parameters
    ----------
    mean
        Mean time of the iterations in which it is reached [working days from start].
    p80_if_reached
        That of the iterations in which it is reached [working days from start].
    merge_bias
        By how much later it is than by the plan's own schedule.
    """

    mean: Mean
    p80_if_reached: Quantile
    merge_bias: MergeBias

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        milestone: Milestone,
        sample: DatedSample,
        influence: Influence | None,
        *,
        confidence: float,
    ) -> Self:
        """
        Judge a milestone.

        Parameters
        ----------
        scenario
            The plan.
        milestone
            The milestone.
        sample
            When it is reached.
        influence
            That of the plan; none where only the detailed iterations tell of it.
        confidence
            Probability with which the promise date is kept, in (0, 1) [-].
        """
        came = Sample.in_order(scenario.days.worked(sample.times.came))
        mean = _mean(milestone, came, influence)
        shares = [confidence, *PERCENTILES.values()]
        (found,) = dated_estimates([sample], shares, scenario.days_of(milestone.id))
        dates = _dates(scenario, milestone, sample, found)
        return cls(
            **dates,
            mean=mean,
            p80_if_reached=came.estimate(0.80),
            merge_bias=MergeBias.of(scenario, milestone, mean, dates["p50"]),
        )


def milestone_dates(
    scenario: Scenario, samples: Mapping[str, DatedSample], *, confidence: float
) -> Mapping[str, MilestoneDates]:
    """Judge when every milestone is reached, in file order; the parameters are those of `milestone_outlooks`."""
    by_axis: dict[WorkingDays, list[str]] = {}
    for id in scenario.milestones:
        by_axis.setdefault(scenario.days_of(id), []).append(id)
    shares = [confidence, *PERCENTILES.values()]
    known: dict[str, dict[str, Any]] = {}
    for days, ids in by_axis.items():
        some = [samples[id] for id in ids]
        for id, sample, found in zip(ids, some, dated_estimates(some, shares, days), strict=True):
            known[id] = _dates(scenario, scenario.milestones[id], sample, found)
    return {id: MilestoneDates(**known[id]) for id in scenario.milestones}


def milestone_outlooks(
    scenario: Scenario, samples: Mapping[str, DatedSample], *, confidence: float
) -> Mapping[str, MilestoneOutlook]:
    """
    Judge every milestone, in file order.

    Parameters
    ----------
    scenario
        The plan.
    samples
        By id, when each is reached.
    confidence
        Probability with which the promise date is kept, in (0, 1) [-].
    """
    influence, whole = Influence(scenario=scenario), followed(scenario)
    return {
        id: MilestoneOutlook.of(
            scenario, milestone, samples[id], influence if id in whole else None, confidence=confidence
        )
        for id, milestone in scenario.milestones.items()
    }


def milestone_table(outlooks: Iterable[MilestoneOutlook], days: WorkingDays) -> pd.DataFrame:
    """Tabulate milestones: the columns of milestones.csv."""
    rows = [with_texts(milestone_row(one, days)) for one in outlooks]
    return pd.DataFrame(rows, columns=list(MILESTONE_COLUMNS))


def milestone_row(outlook: MilestoneOutlook, days: WorkingDays) -> Row:
    """Return the row of a milestone."""
    milestone, promise = outlook.milestone, outlook.promise
    dates = promise.date, promise.low_date, promise.high_date
    percentiles: dict[str, DatedQuantile] = {name: getattr(outlook, name) for name in PERCENTILES}
    return {
        "milestone": milestone.id,
        "name": milestone.name,
        "level": str(milestone.level),
        "owner": milestone.owner,
        "group": milestone.group,
        "codes": code_words(milestone.codes),
        "due": milestone.due,
        "due_days": math.nan if milestone.due is None else float(days.worked(days.due_offset(milestone.due))),
        **(dict.fromkeys(columns("hit"), math.nan) if outlook.hit is None else outlook.hit.columns("hit")),
        **outlook.reached.columns("reached"),
        **dict(zip(columns("promise"), dates, strict=True)),
        "promise_state": promise.ends.value,
        **promise.columns("promise", "_days"),
        **outlook.mean.columns("mean", "_days"),
        "sd_days": outlook.mean.sd,
        **{column: time for name, one in percentiles.items() for column, time in one.columns(name, "_days").items()},
        **{name: one.date for name, one in percentiles.items()},
        **outlook.p80_if_reached.columns("p80_if_reached", "_days"),
        "iterations": outlook.iterations,
        **outlook.merge_bias.columns(),
    }


def _dates(
    scenario: Scenario, milestone: Milestone, sample: DatedSample, found: Sequence[DatedQuantile]
) -> dict[str, Any]:
    """Return what `MilestoneDates` says of a milestone, with its promise date and percentiles as they were found."""
    n = sample.times.size
    return {
        "milestone": milestone,
        "hit": None if milestone.due is None else _hit(milestone, milestone.due, sample, scenario.days),
        "reached": Proportion.of(sample.times.came_count, n) if milestone.reached is None else Proportion.sure(True),
        **dict(zip(("promise", *PERCENTILES), found, strict=True)),
        "iterations": n,
    }


def _hit(milestone: Milestone, due: date, sample: DatedSample, days: WorkingDays) -> Proportion:
    """Return how probable it is that a milestone is hit; of one that is reached that is known."""
    if milestone.reached is None:
        return sample.dated.within(days.limit(due))
    return Proportion.sure(milestone.reached <= due)


def _mean(milestone: Milestone, came: Sample, influence: Influence | None) -> Mean:
    """Estimate the mean time; without the plan's influence nobody has looked at what it rests on."""
    if influence is None:
        return replace(Mean.of(came.ordered), low=math.nan, high=math.nan, effective=math.nan, needed=math.nan)
    return supported_mean(influence.scenario, f"{DAYS}{milestone.id}", came.ordered, influence=influence)
