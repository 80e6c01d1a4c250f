from dataclasses import replace

import pytest

from milepost.models import Budget, Orderings, Retirement
from milepost.models.rounds import Rounds
from milepost.simulate.analysis.orderings.contenders import every_order
from milepost.simulate.analysis.orderings.heuristics import heuristic_orders, mean_duration
from tests.plans import plan, risk, task


def test_cheapest_first_counts_all_rounds_and_the_daily_cost() -> None:
    scenario = plan(
        [
            task("dear", 2, cost=10, daily=1),  # 12
            task("again", 4, cost=5, rounds=Rounds(probability=0.5, at_most=2)),  # 1.5 rounds of 5
            task("daily", 10, daily=1),  # 10
        ],
        orderings=Orderings(among=("dear", "again", "daily")),
    )
    assert mean_duration(scenario.tasks["again"]) == 6.0
    assert heuristic_orders(scenario)["cheapest first"] == ("again", "daily", "dear")


def test_most_exposure_first_goes_by_the_harm_averted_per_day() -> None:
    """Off `big` half of 0.5 x 40 days in 5 days; off `small` all of 0.5 x 6 in 1: 2 a day against 3, then nothing."""
    scenario = plan(
        [
            task("long", 5, retires={"big": Retirement(probability=0.5)}),
            task("short", 1, retires={"small": Retirement(probability=1.0)}),
            task("late", 1, "build", retires={"big": Retirement(probability=1.0)}),
            task("build", 20),
        ],
        risks=[risk("big", 0.5, exposes=("build",), delay=40), risk("small", 0.5, exposes=("build",), stretch=1.3)],
        orderings=Orderings(among=("late", "long", "short")),
    )
    assert heuristic_orders(scenario)["most exposure retired per day first"] == ("short", "long", "late")


def test_cost_over_chance_of_stopping_counts_burn_and_puts_what_never_stops_last() -> None:
    stopping = [risk("x", 0.5, exposes=(), stop=True), risk("y", 0.25, exposes=("suffers",), stop=True)]
    scenario = plan(
        [task("never", 1), task("suffers", 1, cost=1), task("reveals", 10, cost=1, reveals=("x",))],
        risks=stopping,
        orderings=Orderings(among=("never", "suffers", "reveals"), order=("never", "suffers", "reveals")),
    )
    name = "cost over chance of stopping"
    assert heuristic_orders(scenario)[name] == ("reveals", "suffers", "never")  # 2 against 4
    burning = replace(scenario, budget=Budget(burn=1.0))
    assert heuristic_orders(burning)[name] == ("suffers", "reveals", "never")  # 8 against 22
    calm = replace(scenario, risks={}, tasks={id: replace(one, reveals=()) for id, one in scenario.tasks.items()})
    assert name not in heuristic_orders(calm)


@pytest.mark.parametrize("name", ["cheapest first", "most exposure retired per day first"])
def test_a_rule_of_thumb_never_contradicts_the_links(name: str) -> None:
    """The cheapest and the one that retires most wait for what has to come before them."""
    scenario = plan(
        [
            task("a", 4, cost=9),
            task("between", 1, "a"),
            task("c", 1, "between", retires={"trouble": Retirement(probability=1.0)}),
            task("b", 2, cost=5),
            task("build", 9, "c"),
        ],
        risks=[risk("trouble", 0.5, exposes=("build",), delay=40)],
        orderings=Orderings(among=("a", "b", "c")),
    )
    order = heuristic_orders(scenario)[name]
    assert order in set(every_order(scenario))
    assert order.index("a") < order.index("c")
