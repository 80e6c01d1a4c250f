"""A plan and its status come apart, and together again."""

from pathlib import Path

from milepost.models import read_scenario
from milepost.models.status import Status

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def test_a_status_put_upon_its_plan_makes_the_scenario_again() -> None:
    week_9 = read_scenario(SCENARIOS / "hr_app_week_9.yaml")
    assert week_9.agreed.status == Status()
    assert week_9.agreed.with_status(week_9.status) == week_9


def test_facts_of_what_a_plan_does_not_have_are_left_out() -> None:
    week_9, other = (read_scenario(SCENARIOS / f"{name}.yaml") for name in ("hr_app_week_9", "minimal"))
    mixed = other.with_status(week_9.status)
    assert (mixed.as_of, mixed.budget.spent) == (week_9.as_of, 171_000)
    assert mixed.status.actuals.keys() == week_9.status.actuals.keys() & other.tasks.keys()
