"""Earned value over time, and where indices and the simulation see the end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milepost.simulate.analysis.money.earned_course import EarnedCourse
from milepost.simulate.analysis.money.earned_value import EarnedValue
from milepost.simulate.report.media.positions import day_position, positions
from milepost.simulate.result import Result

Point = tuple[float, float]
"""A position on a date axis [days], and an amount [currency]; NaN where it is not known, or never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedValueCurves:
    """
    Earned value over time, and where indices and the simulation see the end.

    Parameters
    ----------
    planned_dates, planned
        float64[n]: ascending positions on a date axis [days], and planned value [currency].
    dates, earned
        float64[k]: likewise up to today, and earned value [currency].
    spent
        Today, and the actual cost.
    schedule
        The earned schedule, and what is earned.
    indices
        The end by SPI(t), and the cost by CPI.
    low, middle, high
        P10, P50 and P90 of the end and of the total cost by the simulation; ends are NaN without milestones.
    """

    planned_dates: NDArray[np.float64]
    planned: NDArray[np.float64]
    dates: NDArray[np.float64]
    earned: NDArray[np.float64]
    spent: Point
    schedule: Point
    indices: Point
    low: Point
    middle: Point
    high: Point


def earned_value_curves(result: Result, earned: EarnedValue) -> EarnedValueCurves:
    """Return earned value of a plan with a status up to now, and what lies ahead."""
    days, money, cost = result.scenario.days, earned.money, earned.cost
    course = EarnedCourse.of(result.scenario, earned)
    last = None if earned.last is None else result.milestone[earned.last.id]
    ends = (np.nan,) * 3 if last is None else (last.p10.axis.value, last.p50.axis.value, last.p90.axis.value)
    today = day_position(earned.as_of)
    at = [today, *positions(days, [earned.earned_at, earned.completion_at, *ends]).tolist()]
    amounts = (money.actual, money.earned, money.eac_typical, cost.p10.value, cost.p50.value, cost.p90.value)
    spent, schedule, indices, low, middle, high = zip(at, amounts, strict=True)
    return EarnedValueCurves(
        planned_dates=positions(days, course.planned_times),
        planned=course.planned,
        dates=np.append(positions(days, course.times), today),
        earned=np.append(course.earned, money.earned),
        spent=spent,
        schedule=schedule,
        indices=indices,
        low=low,
        middle=middle,
        high=high,
    )
