"""How probable risks are as given, and how often they occur after what the plan does about them."""

from dataclasses import dataclass

from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.result import Result

MOST_RISKS = 40
"""Rows that one picture can hold; of more risks those that matter most are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskBar:
    """
    What becomes of a risk.

    Parameters
    ----------
    id, name, category
        Of the risk.
    probability
        As given [-].
    occurs, stops
        How probably it occurs at a task exposed to it, and stops the project.
    may_stop
        Whether it can stop the project.
    """

    id: str
    name: str
    category: str
    probability: float
    occurs: Proportion
    stops: Proportion
    may_stop: bool


def risk_bars(result: Result) -> list[RiskBar]:
    """Return the risks to draw: first those that stop the project, then those that occur most, up to `MOST_RISKS`."""
    bars = [
        RiskBar(
            id=row["risk"],
            name=row["name"],
            category=row["category"],
            probability=row["probability"],
            occurs=Proportion(share=row["occurs"], low=row["occurs_low"], high=row["occurs_high"]),
            stops=Proportion(share=row["stops"], low=row["stops_low"], high=row["stops_high"]),
            may_stop=result.scenario.risks[row["risk"]].stop,
        )
        for row in result.risks.to_dict("records")
    ]
    return sorted(bars, key=lambda bar: (-bar.stops.share, -bar.occurs.share, -bar.probability))[:MOST_RISKS]
