"""Stopping: how often the project ends early, and by what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from milepost.models import Scenario
from milepost.simulate.analysis.proportion import Proportion
from milepost.simulate.engine.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """
    How often a plan that can be stopped is.

    Parameters
    ----------
    probability
        That a risk stops the project [-].
    by
        By risk id, the probability that this one does [-]; the most frequent first, and those that never do left out.
    """

    probability: Proportion
    by: Mapping[str, Proportion]

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome) -> Self | None:
        """Count the iterations that were stopped; none for a plan without stopping risks."""
        if not any(risk.stop for risk in scenario.risks.values()):
            return None
        counts = np.bincount(outcome.cause[outcome.cause >= 0], minlength=len(scenario.risks)).tolist()
        caused = sorted(zip(scenario.risks, counts, strict=True), key=lambda pair: -pair[1])
        return cls(
            probability=Proportion.of(sum(counts), outcome.iterations),
            by={id: Proportion.of(count, outcome.iterations) for id, count in caused if count},
        )
