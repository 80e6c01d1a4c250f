"""Columns: the names under which an estimate and the ends of its interval stand in a table."""

from typing import Final

from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Quantile

ENDS: Final = ("", "_low", "_high")
"""What stands between the name of an estimate and its unit: nothing for the value, then the ends of its interval."""


def interval_columns(name: str, share: Proportion) -> dict[str, float]:
    """Return the columns of a share: the estimate and the ends of its interval [-]."""
    return {name: share.share, f"{name}_low": share.low, f"{name}_high": share.high}


def days_columns(name: str, quantile: Quantile) -> dict[str, float]:
    """Return the columns of a percentile of times: the estimate and the ends of its interval [working days]."""
    return {f"{name}_days": quantile.value, f"{name}_low_days": quantile.low, f"{name}_high_days": quantile.high}
