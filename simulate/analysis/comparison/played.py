"""Played: a plan and what came of it, as another is held against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import inf
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.baseline import PlannedSpending
from milepost.simulate.analysis.money.cash import funding_need
from milepost.simulate.analysis.money.gap import due_gaps
from milepost.simulate.analysis.money.money import ROUNDING, net_amounts
from milepost.simulate.analysis.money.spending import Spending
from milepost.simulate.analysis.statistics.sample import SLACK, DatedSample
from milepost.simulate.analysis.statistics.sections import Figures, quantile_figures
from milepost.simulate.engine.outcome import Outcome

_Key: TypeAlias = tuple[str, float, int, bool]
"""A milestone, which quantile, of how many iterations, and whether of the times that have the dates."""


@dataclass(frozen=True, kw_only=True)
class Played:
    """
    A plan that was played.

    Parameters
    ----------
    scenario
        The plan.
    outcome
        What came of it.
    samples
        By milestone id, when it is reached, with what is known of that.
    confidence
        Probability with which promise dates are kept [-].
    spending
        How much is spent by when; none where nobody asks.
    """

    scenario: Scenario
    outcome: Outcome
    samples: Mapping[str, DatedSample]
    confidence: float
    spending: Spending | None

    def hits(self, milestone: str) -> NDArray[np.bool_] | None:
        """Return where a milestone is reached by its due date; None without one."""
        due = self.scenario.milestones[milestone].due
        return None if due is None else self.outcome.dated(milestone) <= self.scenario.days.limit(due) + SLACK

    def quantile_figures(self, milestone: str, p: float, n: int, like: Self | None = None) -> Figures:
        """
        Return a quantile of when a milestone is reached in the first n iterations, of all of them and of their parts.

        Parameters
        ----------
        milestone
            Its id.
        p
            Which quantile [-].
        n
            How many iterations.
        like
            A plan of which the figures are those sought where its times are the same, as they mostly are where little
            is changed.
        """
        return self._figures_of((milestone, p, n, False), like)

    def dated_figures(self, milestone: str, p: float, n: int, like: Self | None = None) -> Figures:
        """Return the same of the times that have its dates."""
        return self._figures_of((milestone, p, n, self._is_dated_apart(milestone)), like)

    def quantile_date(self, milestone: str, p: float, n: int, like: Self | None = None) -> date | None:
        """Return the date of that quantile; none of never."""
        return self.scenario.days_of(milestone).date_of(float(self.dated_figures(milestone, p, n, like)[0]))

    def _figures_of(self, key: _Key, like: Self | None) -> Figures:
        """Return figures, and keep them: a plan may be held against many others."""
        if key not in self._figures:
            times = self._times(key)
            known = None if like is None else like._figures.get(key)
            is_known = like is not None and known is not None and np.array_equal(times, like._times(key))
            self._figures[key] = known if known is not None and is_known else self._found(key, times)
        return self._figures[key]

    def _found(self, key: _Key, times: NDArray[np.float64]) -> Figures:
        milestone, p, n, dated = key
        sample = self.samples[milestone].dated if dated else self.samples[milestone].times
        return quantile_figures(times, p, whole=sample.quantile(p) if sample.size == n else None)

    def _times(self, key: _Key) -> NDArray[np.float64]:
        milestone, _, n, dated = key
        return (self.outcome.dated(milestone) if dated else self.outcome.finish[milestone])[:n]

    def _is_dated_apart(self, milestone: str) -> bool:
        return self.outcome.dated(milestone) is not self.outcome.finish[milestone]

    @cached_property
    def _figures(self) -> dict[_Key, Figures]:
        return {}

    @property
    def within(self) -> NDArray[np.bool_] | None:
        """Return, bool[N], where the cost stays within the budget; None without one."""
        total = self.scenario.budget.total
        return None if total is None else self.outcome.cost <= total * (1 + ROUNDING)

    @cached_property
    def planned_cost(self) -> float:
        """Return what the plan costs at its most likely durations, where no risk occurs [currency]."""
        return float(PlannedSpending(self.scenario.agreed).spent(inf))

    @cached_property
    def peak(self) -> NDArray[np.float64] | None:
        """Return, float64[n], the peak funding need [currency]; None without invoices."""
        return funding_need(self.scenario, self.outcome, self.spending)

    @property
    def stopped(self) -> NDArray[np.bool_] | None:
        """Return, bool[N], where the project is stopped; None where nothing can stop it."""
        can_be = any(risk.stop for risk in self.scenario.risks.values())
        return np.isfinite(self.outcome.stop) if can_be else None

    @cached_property
    def net(self) -> NDArray[np.float64] | None:
        """Return, float64[N], the value of the milestones reached, less lateness and cost; None without any value."""
        return net_amounts(self.scenario, self.outcome, self.outcome.cost)

    @cached_property
    def expected_net(self) -> NDArray[np.float64] | None:
        """Return the same with charges at their expectation, for means."""
        return net_amounts(self.scenario, self.outcome, self.outcome.expected_cost)

    @cached_property
    def gaps(self) -> Mapping[str, NDArray[np.float64]]:
        """Return, by milestone id, float64[n], burn less progress on its due date; nothing without a budget."""
        return due_gaps(self.scenario, self.outcome, self.spending)
