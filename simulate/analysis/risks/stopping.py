"""Stopping: how often the project ends early, and by what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import DatedQuantile
from milepost.simulate.analysis.statistics.sample import DatedSample
from milepost.simulate.engine.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """
    How often a risk stops the project.

    Parameters
    ----------
    either
        That it does, alone or together with others [-].
    alone
        That it does and no other risk would have at that moment [-].
    together
        That it does and other risks would have too, at the same moment [-].
    """

    either: Proportion
    alone: Proportion
    together: Proportion


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """
    How often a plan that can be stopped is.

    Parameters
    ----------
    probability
        That a risk stops the project [-].
    when
        The median of the time at which it is, over the iterations in which it is.
    by
        By risk id, how often this one does; the most frequent first, and those that never do left out.
    """

    probability: Proportion
    when: DatedQuantile
    by: Mapping[str, Cause]

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome) -> Self | None:
        """Count the iterations that were stopped; none for a plan without stopping risks."""
        if not any(risk.stop for risk in scenario.risks.values()):
            return None
        found = [(id, cause) for id, cause in causes(outcome, outcome.iterations).items() if cause.either.value]
        return cls(
            probability=Proportion.of(int(np.isfinite(outcome.stop).sum()), outcome.iterations),
            when=stop_times(outcome, np.isfinite(outcome.stop)).estimate(0.50, scenario.days),
            by=dict(sorted(found, key=lambda pair: -pair[1].either.value)),
        )


def stop_times(outcome: Outcome, where: NDArray[np.bool_]) -> DatedSample:
    """Return when the project is stopped in the iterations that are true in bool[N]: always at the end of work."""
    times = outcome.stop[where]
    return DatedSample.of(times, times)


def causes(outcome: Outcome, iterations: int) -> Mapping[str, Cause]:
    """Count, for each risk that can stop the project, those of the first iterations that it stops."""
    number = np.zeros(iterations, np.int32)
    stops = {id: stopped[:iterations] for id, stopped in outcome.stopped_by.items()}
    for stopped in stops.values():
        number += stopped
    found = {}
    for id, stopped in stops.items():
        counts = int(stopped.sum()), int((stopped & (number == 1)).sum())
        either, alone, together = (Proportion.of(count, iterations) for count in (*counts, counts[0] - counts[1]))
        found[id] = Cause(either=either, alone=alone, together=together)
    return found
