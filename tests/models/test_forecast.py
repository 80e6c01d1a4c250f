"""A forecast in which what lies ahead takes longer or less long than estimated."""

from dataclasses import replace
from datetime import date

import pytest

from milepost.models import Scenario
from milepost.models.actual import Actual
from milepost.models.distributions import Pert, Uniform
from milepost.models.forecast import forecast
from milepost.models.link import LagCalendar, LinkKind
from milepost.models.rounds import Rounds
from milepost.simulate.engine.run import simulate
from tests.plans import plan, risk, task

ESTIMATE = Uniform(low=4, high=10)
REST = Uniform(low=1, high=2)
BEGUN = Actual(start=date(2026, 1, 5))
TWICE = Rounds(probability=0.5, at_most=3)
WRITTEN = plan(
    [
        task("done", ESTIMATE, actual=Actual(start=date(2026, 1, 5), finish=date(2026, 1, 7))),
        task("under_way", ESTIMATE, actual=BEGUN),
        task("looked_at", ESTIMATE, actual=BEGUN, remaining=REST),
        task("tried", ESTIMATE, actual=BEGUN, remaining=REST, rounds=TWICE),
        task("ahead", ESTIMATE, "under_way"),
    ],
    {"end": ["ahead"]},
    as_of=date(2026, 1, 8),
)


def durations(scenario: Scenario) -> dict[str, object]:
    return {id: one.duration for id, one in scenario.tasks.items()}


def test_durations_ahead_are_multiplied_and_facts_and_what_is_said_to_remain_are_not() -> None:
    """After 3 of [4, 10] days, twice as long, between 5 and 17 are left."""
    slow = forecast(WRITTEN, pace=2.0)
    assert durations(slow) == {
        **durations(forecast(WRITTEN)),
        "under_way": Uniform(low=5, high=17),
        "ahead": Uniform(low=8, high=20),
    }
    assert slow.history is not None
    assert slow.history.again == {"tried": Uniform(low=8, high=20)}
    assert slow.agreed == forecast(WRITTEN).agreed
    assert slow.digest == WRITTEN.digest


def test_what_lies_ahead_has_a_digest_of_its_own() -> None:
    """States of one plan are told apart by it where some leave tasks undone, which the plan as written does not say."""
    slow, usual = (replace(forecast(WRITTEN, pace=pace), written=None) for pace in (2.0, 1.0))
    assert slow.digest != usual.digest
    assert usual.digest == replace(forecast(WRITTEN), written=None).digest


@pytest.mark.parametrize("pace", [0.5, 1.0, 1.3])
def test_it_is_the_forecast_of_the_plan_with_such_durations_written_in_it(pace: float) -> None:
    ahead = {id: replace(one, duration=one.duration.scaled(pace)) for id, one in WRITTEN.ahead.items()}
    changed = replace(WRITTEN, tasks={**WRITTEN.tasks, **ahead})
    assert durations(forecast(WRITTEN, pace=pace)) == durations(forecast(changed))


def test_a_pace_at_which_work_under_way_were_over_leaves_it_its_estimate() -> None:
    late = plan([task("work", Pert(low=2, mode=3, high=4), actual=BEGUN)], as_of=date(2026, 1, 8))
    assert forecast(late, pace=0.5) == forecast(late)


def test_a_response_to_a_risk_that_only_threatens_a_response_that_never_runs_never_runs_either() -> None:
    """Nothing occurred at the work that is done, so the first response is not needed, nor one to what may harm that."""
    scenario = plan(
        [
            task("build", 2, actual=Actual(start=date(2026, 1, 5), finish=date(2026, 1, 5))),
            task("repair", 3, "build", only_if="crack"),
            task("repaint", 4, "repair", only_if="rain"),
        ],
        {"open": ["repaint"]},
        [risk("crack", 0.5, exposes=("build",)), risk("rain", 0.5, exposes=("repair",))],
        as_of=date(2026, 1, 6),
    )
    assert simulate(scenario, iterations=256).finish["open"].max() == 1.0


def test_a_fact_on_a_day_off_adds_no_lag_to_what_goes_on_through_it() -> None:
    """What begins on a Sunday is the end of the Friday to a link that holds a finish, two days back by the clock."""
    sunday = date(2026, 1, 11)
    written = plan(
        [
            task("under_way", 5, actual=BEGUN, remaining=REST),
            task("done", 5, "under_way", actual=Actual(start=sunday, finish=sunday)),
            task("ahead", 5, "done SF"),
            task("cures", 5, calendar="every_day"),
        ],
        as_of=date(2026, 1, 12),
    )
    for lags in LagCalendar:
        links = forecast(replace(written, lags=lags)).tasks["ahead"].after
        assert [(link.predecessor, link.kind, link.lag, link.elapsed) for link in links] == [
            ("under_way", LinkKind.FINISH_TO_FINISH, 0.0, 0.0),
            ("done", LinkKind.START_TO_FINISH, 0.0, 0.0),
        ]
