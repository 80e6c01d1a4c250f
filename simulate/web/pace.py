"""Pace: how long plans take to be played here, and so how often one is played for a first answer."""

from typing import Final

from milepost.models import Scenario

FEW: Final = 2_048
"""Iterations of a first answer where all of them would take too long."""
_PATIENCE: Final = 0.15
"""How long a first answer may take to be played and told [s]."""
_USUAL: Final = 8e-9
"""What a node of a plan and an iteration take until something is measured [s]."""
_WEIGHT: Final = 0.25
"""How much a longer measurement counts beside those before; a shorter one is what can be done, and counts alone."""


class Pace:
    """
    How long a node and an iteration take, as measured in plays.

    Parameters
    ----------
    iterations
        How often plans are played in full.
    """

    def __init__(self, iterations: int) -> None:
        self._iterations, self._each = iterations, _USUAL

    def first(self, scenario: Scenario) -> int:
        """Return how often to play a plan for a first answer."""
        whole = self._each * len(scenario.nodes) * self._iterations
        return self._iterations if whole <= _PATIENCE else min(FEW, self._iterations)

    def measured(self, scenario: Scenario, iterations: int, seconds: float) -> None:
        """Take in how long an answer took; of one of few iterations other things take the time."""
        if iterations == self._iterations and iterations > FEW:
            each = seconds / max(1, len(scenario.nodes) * iterations)
            self._each = min(each, self._each + _WEIGHT * (each - self._each))
