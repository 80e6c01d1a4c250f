"""Played: a plan and what came of it, as another is held against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.models.baseline import PlannedSpending
from milepost.simulate.analysis.money.cash import funding_need
from milepost.simulate.analysis.money.gap import due_gaps
from milepost.simulate.analysis.money.money import ROUNDING, net_amounts
from milepost.simulate.analysis.money.spending import Spending
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.outcome import Outcome


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
    confidence
        Probability with which promise dates are kept [-].
    spending
        How much is spent by when; none where nobody asks.
    """

    scenario: Scenario
    outcome: Outcome
    confidence: float
    spending: Spending | None

    def hits(self, milestone: str) -> NDArray[np.bool_] | None:
        """Return where a milestone is reached by its due date; None without one."""
        due = self.scenario.milestones[milestone].due
        return None if due is None else self.outcome.dated(milestone) <= self.scenario.days.limit(due) + SLACK

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
