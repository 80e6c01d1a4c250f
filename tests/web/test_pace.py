"""How often a plan is played for a first answer."""

from milepost.simulate.web.pace import FEW, Pace
from tests.plans import plan, task

_PLAN = plan([task("build")], {"launch": ["build"]})


def test_all_iterations_are_played_at_once_where_they_take_no_time() -> None:
    assert Pace(100_000).first(_PLAN) == 100_000


def test_fewer_are_played_first_where_all_have_taken_long_until_they_do_no_more() -> None:
    pace = Pace(100_000)
    pace.measured(_PLAN, 100_000, 10.0)
    assert pace.first(_PLAN) == FEW
    pace.measured(_PLAN, FEW, 0.0001)
    assert pace.first(_PLAN) == FEW
    pace.measured(_PLAN, 100_000, 0.01)
    assert pace.first(_PLAN) == 100_000


def test_no_more_are_played_than_are_asked_for() -> None:
    pace = Pace(1_000)
    pace.measured(_PLAN, 1_000, 10.0)
    assert pace.first(_PLAN) == 1_000
