"""Reference: the plan in force without the limit of crews."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from milepost.models.variant import without_crews
from milepost.simulate.analysis.orderings.figures import Figures
from milepost.simulate.analysis.orderings.footing import unknown_pairs
from milepost.simulate.analysis.orderings.question import Question
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.proportion import Proportion


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """
    The plan in force without the limit of crews: what the crews cost, and no order.

    Parameters
    ----------
    estimate, low, high
        By criterion, what it came to, with its own 95% interval.
    difference
        By criterion, that less what the order in force came to.
    same
        By criterion, whether the two came to the same in every iteration.
    stops
        How often it was stopped.
    cost
        What it cost on average [currency].
    """

    estimate: tuple[Estimate, ...]
    difference: tuple[Estimate, ...]
    same: tuple[bool, ...]
    stops: Proportion
    cost: float

    @classmethod
    def of(cls, question: Question, figures: Figures) -> Self:
        """Compare the plan without the limit of crews with the order in force."""
        scenario, free, in_force = question.scenario, figures.free, figures.played[0]
        estimates, differences, same = [], [], []
        for index, criterion in enumerate(question.criteria):
            family = question.family(criterion, np.array([free.values[index], in_force.values[index]]))
            family = family.without(unknown_pairs([without_crews(scenario), scenario], criterion, family))
            estimates.append(family.alone(0))
            differences.append(family.between(0, 1))
            same.append(bool(family.tie[0, 1]))
        return cls(
            estimate=tuple(estimates), difference=tuple(differences), same=tuple(same), stops=free.stops, cost=free.cost
        )
