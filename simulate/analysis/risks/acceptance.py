"""Acceptance: when so little is left of risks that nobody worries about them any more."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Risk, Scenario
from milepost.simulate.analysis.risks.nearest import Nearest, Nearness
from milepost.simulate.analysis.risks.retirement import probability_kept, retired_to
from milepost.simulate.analysis.risks.stakes import judged_at, last_decided
from milepost.simulate.analysis.statistics.estimate import columns
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import DatedQuantile
from milepost.simulate.analysis.statistics.rows import Row, with_texts
from milepost.simulate.analysis.statistics.sample import SLACK, DatedSample
from milepost.simulate.engine.outcome import Outcome, Times, Truths

_PERCENTILES: Final = {"p10": 0.10, "p50": 0.50, "p90": 0.90}
_ROUNDING: Final = 1e-12
"""By how much a product of shares may exceed a probability and still count as that."""

ACCEPTANCE_COLUMNS: Final = (
    *("of", "id", "name", "category", "probability", "acceptable"),
    *(column for fate in ("accepted", "passed", "stopped") for column in columns(fate)),
    *(column for name in _PERCENTILES for column in columns(name, "_days")),
    *_PERCENTILES,
    *("nearest", *columns("off", "_days")),
    *("meant", *columns("in_time")),
)


class Of(StrEnum):
    """What becomes acceptable."""

    RISK = "risk"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """
    When a risk, or a category of risks, becomes acceptable, over the detailed iterations.

    Parameters
    ----------
    of
        Which of the two it is.
    id
        Of the risk, or the category.
    risk
        The risk; none for a category.
    accepted
        Probability that it becomes acceptable while it may still do harm [-].
    passed
        Probability that all that is exposed to it is decided before: passed, never acceptable [-].
    stopped
        Probability that the project is stopped before [-].
    p10, p50, p90
        When it becomes acceptable, over all iterations; never where it does not.
    nearest
        The milestone that is nearest to the median; none where that is never.
    meant
        Id of the milestone that is meant to have it retired, of a risk: of those that all that retires it comes before,
        the one that is due first; none of a category, and where there is no such milestone.
    in_time
        Probability that it is acceptable by the end of that due date, or the project is stopped by then [-].
    """

    of: Of
    id: str
    risk: Risk | None
    accepted: Proportion
    passed: Proportion
    stopped: Proportion
    p10: DatedQuantile
    p50: DatedQuantile
    p90: DatedQuantile
    nearest: Nearest | None
    meant: str | None
    in_time: Proportion | None


def acceptances(scenario: Scenario, outcome: Outcome) -> Sequence[Acceptance]:
    """
    Say of each category, then of each risk, in file order, when it becomes acceptable.

    A risk does from the first moment at which the probability that is left of it is at most its `acceptable`, whether
    or not it has occurred; a category when all its risks do that have one.
    """
    keeping = probability_kept(scenario)
    found = {
        id: _Fate.of(risk, keeping.get(id, {}), scenario, outcome)
        for id, risk in scenario.risks.items()
        if risk.acceptable is not None
    }
    if not found or not outcome.detail:
        return []
    categories: defaultdict[str, list[_Fate]] = defaultdict(list)
    for id, fate in found.items():
        if category := scenario.risks[id].category:
            categories[category].append(fate)
    nearness, meant = Nearness(scenario, outcome), _meant(scenario)

    def told(of: Of, id: str, fate: _Fate) -> Acceptance:
        sample = DatedSample.of(fate.times, fate.dated)
        quantiles = {name: sample.estimate(p, scenario.days) for name, p in _PERCENTILES.items()}
        shares = (np.isfinite(fate.times), fate.passed, np.isinf(fate.times) & ~fate.passed)
        accepted, passed, stopped = (Proportion.of(int(share.sum()), outcome.detail) for share in shares)
        milestone = meant.get(id) if of is Of.RISK else None
        return Acceptance(
            of=of,
            id=id,
            risk=scenario.risks[id] if of is Of.RISK else None,
            accepted=accepted,
            passed=passed,
            stopped=stopped,
            **quantiles,
            nearest=nearness.to(fate.times),
            meant=milestone,
            in_time=None if milestone is None else _in_time(fate, milestone, scenario, outcome),
        )

    by_category = [told(Of.CATEGORY, name, _Fate.of_all(fates)) for name, fates in categories.items()]
    return [*by_category, *(told(Of.RISK, id, fate) for id, fate in found.items())]


def _meant(scenario: Scenario) -> Mapping[str, str]:
    """Return, by the id of a risk, that of the milestone meant to have it retired, where there is one."""
    retiring = {risk: [id for id, task in scenario.tasks.items() if risk in task.retires] for risk in scenario.risks}
    precedes = scenario.network.precedence({id for ids in retiring.values() for id in ids})
    due = sorted((one.due, id) for id, one in scenario.milestones.items() if one.due is not None)
    found = {
        risk: next((id for _, id in due if all(precedes(task, id) for task in ids)), None)
        for risk, ids in retiring.items()
        if ids
    }
    return {risk: id for risk, id in found.items() if id is not None}


def _in_time(fate: "_Fate", milestone: str, scenario: Scenario, outcome: Outcome) -> Proportion:
    due = scenario.milestones[milestone].due
    limit = scenario.days.limit(scenario.days.start if due is None else due) + SLACK
    in_time = (fate.dated <= limit) | (outcome.stop[: outcome.detail] <= limit)
    return Proportion.of(int(np.count_nonzero(in_time)), outcome.detail)


def acceptance_table(found: Iterable[Acceptance]) -> pd.DataFrame:
    """Tabulate when risks become acceptable: the columns of acceptable.csv."""
    return pd.DataFrame([with_texts(acceptance_row(one)) for one in found], columns=list(ACCEPTANCE_COLUMNS))


def acceptance_row(one: Acceptance) -> Row:
    """Return the row of a risk or a category."""
    risk, near = one.risk, one.nearest
    quantiles: Mapping[str, DatedQuantile] = {name: getattr(one, name) for name in _PERCENTILES}
    row: Row = {
        "of": one.of,
        "id": one.id,
        "name": one.id if risk is None else risk.name,
        "category": one.id if risk is None else risk.category,
        "probability": np.nan if risk is None else risk.probability,
        "acceptable": np.nan if risk is None or risk.acceptable is None else risk.acceptable,
        **one.accepted.columns("accepted"),
        **one.passed.columns("passed"),
        **one.stopped.columns("stopped"),
        "nearest": "" if near is None else near.milestone,
        **(dict.fromkeys(columns("off", "_days"), np.nan) if near is None else near.off.columns("off", "_days")),
        "meant": one.meant or "",
        **(dict.fromkeys(columns("in_time"), np.nan) if one.in_time is None else one.in_time.columns("in_time")),
    }
    for name, quantile in quantiles.items():
        row |= {**quantile.columns(name, "_days"), name: quantile.date}
    return {column: row[column] for column in ACCEPTANCE_COLUMNS}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fate:
    """
    What becomes of a risk in each iteration.

    Parameters
    ----------
    times, dated
        float64[n] each: when it is acceptable, infinity where it never is, and the times that have their dates.
    passed
        bool[n], where all is decided before.
    """

    times: Times
    dated: Times
    passed: Truths

    @classmethod
    def of(cls, risk: Risk, keeping: Mapping[str, float], scenario: Scenario, outcome: Outcome) -> Self:
        """Judge a risk that has a probability which is acceptable."""
        limit = (0.0 if risk.acceptable is None else risk.acceptable) + _ROUNDING
        stop, never = outcome.stop[: outcome.detail], np.full(outcome.detail, np.inf)
        if risk.probability <= limit:
            first = dated = np.zeros(outcome.detail)
        else:
            first, dated = retired_to(limit, keeping, outcome, whole=risk.probability)
        judging = judged_at(risk, scenario) if risk.stop else risk.exposes
        last = last_decided(judging, outcome) if judging else never
        in_time = (first <= last + SLACK) & (first < stop - SLACK)
        return cls(
            times=np.where(in_time, first, np.inf),
            dated=np.where(in_time, dated, np.inf),
            passed=~in_time & (last < stop - SLACK),
        )

    @classmethod
    def of_all(cls, fates: Sequence[Self]) -> Self:
        """Judge all of some risks together."""

        def last(times: Iterable[NDArray[np.float64]]) -> Times:
            latest: Times = np.max(np.array([*times]), axis=0)
            return latest

        return cls(
            times=last(one.times for one in fates),
            dated=last(one.dated for one in fates),
            passed=np.any([one.passed for one in fates], axis=0),
        )
