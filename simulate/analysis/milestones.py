"""The table of milestones: how likely each is to be hit, and what could be promised instead."""

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Milestone, Scenario
from milepost.models.calendar import WorkingDays
from milepost.simulate.analysis.sample import Sample
from milepost.simulate.engine.outcome import Outcome

PERCENTILES = {"p10": 0.10, "p50": 0.50, "p80": 0.80, "p90": 0.90}

MILESTONE_COLUMNS = (
    *("milestone", "name", "level", "owner", "due", "due_days", "hit", "hit_low", "hit_high"),
    *("reached", "promise", "promise_days", "promise_low_days", "promise_high_days", "mean_days", "sd_days"),
    *(f"{name}_days" for name in PERCENTILES),
    *PERCENTILES,
    "p80_if_reached_days",
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
    rows = [
        _row(milestone, outcome.finish[id_], scenario.days, confidence)
        for id_, milestone in scenario.milestones.items()
    ]
    return pd.DataFrame(rows, columns=list(MILESTONE_COLUMNS))


def _row(
    milestone: Milestone, times: NDArray[np.float64], days: WorkingDays, confidence: float
) -> dict[str, str | float]:
    sample = Sample.of(times)
    promise = sample.quantile(confidence)
    promise_low, promise_high = sample.quantile_interval(confidence)
    percentiles = {name: sample.quantile(p) for name, p in PERCENTILES.items()}
    return {
        "milestone": milestone.id,
        "name": milestone.name,
        "level": str(milestone.level),
        "owner": milestone.owner,
        **_judged(milestone, sample, days),
        "reached": sample.came.size / times.size,
        "promise": days.iso(promise),
        "promise_days": promise,
        "promise_low_days": promise_low,
        "promise_high_days": promise_high,
        "mean_days": sample.mean,
        "sd_days": sample.sd,
        **{f"{name}_days": time for name, time in percentiles.items()},
        **{name: days.iso(time) for name, time in percentiles.items()},
        "p80_if_reached_days": Sample(ordered=sample.came).quantile(0.80),
    }


def _judged(milestone: Milestone, sample: Sample, days: WorkingDays) -> dict[str, str | float]:
    if milestone.due is None:
        return {"due": "", "due_days": math.nan, "hit": math.nan, "hit_low": math.nan, "hit_high": math.nan}
    due = float(days.due_offset(milestone.due))
    hit = sample.within(due)
    return {
        "due": milestone.due.isoformat(),
        "due_days": due,
        "hit": hit.share,
        "hit_low": hit.low,
        "hit_high": hit.high,
    }
