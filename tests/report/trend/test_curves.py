"""What the chart of a trend draws is what the reviews said, and nothing where they said nothing."""

import math
from datetime import date

import numpy as np
import pytest

from milepost.simulate.report.media.positions import day_position
from milepost.simulate.report.trend.curves import trend_curves
from tests.reviews import reviewed, said, trend


def at(*days: str | None) -> list[float]:
    return [math.nan if day is None else day_position(date.fromisoformat(day)) for day in days]


def test_dates_are_where_each_review_put_them_and_due_dates_as_they_stood() -> None:
    curves = trend_curves(
        trend(
            reviewed("2026-03-02", said(p50="2026-06-01", due="2026-06-10", hit=0.6)),
            reviewed("2026-03-09", said(p50="2026-06-08", due="2026-06-20", hit=0.7), spent=500.0),
        )
    )
    [launch] = curves.milestones
    assert [*curves.reviews] == at("2026-03-02", "2026-03-09")
    assert [*launch.p50] == at("2026-06-01", "2026-06-08")
    assert [*launch.due] == at("2026-06-10", "2026-06-20")
    assert [*launch.hit] == [0.6, 0.7]
    assert [*curves.burn] == [0.25, 0.5]
    assert [*curves.planned_progress] == [0.5, 0.5]
    assert curves.span == (curves.reviews[0], launch.p90[0])


def test_what_is_reached_has_no_forecast_any_more_and_ends_on_its_day() -> None:
    done = said(reached="2026-03-12", hit=1.0)
    curves = trend_curves(
        trend(
            *(reviewed(day, said(p50="2026-03-13")) for day in ("2026-03-02", "2026-03-09")),
            *(reviewed(day, done) for day in ("2026-03-16", "2026-03-23")),
        )
    )
    [launch] = curves.milestones
    assert [*map(math.isnan, launch.p50)] == [False, False, True, True]
    assert launch.reached_at == at("2026-03-12")[0]
    np.testing.assert_array_equal(launch.hit, [0.5, 0.5, 1.0, math.nan])


def test_what_is_entered_late_is_reached_when_the_last_review_has_forecast_it() -> None:
    curves = trend_curves(trend(reviewed("2026-03-09", said()), reviewed("2026-03-16", said(reached="2026-03-04"))))
    assert curves.milestones[0].reached_at == at("2026-03-09")[0]
    assert curves.milestones[0].reached_on == date(2026, 3, 4)


def test_never_is_infinite_and_what_a_plan_did_not_have_is_not_known() -> None:
    curves = trend_curves(
        trend(reviewed("2026-03-02", said("pilot")), reviewed("2026-03-09", said(p90=None), said("pilot", due=None)))
    )
    launch, pilot = curves.milestones
    np.testing.assert_array_equal(launch.p90, [math.nan, math.inf])
    assert curves.never
    assert math.isfinite(curves.span[1])
    np.testing.assert_array_equal(pilot.due, at("2026-06-10", None))
    assert not launch.is_gone


def test_of_many_milestones_eight_are_drawn_and_the_others_counted() -> None:
    many = [said(f"m{k}", hit=k / 12) for k in range(12)]
    early = said("early", reached="2026-01-01")
    curves = trend_curves(trend(reviewed("2026-03-02", early, *many)))
    assert [one.id for one in curves.milestones] == [f"m{k}" for k in range(8)]
    assert curves.left_out == 5


@pytest.mark.parametrize("budget", [None, 1000.0])
def test_burn_is_known_where_there_is_a_budget(budget: float | None) -> None:
    curves = trend_curves(trend(reviewed("2026-03-02", budget=budget)))
    assert math.isnan(curves.burn[0]) == (budget is None)
    assert curves.span == (curves.reviews[0], curves.reviews[0])
