"""How probable risks are as given, and how often they occur after what the plan does about them."""

from milepost.simulate.analysis.risks.register import RiskOutlook
from milepost.simulate.result import Result

MOST_RISKS = 40
"""Rows that one picture can hold; of more risks those that matter most are drawn."""


def risk_bars(result: Result) -> list[RiskOutlook]:
    """Return the risks to draw: first those that stop the project, then those that occur most, up to `MOST_RISKS`."""
    return sorted(result.risk.values(), key=_rank)[:MOST_RISKS]


def _rank(one: RiskOutlook) -> tuple[float, float, float]:
    return -one.stops.probability.value, -one.occurs.probability.value, -one.risk.probability
