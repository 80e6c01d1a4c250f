"""The area under the risk burn-down: how much harm has been open for how long, in every detailed iteration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from milepost.models import Risk, Scenario
from milepost.models.calendar import WorkingDays
from milepost.simulate.analysis.risks.harm import Harm, Sign
from milepost.simulate.analysis.risks.retirement import harm_kept
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.outcome import Outcome, Times


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRisk:
    """
    What the burn-down of one risk depends on.

    Parameters
    ----------
    probability
        Of the risk as given [-].
    harms
        By the id of each task that suffers from it, by how much on average [working days].
    keeping
        By the id of each task that retires it, the share of probability times impact that it leaves [-].
    """

    probability: float
    harms: Mapping[str, float]
    keeping: Mapping[str, float]

    @classmethod
    def of(cls, risk: Risk, scenario: Scenario, keeping: Mapping[str, float]) -> Self:
        """Take from a plan what a risk threatens."""
        threat = Harm.of(risk, scenario).part(Sign.THREAT)
        harms = {id: days for id, days in threat.days.items() if days > 0.0}
        return cls(probability=risk.probability, harms=harms, keeping=keeping)

    @property
    def at_start(self) -> float:
        """Return its exposure at the start [working days]."""
        return self.probability * sum(self.harms.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureArea:
    """
    The area under the burn-down of the threats of a plan, up to a horizon.

    Exposure is the harm that is still open: of each risk the probability times the impact that is left, times the harm
    at the exposed tasks that are not yet decided. A stopped project holds the exposure that it was left with up to the
    horizon, for nothing retires it any more. It is measured while orders are played, a few hundred iterations at a
    time: to add up the falls that Exposure has takes three times as long.

    Parameters
    ----------
    risks
        Those that threaten a task.
    horizon
        Up to when to measure [days of the axis].
    days
        The axis.
    """

    risks: tuple[OpenRisk, ...]
    horizon: float
    days: WorkingDays

    @classmethod
    def of(cls, scenario: Scenario, horizon: float) -> Self:
        """Take from a plan what its exposure depends on."""
        kept = harm_kept(scenario)
        risks = (
            OpenRisk.of(risk, scenario, kept.get(id, {}))
            for id, risk in scenario.risks.items()
            if risk.probability > 0.0
        )
        return cls(risks=tuple(risk for risk in risks if risk.harms), horizon=horizon, days=scenario.days)

    @property
    def at_start(self) -> float:
        """Return the exposure at the start [working days]."""
        return sum(risk.at_start for risk in self.risks)

    @property
    def held(self) -> float:
        """Return the area if the exposure of the start stayed up to the horizon [working days x working days]."""
        return self.at_start * float(self.days.worked(self.horizon))

    def measured(self, outcome: Outcome) -> Times:
        """Return the area of each detailed iteration, float64[n] [working days x working days]."""
        area = np.zeros(outcome.detail)
        ends = outcome.stop[: outcome.detail] - SLACK
        for risk in self.risks:
            area += risk.probability * self._of(risk, outcome, ends)
        return area

    def _of(self, risk: OpenRisk, outcome: Outcome, ends: Times) -> Times:
        """
        Return float64[n], the sum over exposed tasks of harm times the integral of what is left up to the decision.

        What is left falls in steps, from L_0 = 1 to L_k once k of the K retiring tasks have finished, at f_1 <= f_2 ...
        Its integral up to x is L_K x plus the sum over k of (L_k-1 - L_k) min(x, f_k).
        """
        decided = {id: self._until(outcome.decided(id), ends) for id in risk.harms}
        finished = [
            self._until(np.where(outcome.takes_effect(id), outcome.task_finish[id], np.inf), ends)
            for id in risk.keeping
        ]
        finishes, left = _steps(finished, list(risk.keeping.values()))
        area = np.zeros(outcome.detail)
        for id, harm in risk.harms.items():
            area += harm * decided[id]
        area *= left[-1]
        for finish, before, after in zip(finishes, left, left[1:], strict=False):
            open_until = np.zeros(outcome.detail)
            for id, harm in risk.harms.items():
                open_until += harm * np.minimum(decided[id], finish)
            area += (before - after) * open_until
        return area

    def _until(self, times: Times, ends: Times) -> Times:
        """Return the days worked up to times and to the horizon, which also stands for what a stop prevents."""
        return self.days.worked(np.where(times < ends, np.minimum(times, self.horizon), self.horizon))


def _steps(finishes: Sequence[Times], keeping: Sequence[float]) -> tuple[Sequence[Times], Sequence[Times | float]]:
    """Return times in ascending order, each K times float64[n], and what is left before them and after each."""
    if len(finishes) < 2:
        return finishes, [1.0, *keeping]
    stacked = np.array(finishes)
    order = np.argsort(stacked, axis=0, kind="stable")
    left: list[Times | float] = [1.0]
    for row in np.array(keeping)[order]:
        left.append(left[-1] * row)
    return [*np.take_along_axis(stacked, order, axis=0)], left
