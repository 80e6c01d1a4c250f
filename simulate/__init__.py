"""What happens to a plan when it is played out many times, and what can be said about it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # every command passes through here, and `--help` must not wait for pandas
    from milepost.models import Scenario
    from milepost.simulate.result import Result

__all__ = ["run"]


def run(
    scenario: "Scenario",
    *,
    iterations: int = 100_000,
    seed: int = 0,
    threads: int | None = None,
    confidence: float = 0.8,
    progress: Callable[[int], None] | None = None,
) -> "Result":
    """
    Play a plan out many times.

    Parameters
    ----------
    scenario
        The plan, as `milepost.models.read_scenario` gives it.
    iterations
        How many times to play it; the same seed gives the same iterations, and more of them extend fewer.
    seed
        Key of the random numbers.
    threads
        How many to work with, all processors unless given; the result does not depend on it.
    confidence
        Probability with which promise dates are kept, from 0.0001 to 0.9999 [-].
    progress
        Called with the number of iterations just played.

    Raises
    ------
    OutOfMemoryError
        When the times of so many iterations would not fit.
    ValueError
        When an argument is out of its range.
    """
    from milepost.simulate.engine.run import simulate
    from milepost.simulate.limits import check_confidence
    from milepost.simulate.result import Result

    check_confidence(confidence)
    outcome = simulate(scenario, iterations=iterations, seed=seed, threads=threads, progress=progress)
    return Result(scenario=scenario, outcome=outcome, confidence=confidence)
