import math
from dataclasses import replace
from typing import Any

import pytest

from milepost.models import Orderings, Retirement, Scenario
from milepost.models.distributions import Pert
from milepost.simulate.analysis.orderings.compare import compare_orders
from milepost.simulate.analysis.orderings.contrast import Contrast
from tests.plans import plan, risk, task

EITHER = Pert(low=4, mode=5, high=8)


def risky(**retires: float) -> Scenario:
    """Write two steps alike in all but what they retire; the exposed work can begin after 10 days, whatever is done."""
    return plan(
        [
            task("first", EITHER),
            task("second", EITHER, retires={id: Retirement(probability=q) for id, q in retires.items()}),
            task("wait", 8.5),
            task("build", 10, "wait"),
        ],
        {"built": ["build"]},
        [risk("trouble", 0.5, exposes=("build",), delay=20)],
        orderings=Orderings(among=("first", "second"), order=("first", "second")),
    )


def why(scenario: Scenario, **asked: Any) -> Contrast:
    orders = compare_orders(scenario, every=True, iterations=20_000, **asked)
    assert orders.contrast is not None
    assert orders.contrast.second == "in force"
    return orders.contrast


@pytest.mark.slow
def test_what_is_gained_by_retiring_earlier_is_risk() -> None:
    """Done first, the step is always finished in time, and done second seldom: 20 days in up to half the iterations."""
    found = why(risky(trouble=1.0), by=["promise:built"])
    assert found.waiting.value == 0
    assert found.risk.value == found.total.value < 0
    assert found.share_of_risk == 1.0
    [shift] = found.shifts
    assert shift.risk == "trouble"
    assert 4 < shift.first_days < 8
    assert shift.earlier_days == pytest.approx(5.2, abs=0.5)  # the mean of the other step
    [spared] = found.spared
    assert (spared.risk, spared.task, spared.struck) == ("trouble", "build", 0.0)
    assert spared.spared == pytest.approx(found.helps, abs=0.03)
    assert found.hurts == 0
    assert found.days.value == pytest.approx(-20 * found.helps, rel=0.01)


@pytest.mark.slow
def test_what_is_gained_by_queueing_better_is_waiting() -> None:
    """The long work waits for the second step alone, so this should come first, whatever the risks."""
    scenario = plan(
        [task("first", EITHER), task("second", EITHER), task("long", 30, "second"), task("short", 1, "first")],
        {"end": ["long", "short"]},
        orderings=Orderings(among=("first", "second"), order=("first", "second")),
    )
    found = why(scenario, by=["promise:end"])
    assert found.total.value < -4
    assert found.waiting == found.total
    assert found.risk.value == found.share_of_risk == 0
    assert found.spared == ()
    assert found.shifts == ()
    assert (found.helps, found.hurts) == (1.0, 0.0)


def test_the_parts_of_a_mean_add_up_and_have_intervals() -> None:
    scenario = risky(trouble=1.0)
    costly = {**scenario.tasks, "build": task("build", 10, "wait", daily=100.0)}
    found = why(replace(scenario, tasks=costly), by=["cost"])
    assert found.waiting.value + found.risk.value == pytest.approx(found.total.value)
    assert found.risk.low < found.risk.value < found.risk.high < 0
    assert found.money.value == pytest.approx(found.total.value)


@pytest.mark.slow
def test_what_never_stops_has_no_time_of_a_stop() -> None:
    found = why(risky(trouble=1.0), by=["promise:built"])
    assert math.isnan(found.stop_days.value)


def test_that_a_stop_comes_before_a_task_spares_nobody() -> None:
    """Revealing first stops sooner, so less is met; but no risk is retired, and none misses a task that is done."""
    scenario = plan(
        [task("work", 5, cost=10.0), task("ask", 5, reveals=("fatal",)), task("build", 5, "work", "ask")],
        {"built": ["build"]},
        [risk("fatal", 0.5, exposes=(), stop=True), risk("slow", 0.5, exposes=("work",), delay=3)],
        orderings=Orderings(among=("work", "ask"), order=("work", "ask")),
    )
    found = why(scenario, by=["cost"])
    assert found.stop_days.value < -5
    assert found.spared == ()
    assert found.share_of_risk == 1.0
