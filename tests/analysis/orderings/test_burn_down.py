"""The burn-downs of orders are those of the best, the one in force and the worst, and have their areas under them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from milepost.models import Orderings, Scenario, read_scenario
from milepost.models.orderings import Alternative
from milepost.models.variant import without_risks
from milepost.simulate import run
from milepost.simulate.analysis.orderings.compare import compare_orders
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.risks.harm import Sign
from tests.plans import plan, risk, task

ROOT = Path(__file__).parents[3]


def certain(**more: object) -> Scenario:
    """Write a talk and two trials of whole days, of which the good one retires all of what the other takes half of."""
    scenario = plan(
        [
            task("talk", 4),
            task("weak", 4, retires={"trouble": 0.5}),
            task("good", 4, retires={"trouble": 1.0}),
            task("wait", 20),
            task("build", 5, "wait"),
            task("end", 1, "talk", "build"),
        ],
        {"launch": ["end"]},
        [risk("trouble", 0.5, exposes=("build",), delay=30)],
        orderings=Orderings(
            among=("talk", "weak", "good"),
            order=("weak", "talk", "good"),
            compare=(
                Alternative(name="early", order=("good", "weak", "talk")),
                Alternative(name="late", order=("talk", "weak", "good")),
            ),
        ),
    )
    return replace(scenario, **more)  # type: ignore[arg-type]  # fields of the plan


def compared(scenario: Scenario, by: str = "exposure") -> Orders:
    return compare_orders(scenario, by=[by], iterations=1_000)


def test_the_exposure_under_the_best_the_order_in_force_and_the_worst_falls_as_each_retires() -> None:
    orders = compared(certain())
    assert orders.burn_downs is not None
    in_force, best, worst = orders.burn_downs.courses
    assert in_force.name == "in force"
    assert (best.name, worst.name) == (orders.burn_downs.best, orders.burn_downs.worst) == ("early", "late")
    at = [0.0, 4.0, 8.0, 12.0, 20.0]
    assert np.interp(at, in_force.times, in_force.mean).tolist() == pytest.approx([15, 7.5, 7.5, 0, 0])
    assert np.interp(at, best.times, best.mean).tolist() == pytest.approx([15, 0, 0, 0, 0])
    assert np.interp(at, worst.times, worst.mean).tolist() == pytest.approx([15, 15, 7.5, 0, 0])


def test_the_area_under_each_is_what_the_order_comes_to_also_where_all_are_stopped() -> None:
    """All that happens falls on whole days, and the plan is short enough for every day to be followed."""
    for stop in ([], [risk("ban", 1.0, exposes=("talk",), stop=True)]):
        scenario = certain()
        orders = compared(replace(scenario, risks={**scenario.risks, **{one.id: one for one in stop}}))
        assert orders.burn_downs is not None
        for course in orders.burn_downs.courses:
            number = orders.contenders.index(orders.contender(course.name))
            area = float(np.sum(course.mean[:-1] * np.diff(course.times)))
            assert area == pytest.approx(orders.families[0].estimate[number], rel=1e-6)
            assert course.times[-1] == orders.criteria[0].limit


def test_that_of_the_order_in_force_is_what_a_run_says_of_the_plan_with_what_a_stop_leaves() -> None:
    scenario = read_scenario(ROOT / "scenarios" / "hr_app.yaml")
    orders, exposure = compared(scenario), run(scenario, iterations=10_000).exposure
    assert orders.burn_downs is not None
    assert exposure is not None
    rows, course = exposure.rows(Sign.THREAT), orders.burn_downs.courses[0]
    assert rows["stopped_days"].iloc[-1] > 0.0
    within = rows[rows["days"] < course.times[-1]]
    assert len(within) > 50
    np.testing.assert_array_equal(course.times[:-1], within["days"])
    np.testing.assert_allclose(course.mean[:-1], within["working_days"] + within["stopped_days"], rtol=1e-12)


def test_they_are_followed_whatever_orders_are_compared_by() -> None:
    orders = compared(certain(), by="promise:launch")
    assert orders.burn_downs is not None
    assert orders.burn_downs.courses[0].name == "in force"


def test_without_risks_that_take_time_there_is_nothing_to_follow() -> None:
    tasks = {id: replace(one, retires={}) for id, one in certain().tasks.items()}
    for harmless in (
        risk("trouble", 0.5, exposes=("build",), cost=30),
        risk("luck", 0.5, exposes=("build",), stretch=0.5),
    ):
        assert compared(certain(tasks=tasks, risks={harmless.id: harmless}), by="cost").burn_downs is None
    assert compared(without_risks(certain()), by="cost").burn_downs is None
