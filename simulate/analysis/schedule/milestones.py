"""The table of milestones: how likely each is to be hit, and what could be promised instead."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Milestone, Scenario
from milepost.models.calendar import WorkingDays
from milepost.simulate.analysis.statistics.columns import ENDS, days_columns
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.sample import Sample
from milepost.simulate.analysis.support.means import supported_mean
from milepost.simulate.analysis.support.reach import DAYS, Influence
from milepost.simulate.engine.followed import followed
from milepost.simulate.engine.outcome import Outcome

PERCENTILES = {"p10": 0.10, "p50": 0.50, "p80": 0.80, "p90": 0.90}

MILESTONE_COLUMNS = (
    *("milestone", "name", "level", "owner", "due", "due_days", "hit", "hit_low", "hit_high"),
    *("reached", "reached_low", "reached_high"),
    *("promise", "promise_low", "promise_high", "promise_state"),
    *("promise_days", "promise_low_days", "promise_high_days"),
    *("mean_days", "mean_low_days", "mean_high_days", "mean_effective", "mean_needed", "sd_days"),
    *(f"{name}{end}_days" for name in PERCENTILES for end in ENDS),
    *PERCENTILES,
    *(f"p80_if_reached{end}_days" for end in ENDS),
    "iterations",
)


def milestone_table(scenario: Scenario, outcome: Outcome, *, confidence: float) -> pd.DataFrame:
    """
    Judge every milestone, in file order.

    Parameters
    ----------
    scenario
        The plan.
    outcome
        What came of its iterations.
    confidence
        Probability with which the promise date is kept, in (0, 1) [-].
    """
    influence, whole = Influence(scenario=scenario), followed(scenario)
    rows = [
        _row(
            milestone,
            outcome.finish[id_],
            outcome.dated(id_),
            influence if id_ in whole else None,
            scenario.days,
            confidence,
        )
        for id_, milestone in scenario.milestones.items()
    ]
    return pd.DataFrame(rows, columns=list(MILESTONE_COLUMNS))


def _row(
    milestone: Milestone,
    times: NDArray[np.float64],
    dated_times: NDArray[np.float64],
    influence: Influence | None,
    days: WorkingDays,
    confidence: float,
) -> dict[str, str | float]:
    sample = Sample.of(times)
    dated = sample if dated_times is times else Sample.of(dated_times)
    mean = _mean(milestone, sample.came, influence)
    reached = Proportion.of(sample.came.size, sample.ordered.size)
    promise, promised = sample.estimate(confidence), dated.estimate(confidence)
    percentiles = {name: sample.estimate(p) for name, p in PERCENTILES.items()}
    return {
        "milestone": milestone.id,
        "name": milestone.name,
        "level": str(milestone.level),
        "owner": milestone.owner,
        **_judged(milestone, dated, days),
        "reached": reached.share,
        "reached_low": reached.low,
        "reached_high": reached.high,
        "promise": days.iso(promised.value),
        "promise_low": days.iso(promised.low),
        "promise_high": days.iso(promised.high),
        "promise_state": promise.ends.value,
        **days_columns("promise", promise),
        "mean_days": mean.estimate,
        "mean_low_days": mean.low,
        "mean_high_days": mean.high,
        "mean_effective": mean.effective,
        "mean_needed": math.nan if influence is None else mean.needed,
        "sd_days": mean.sd,
        **{key: time for name, one in percentiles.items() for key, time in days_columns(name, one).items()},
        **{name: days.iso(dated.quantile(p)) for name, p in PERCENTILES.items()},
        **days_columns("p80_if_reached", Sample(ordered=sample.came).estimate(0.80)),
        "iterations": times.size,
    }


def _mean(milestone: Milestone, came: NDArray[np.float64], influence: Influence | None) -> Mean:
    """Estimate the mean time; without the plan's influence nobody has looked at what it rests on."""
    if influence is None:
        return replace(Mean.of(came), low=math.nan, high=math.nan, effective=math.nan)
    return supported_mean(influence.scenario, f"{DAYS}{milestone.id}", came, influence=influence)


def _judged(milestone: Milestone, sample: Sample, days: WorkingDays) -> dict[str, str | float]:
    if milestone.due is None:
        return {"due": "", "due_days": math.nan, "hit": math.nan, "hit_low": math.nan, "hit_high": math.nan}
    hit = sample.within(days.limit(milestone.due))
    return {
        "due": milestone.due.isoformat(),
        "due_days": float(days.due_offset(milestone.due)),
        "hit": hit.share,
        "hit_low": hit.low,
        "hit_high": hit.high,
    }
