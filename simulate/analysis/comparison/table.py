"""The table of a comparison: a row for each figure of each milestone, each risk and the plan as a whole."""

from typing import Final

import pandas as pd

from milepost.models.calendar import iso_text
from milepost.simulate.analysis.comparison.comparison import Comparison
from milepost.simulate.analysis.statistics.estimate import columns

DIFFERENCE_COLUMNS: Final = (
    *("kind", "id", "figure", "unit", "before", "after", *columns("difference"), "before_date", "after_date"),
)


def difference_table(comparison: Comparison) -> pd.DataFrame:
    """Tabulate a comparison: the columns of differences.csv."""
    rows = [
        {
            "kind": figure.kind.value,
            "id": id,
            "figure": figure.value,
            "unit": figure.unit.value,
            "before": change.before,
            "after": change.after,
            **change.difference.columns("difference"),
            "before_date": iso_text(change.before_date),
            "after_date": iso_text(change.after_date),
        }
        for (figure, id), change in comparison.changes.items()
    ]
    return pd.DataFrame(rows, columns=list(DIFFERENCE_COLUMNS))
