"""Agreement of the engine with the plain numpy pass, over random plans with every feature."""

from dataclasses import dataclass

import numpy as np
from hypothesis import Phase, given, seed, settings
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.engine.expectation import charged_at_expectation
from milepost.simulate.engine.run import simulate
from tests.oracle import play_plainly
from tests.strategies import scenarios

ITERATIONS = 300


@dataclass(slots=True, kw_only=True)
class Agreement:
    """
    What two ways of playing the same plans came to.

    Parameters
    ----------
    plans
        How many plans.
    numbers
        How many numbers were compared.
    largest
        The largest deviation, as a share of the number where that is above 1 [-]; infinity where one is never and the
        other not.
    """

    plans: int = 0
    numbers: int = 0
    largest: float = 0.0

    @property
    def broken(self) -> bool:
        """Return whether rounding cannot explain the deviation."""
        return self.largest > 1e-9

    def compare(self, engine: NDArray[np.float64], plain: NDArray[np.float64]) -> None:
        """Compare two rows."""
        never = np.isinf(engine) | np.isinf(plain)
        self.numbers += engine.size
        if not np.array_equal(engine[never], plain[never]):
            self.largest = np.inf
        apart = np.abs(engine[~never] - plain[~never]) / np.maximum(1.0, np.abs(plain[~never]))
        self.largest = max(self.largest, float(apart.max(initial=0.0)))

    def add(self, other: "Agreement") -> None:
        """Add what others compared."""
        self.plans += other.plans
        self.numbers += other.numbers
        self.largest = max(self.largest, other.largest)


def agree(first: int, plans: int) -> Agreement:
    """Play random plans, made from a seed, in both ways."""
    found = Agreement()

    @seed(first)
    # `python -m tests.audit` loads no profile
    @settings(max_examples=plans, database=None, deadline=None, phases=[Phase.generate])
    @given(scenario=scenarios())
    def play(scenario: Scenario) -> None:
        outcome = simulate(scenario, iterations=ITERATIONS, seed=first, threads=1)
        plain = play_plainly(scenario, ITERATIONS, seed=first)
        found.plans += 1
        for id in scenario.tasks:
            found.compare(outcome.task_start[id], plain.start[id])
            found.compare(outcome.task_finish[id], plain.finish[id])
        for id in scenario.milestones:
            found.compare(outcome.finish[id], plain.reached[id])
        for id in scenario.risks:
            found.compare(outcome.risk_time[id], plain.occurs[id])
        found.compare(outcome.stop, plain.stop)
        found.compare(outcome.cost, plain.cost)
        found.compare(outcome.expected_cost, plain.expected_cost(charged_at_expectation(scenario)))

    play()
    return found
