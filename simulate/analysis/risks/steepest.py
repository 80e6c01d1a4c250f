"""The steepest drop of the burn-down: where a milestone would mark the most."""

from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np

from milepost.models import Scenario
from milepost.simulate.analysis.risks.books import LEVELS
from milepost.simulate.analysis.risks.exposure import Exposure
from milepost.simulate.analysis.risks.harm import Sign
from milepost.simulate.analysis.risks.nearest import Nearest, Nearness
from milepost.simulate.analysis.risks.stakes import Unit
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """
    The stretch of days in which the mean exposure to threats falls most a day.

    Parameters
    ----------
    unit
        What the exposure is counted in: money only where no risk costs time.
    begins_days, ends_days, begins, ends
        The stretch: from the end of one row of the burn-down's table to that of the next [days of the axis].
    falls
        By how much it falls there, of `whole` at the start or on the day of the status; each in the unit.
    retired, passed, stopped
        How much of that is retired, passed and stopped.
    nearest
        The milestone that is nearest to its end; none where none has a median.
    """

    unit: Unit
    begins_days: float
    ends_days: float
    begins: date | None
    ends: date | None
    falls: float
    whole: float
    retired: float
    passed: float
    stopped: float
    nearest: Nearest | None

    @classmethod
    def of(cls, scenario: Scenario, outcome: Outcome, exposure: Exposure) -> Self | None:
        """Find it, from the day of the status on where the plan has one; none where no threat falls any more."""
        rows, days = exposure.rows(Sign.THREAT), exposure.times
        if scenario.history is not None:
            ahead = days >= scenario.history.now - SLACK
            rows, days = rows[ahead[: len(rows)]], days[ahead]
        unit = exposure.unit
        if len(rows) < 2:
            return None
        level = rows[LEVELS[unit]].to_numpy()
        falls = level[:-1] - level[1:]
        row = int(np.argmax(falls / np.diff(days)))
        if falls[row] <= 0.0:
            return None
        gone = {why: np.diff(rows[f"{why}_{unit}"].to_numpy())[row] for why in ("retired", "passed", "stopped")}
        begins, ends = scenario.days.dates_of([float(days[row]), float(days[row + 1])])
        return cls(
            unit=unit,
            begins_days=float(days[row]),
            ends_days=float(days[row + 1]),
            begins=begins,
            ends=ends,
            falls=float(falls[row]),
            whole=float(level[0]),
            **{why: float(fallen) for why, fallen in gone.items()},
            nearest=Nearness(scenario, outcome).to(np.full(outcome.detail, days[row + 1])),
        )
