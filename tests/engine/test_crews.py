"""In which order tasks take the crews, and what that does to risks."""

from datetime import timedelta

import numpy as np
import pytest

from milepost.models import LinkKind, read_scenario
from milepost.models.distributions import Pert
from milepost.models.orderings import Orderings
from milepost.models.risk import Retirement
from milepost.simulate import run
from milepost.simulate.engine.run import simulate
from tests.plans import FAULTS, finishes, plan, risk, task
from tests.strategies import START

LENGTHS = {"a": 3.0, "b": 5.0, "c": 2.0, "d": 1.0}


@pytest.mark.parametrize(
    ("crews", "order", "finish"),
    [
        (1, "abcd", {"a": 3, "b": 8, "c": 10, "d": 11}),
        (1, "dcba", {"a": 11, "b": 8, "c": 3, "d": 1}),
        (2, "abcd", {"a": 3, "b": 5, "c": 5, "d": 6}),  # c follows a; at 5 both crews are free
        (2, "dcba", {"a": 5, "b": 6, "c": 2, "d": 1}),  # b follows d at 1, a follows c at 2
        (3, "abcd", {"a": 3, "b": 5, "c": 2, "d": 3}),
        (9, "abcd", LENGTHS),  # a crew for each
    ],
)
def test_crews_are_taken_in_the_order_of_the_list(crews: int, order: str, finish: dict[str, float]) -> None:
    tasks = [task(id, length) for id, length in LENGTHS.items()]
    orderings = Orderings(among=tuple("cadb"), crews=crews, order=tuple(order))
    assert finishes(plan(tasks, orderings=orderings)) == finish


@pytest.mark.parametrize(
    ("crews", "finish"),
    [
        (1, {"a": 13, "b": 18}),  # b has to wait for a, which comes first and itself waits
        (2, {"a": 13, "b": 5}),
    ],
)
def test_no_task_overtakes_another_in_the_list(crews: int, finish: dict[str, float]) -> None:
    tasks = [task("a", 3, not_before=START + timedelta(days=14)), task("b", 5)]
    assert finishes(plan(tasks, orderings=Orderings(among=("a", "b"), crews=crews, order=("a", "b")))) == finish


def test_a_crew_is_held_until_the_finish_also_of_a_task_that_was_pushed() -> None:
    tasks = [task("other", 10), task("a", 2, "other FF"), task("b", 1)]
    orderings = Orderings(among=("a", "b"), order=("a", "b"))
    assert finishes(plan(tasks, orderings=orderings)) == {"other": 10, "a": 10, "b": 11}


def test_without_an_order_the_list_is_by_early_start_and_ties_by_id() -> None:
    tasks = [task("late", 1, not_before=START + timedelta(days=1)), task("b", 2), task("a", 4)]
    assert finishes(plan(tasks, orderings=Orderings(among=("late", "b", "a")))) == {"late": 7, "b": 6, "a": 4}


@pytest.mark.parametrize(
    ("links", "finish"),
    [
        (("wait",), {"a": 9, "b": 10, "c": 12}),
        (("wait SS+2",), {"a": 2, "b": 3, "c": 5}),
        (("wait SS+2", "wait FF+4"), {"a": 13, "b": 3, "c": 5}),  # pushed, but known not to run on day 2
    ],
)
def test_a_task_that_does_not_run_keeps_its_place_until_that_is_known(
    links: tuple[str, ...], finish: dict[str, float]
) -> None:
    tasks = [task("wait", 9), task("a", 4, *links, only_if="never"), task("b", 1), task("c", 2)]
    orderings = Orderings(among=("a", "b", "c"), order=("a", "b", "c"))
    scenario = plan(tasks, risks=[risk("never", 0.0, exposes=("c",))], orderings=orderings)
    assert finishes(scenario) == {"wait": 9, **finish}
    passed = scenario.network.planned_times
    assert {id: passed[id][1] for id in finish} == finish


def test_no_crew_goes_on_before_it_can_be_known_that_a_response_is_not_needed() -> None:
    """The build ends on day 20; its response takes the only crew for ten days, or gives it to B at once."""
    result = run(read_scenario(FAULTS / "crew.yaml"), iterations=1_000)
    occurs = np.isfinite(result.outcome.risk_time["r"])
    assert 0 < occurs.sum() < 1_000
    np.testing.assert_array_equal(result.finish["mB"], np.where(occurs, 35.0, 25.0))


def test_a_task_later_in_the_list_retires_nothing_for_an_earlier_one() -> None:
    """Not even where it is over long before."""
    tasks = [
        task("a", 1, not_before=START + timedelta(days=14)),
        task("b", 2, retires={"late": Retirement(probability=1.0)}),
    ]
    late = risk("late", exposes=("a",), delay=5)
    both = ("a", "b")
    assert finishes(plan(tasks, risks=[late], orderings=Orderings(among=both, crews=2, order=("a", "b"))))["a"] == 16
    assert finishes(plan(tasks, risks=[late], orderings=Orderings(among=both, crews=2, order=("b", "a"))))["a"] == 11


def test_the_order_of_retiring_decides_what_a_risk_still_costs() -> None:
    """The build begins after the first of two; the other one comes too late for it."""
    late = risk("late", exposes=("build",), delay=20)
    tasks = [
        task("strong", 2, retires={"late": Retirement(impact=0.9)}),
        task("weak", 2, retires={"late": Retirement(impact=0.1)}),
        task("build", 10, not_before=START + timedelta(days=2)),
    ]
    orders = [("strong", "weak"), ("weak", "strong")]
    ends = [finishes(plan(tasks, risks=[late], orderings=Orderings(among=o, order=o)))["build"] for o in orders]
    np.testing.assert_allclose(ends, [12 + 20 * 0.1, 12 + 20 * 0.9])


def test_a_push_by_a_finish_link_does_not_reopen_a_decision() -> None:
    """The work is decided at 0, though it starts at 8 so as not to finish before the other work."""
    scenario = plan([task("long", 10), task("short", 2, "long FF+0")])
    outcome = simulate(scenario, iterations=256)
    assert scenario.tasks["short"].after[0].kind == LinkKind.FINISH_TO_FINISH
    assert set(outcome.decided("short")) == {0.0}
    assert set(outcome.task_start["short"]) == {8.0}


def test_a_decision_waits_for_a_crew_that_a_response_gives_back_once_it_is_known_not_to_run() -> None:
    """That is on day 3, though the response itself would have been pushed to day 10; the last task is pushed too."""
    scenario = plan(
        [task("long", 10), task("answer", 4, "long SS+3", "long FF", only_if="never"), task("last", 2, "long FF")],
        risks=[risk("never", 0.0, exposes=("last",))],
        orderings=Orderings(among=("answer", "last"), order=("answer", "last")),
    )
    outcome = simulate(scenario, iterations=256)
    assert set(outcome.decided("answer")) == set(outcome.decided("last")) == {3.0}


@pytest.mark.parametrize(("order", "struck"), [(("probe", "spike"), 0.0), (("spike", "probe"), 1.0)])
def test_what_a_later_task_of_the_list_retires_strikes_an_earlier_one(order: tuple[str, ...], struck: float) -> None:
    scenario = plan(
        [task("probe", Pert(low=1, mode=2, high=5), retires={"bug": Retirement(probability=1.0)}), task("spike", 3)],
        risks=[risk("bug", exposes=("spike",), delay=1)],
        orderings=Orderings(among=("probe", "spike"), order=order),
    )
    outcome = simulate(scenario, iterations=512)
    assert outcome.struck["bug", "spike"].mean() == struck
