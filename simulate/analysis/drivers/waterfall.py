"""Waterfalls: how a figure builds up from the plan, bar by bar."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from milepost.simulate.analysis.statistics.estimate import Estimate


class Step(StrEnum):
    """What a bar of a waterfall is for."""

    ESTIMATES = "estimates"
    """That durations and costs are uncertain, and that a milestone waits for the last of several paths."""

    CATEGORY = "category"
    """That the risks of a category occur."""

    STOPS = "stops"
    """That the project can be stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """
    What one thing adds to a figure.

    Parameters
    ----------
    step
        What kind of thing.
    name
        The category; else as the step is called.
    change
        What it adds, in the unit of the figure.
    """

    step: Step
    name: str
    change: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """
    How a figure builds up.

    Parameters
    ----------
    plan
        What it is at most likely values and without risks.
    bars
        What is added one after another, to the total; categories of more effect before those of less.
    total
        What comes of it.
    tied
        Pairs of the first three categories of which nobody can tell which has more effect; all told apart are so
        together with a probability of 95%.
    """

    plan: float
    bars: tuple[Bar, ...]
    total: Estimate
    tied: tuple[tuple[str, str], ...]

    @property
    def categories(self) -> Mapping[str, Estimate]:
        """Return what each category adds, by its name."""
        return {bar.name: bar.change for bar in self.bars if bar.step == Step.CATEGORY}
