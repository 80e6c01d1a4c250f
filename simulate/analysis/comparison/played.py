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
from milepost.simulate.analysis.support.shift import Apart
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

    def apart(self, milestone: str, n: int, before: Self) -> Apart:
        """Return by how much later it is reached than in another plan, in the first n iterations."""
        key = milestone, self.confidence, n, False
        if n and self._is_shared(key, before):
            return Apart(size=n, moved=0, least=0.0, most=0.0)
        return Apart.of(before._times(key), self._times(key))

    def _figures_of(self, key: _Key, like: Self | None) -> Figures:
        """Return figures, and keep them: a plan may be held against many others."""
        if key not in self._figures:
            known = None if like is None else like._figures.get(key)
            is_known = like is not None and known is not None and self._is_like(like, key)
            self._figures[key] = known if known is not None and is_known else self._found(key, self._times(key))
        return self._figures[key]

    def _is_like(self, other: Self, key: _Key) -> bool:
        """Return whether the times are those of another, as they surely are where what is known of them is shared."""
        return self._is_shared(key, other) or np.array_equal(self._times(key), other._times(key))

    def _is_shared(self, key: _Key, other: Self) -> bool:
        are_of_samples = self._is_of_sample(key) and other._is_of_sample(key)
        return are_of_samples and self.samples[key[0]] is other.samples[key[0]]

    def _found(self, key: _Key, times: NDArray[np.float64]) -> Figures:
        milestone, p, n, dated = key
        sample = self.samples[milestone].dated if dated else self.samples[milestone].times
        is_known = sample.size == n and self._is_of_sample(key)
        return quantile_figures(times, p, whole=sample.quantile(p) if is_known else None)

    def _is_of_sample(self, key: _Key) -> bool:
        """Return whether the times are those of the sample, on the axis: where calendars differ, finishes are not."""
        return key[-1] or self.outcome.finish is self.outcome.moments

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
