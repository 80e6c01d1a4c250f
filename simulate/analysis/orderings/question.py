"""Question: what is asked of the orders of a plan, and how sure the answer has to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from milepost.models import Scenario
from milepost.simulate.analysis.orderings.criterion import Criterion, Values
from milepost.simulate.analysis.statistics.family import Family
from milepost.simulate.analysis.statistics.groups import whole_groups
from milepost.simulate.analysis.variants import Note
from milepost.simulate.limits import MOST_ITERATIONS

LEVEL: Final = 0.95
"""Probability that all that is said of the orders by one criterion holds, and that the selection is correct [-]."""

SELECTED_FROM: Final = MOST_ITERATIONS // 4 * 3
"""Number of the first iteration that finalists are chosen on: beyond those of any figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    What is asked of the orders of a plan.

    Parameters
    ----------
    scenario
        The plan.
    criteria
        What its orders are compared by, each with the least difference that matters.
    iterations
        Over how many iterations the figures are.
    seed
        Key of the random numbers.
    confidence
        Of promise dates [-].
    """

    scenario: Scenario
    criteria: tuple[Criterion, ...]
    iterations: int
    seed: int
    confidence: float

    @property
    def figures(self) -> range:
        """Return the iterations that the figures are over: those that a run of the plan plays."""
        return range(self.iterations)

    @property
    def choice(self) -> range:
        """Return the iterations that put the finalists in sequence: the next after those of the figures."""
        first = whole_groups(self.iterations)
        return range(first, first + self.iterations)

    @property
    def milestones(self) -> frozenset[str]:
        """Return the ids of the milestones that orders are compared by."""
        return frozenset(one.milestone for one in self.criteria if one.milestone)

    @property
    def dates(self) -> tuple[float, ...]:
        """Return the times by which the criteria must know what is spent [working days]."""
        return tuple(date for one in self.criteria for date in one.dates)

    @property
    def notes(self) -> Mapping[str, Note]:
        """Return what the criteria must have noted of every iteration while that is there in detail."""
        return {name: note for one in self.criteria for name, note in one.notes.items()}

    def family(self, criterion: Criterion, values: Values) -> Family:
        """Compare orders by one criterion, from their values stacked along a first axis."""
        return criterion.family(values, confidence=self.confidence, seed=self.seed, level=LEVEL)
