"""Measures: the figures of earned value, one a row."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import pandas as pd

from milepost.models.calendar import WorkingDays
from milepost.models.timing import BEGINNING
from milepost.simulate.analysis.money.earned_value import EarnedValue
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.quantile import DatedQuantile
from milepost.simulate.analysis.statistics.rows import Row, with_texts

MEASURE_COLUMNS: Final = ("measure", "name", "value", "low", "high", "unit", "date", "low_date", "high_date")

_DAYS: Final = "working days"


def measure_table(earned: EarnedValue, days: WorkingDays, currency: str) -> pd.DataFrame:
    """Tabulate earned value: the columns of evm.csv."""
    return pd.DataFrame(map(with_texts, measure_rows(earned, days, currency)), columns=list(MEASURE_COLUMNS))


def measure_rows(earned: EarnedValue, days: WorkingDays, currency: str) -> Iterator[Row]:
    """Yield the figures of earned value: by money, by time, then what they and the simulation foretell."""
    money, time = earned.money, earned.time
    yield _row("bac", "Budget at completion", money.budget, currency)
    yield _row("pv", "Planned value", money.planned, currency)
    yield _row("ev", "Earned value", money.earned, currency)
    yield _row("ac", "Actual cost", money.actual, currency)
    yield _row("sv", "Schedule variance", money.schedule_variance, currency)
    yield _row("cv", "Cost variance", money.cost_variance, currency)
    yield _row("spi", "Schedule performance index", money.spi)
    yield _row("cpi", "Cost performance index", money.cpi)
    yield _row("pd", "Planned duration", time.planned, _DAYS, days.date_of(earned.planned_at))
    yield _row("at", "Actual time", time.actual, _DAYS, _actual_date(earned, days))
    yield _row("es", "Earned schedule", time.earned, _DAYS, earned_date(earned, days))
    yield _row("sv_t", "Schedule variance in time", time.variance, _DAYS)
    yield _row("spi_t", "Schedule performance index of time", time.spi)
    yield _row("eac_typical", "Estimate at completion, the rest as before", money.eac_typical, currency)
    yield _row("eac_atypical", "Estimate at completion, the rest as planned", money.eac_atypical, currency)
    yield _row("eac_combined", "Estimate at completion, by both indices", money.eac_combined, currency)
    yield _estimated("eac_mean", "Estimate at completion, simulated mean", earned.cost.mean, currency)
    yield _estimated("eac_p50", "Estimate at completion, simulated P50", earned.cost.p50, currency)
    yield _estimated("eac_p80", "Estimate at completion, simulated P80", earned.cost.p80, currency)
    yield _row("etc", "Estimate to complete, the rest as before", money.to_complete, currency)
    yield _row("vac", "Variance at completion, the rest as before", money.variance_at_completion, currency)
    yield _row("tcpi_bac", "To-complete index for the budget at completion", money.tcpi_budget)
    yield _row("tcpi_eac", "To-complete index for the estimate at completion", money.tcpi_estimate)
    yield _row("eac_t", "End, the rest as before", time.at_completion, _DAYS, days.date_of(earned.completion_at))
    for name, when in {"P50": earned.p50, "P80": earned.p80}.items():
        if when is not None:
            yield _dated(f"end_{name.lower()}", f"Last milestone, simulated {name}", when)


def earned_date(earned: EarnedValue, days: WorkingDays) -> date | None:
    """Return the day at whose beginning the plan had earned what is earned, or in whose course; at most its end."""
    return days.date_of(min(earned.earned_at + BEGINNING, earned.planned_at))


def _actual_date(earned: EarnedValue, days: WorkingDays) -> date | None:
    """Return the day of the status, or of a plan of which nothing is left that on which it was finished."""
    at = earned.actual_at
    return days.date_of(at) if at < days.opening(earned.as_of) else earned.as_of


def _row(measure: str, name: str, value: float, unit: str = "", day: date | None = None) -> Row:
    cells: Row = {"measure": measure, "name": name, "value": value, "unit": unit, "date": day}
    return {column: cells.get(column) for column in MEASURE_COLUMNS}


def _estimated(measure: str, name: str, estimate: Estimate, currency: str) -> Row:
    return {**_row(measure, name, estimate.value, currency), "low": estimate.low, "high": estimate.high}


def _dated(measure: str, name: str, when: DatedQuantile) -> Row:
    row = {**_estimated(measure, name, when, _DAYS), "date": when.date}
    return {**row, "low_date": when.low_date, "high_date": when.high_date}
