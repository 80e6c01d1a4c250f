"""Exposure: the harm that open risks may still do, as it burns down."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import pandas as pd

from milepost.models import Risk, Scenario
from milepost.simulate.analysis.risks.books import LEVELS, Books, Grid
from milepost.simulate.analysis.risks.falls import Why
from milepost.simulate.analysis.risks.harm import Sign
from milepost.simulate.analysis.risks.retirement import harm_kept, probability_kept
from milepost.simulate.analysis.risks.stakes import Stakes, Unit
from milepost.simulate.analysis.statistics.course import grid_over
from milepost.simulate.engine.outcome import Outcome

EXPOSURE_COLUMNS: Final = (
    *("days", "date", "of", "category", "sign"),
    *(f"{LEVELS[unit]}{statistic}" for unit in Unit for statistic in ("", "_p10", "_p90")),
    *(f"{why}_{unit}" for unit in Unit for why in Why),
    "stop",
)

_USUAL_POINTS: Final = 60
"""Times of the grid up to the day by which 99 of 100 iterations have nothing at stake any more."""

_TAIL_POINTS: Final = 12
"""Times of the grid from there to the last day on which anything is at stake."""


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """
    The risk burn-down over the detailed iterations.

    Parameters
    ----------
    table
        The columns of exposure.csv: a row for each time of the grid, of the plan as a whole and of each category with
        something at stake, for threats and for opportunities.
    times
        float64[g], the grid [days of the axis].
    """

    table: pd.DataFrame
    times: Grid

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome) -> Self | None:
        """Add up what is at stake in each iteration; none where nothing ever is."""
        risks = scenario.risks.values() if outcome.detail else ()
        open_risks = [one for one in (_Open.of(risk, scenario, outcome) for risk in risks) if one]
        if not open_risks:
            return None
        grid = _grid(open_risks, outcome)
        categories: defaultdict[str, list[_Open]] = defaultdict(list)
        for one in open_risks:
            categories[one.risk.category].append(one)
        kept, probability = harm_kept(scenario), probability_kept(scenario)
        plan, tables = Books(grid, outcome.detail), []
        for category, some in categories.items():
            books = Books(grid, outcome.detail)
            for one in some:
                for fall in one.harm.falls(kept.get(one.risk.id, {}), outcome):
                    books.add(fall, one.harm.measures)
                if one.stop.each:
                    books.add_stop(one.stop.falls(probability.get(one.risk.id, {}), outcome))
            plan.join(books)
            tables += [table.assign(of="category", category=category) for table in books.tables()]
        tables = [*(table.assign(of="plan", category="") for table in plan.tables()), *tables]
        table = pd.concat(tables, ignore_index=True)
        count = len(table) // grid.size
        table = table.assign(days=np.tile(scenario.days.worked(grid), count), date=scenario.days.isos(grid) * count)
        return cls(table=table[list(EXPOSURE_COLUMNS)], times=grid)

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the categories that have something at stake, in the order in which their first risk stands."""
        return tuple(dict.fromkeys(self.table.loc[self.table["of"] == "category", "category"]))

    @property
    def lasts(self) -> bool:
        """Return whether anything is at stake at the end of a day: what exposes only what begins at once never is."""
        return bool(self.table[[*LEVELS.values(), "stop"]].fillna(0.0).to_numpy().any())

    @property
    def unit(self) -> Unit:
        """Return what exposure is counted in where one unit is enough: working days if any risk costs time."""
        return Unit.DAYS if self.table[LEVELS[Unit.DAYS]].any() else Unit.MONEY

    def rows(self, sign: Sign, category: str | None = None) -> pd.DataFrame:
        """Return the threats, or opportunities, of a category, or of the plan as a whole: a row for each time."""
        table = self.table
        of = (
            table["of"] == "plan" if category is None else (table["of"] == "category") & (table["category"] == category)
        )
        return table[of & (table["sign"] == sign)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """A risk with what it may do, and the stop that it may bring."""

    risk: Risk
    harm: Stakes
    stop: Stakes

    @classmethod
    def of(cls, risk: Risk, scenario: Scenario, outcome: Outcome) -> Self | None:
        """Return what is at stake; none where nothing is."""
        harm, stop = Stakes.of(risk, scenario, outcome), Stakes.of_stop(risk, scenario, outcome)
        return cls(risk=risk, harm=harm, stop=stop) if harm.each or stop.each else None


def _grid(open_risks: Collection[_Open], outcome: Outcome) -> Grid:
    ends = np.zeros(outcome.detail)
    for one in open_risks:
        for stake in (*one.harm.each, *one.stop.each):
            np.maximum(ends, np.minimum(stake.until, outcome.stop[: outcome.detail]), out=ends)
    return grid_over(ends, usual_points=_USUAL_POINTS, tail_points=_TAIL_POINTS)
