"""What risks, stops, rounds, conditions and correlations do to a plan."""

from datetime import date

import numpy as np
import pytest

from milepost.models.correlation import Correlation
from milepost.models.distributions import Pert, Uniform
from milepost.models.risk import Retirement
from milepost.models.rounds import Rounds
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.simulate.engine.run import simulate
from tests.plans import assert_mean, finishes, milestone, plan, risk, task

ITERATIONS = 1_000_000
NEVER = float("inf")


def test_a_sure_risk_with_a_fixed_delay_is_a_longer_task() -> None:
    short, long = Pert(low=2, mode=4, high=12), Pert(low=7, mode=9, high=17)
    late = plan([task("work", short)], {"end": ["work"]}, [risk("late", exposes=("work",), delay=5)])
    np.testing.assert_allclose(
        simulate(late, iterations=10_000).finish["end"],
        simulate(plan([task("work", long)], {"end": ["work"]}), iterations=10_000).finish["end"],
        rtol=1e-12,
    )


def test_a_sure_risk_with_a_fixed_stretch_is_a_scaled_task() -> None:
    short, long = Pert(low=2, mode=4, high=12), Pert(low=3, mode=6, high=18)
    slow = plan([task("work", short)], {"end": ["work"]}, [risk("slow", exposes=("work",), stretch=1.5)])
    np.testing.assert_allclose(
        simulate(slow, iterations=10_000).finish["end"],
        simulate(plan([task("work", long)], {"end": ["work"]}), iterations=10_000).finish["end"],
        rtol=1e-12,
    )


def test_stretches_multiply_and_delays_are_added_after_them() -> None:
    risks = [
        risk("a", exposes=("work",), stretch=1.5, delay=1),
        risk("b", exposes=("work",), stretch=2, delay=3),
        risk("elsewhere", exposes=("other",), stretch=9, delay=9),
    ]
    assert finishes(plan([task("work", 10), task("other", 1)], risks=risks))["work"] == 10 * 1.5 * 2 + 4


def test_a_risk_has_one_latent_state_and_one_draw_of_its_impact_for_all_exposed_tasks() -> None:
    shared = risk("shared", 0.4, exposes=("a", "b"), delay=Uniform(low=1, high=9))
    outcome = simulate(plan([task("a", 1), task("b", 1)], risks=[shared]), iterations=10_000)
    assert np.array_equal(outcome.task_finish["a"], outcome.task_finish["b"])
    assert_mean(outcome.task_finish["a"] > 1, 0.4)


def test_retired_shares_multiply() -> None:
    halves = {"late": Retirement(probability=0.5, impact=0.5)}
    tasks = [task("a", 1, retires=halves), task("b", 2, retires=halves), task("work", 1, "a", "b")]
    outcome = simulate(plan(tasks, risks=[risk("late", 0.8, exposes=("work",), delay=8)]), iterations=100_000)
    delay = outcome.task_finish["work"][:10_000] - 3
    assert set(delay) == {0, 2}
    assert_mean(delay > 0, 0.8 / 4)


def test_retiring_the_whole_risk_by_links_is_as_good_as_no_risk() -> None:
    cure = task("cure", 3, retires={"late": Retirement(probability=1.0)})
    late = risk("late", exposes=("work",), delay=9)
    assert finishes(plan([cure, task("work", 1, "cure")], risks=[late]))["work"] == 4


@pytest.mark.parametrize(
    ("begins", "finish"),
    [
        (2, 2 + 1 + 9),  # the cure is still under way
        (3, 3 + 1),  # it ends as the work begins, which is soon enough
        (7, 7 + 1),
    ],
)
def test_a_cure_helps_only_what_begins_after_it_has_ended(begins: int, finish: float) -> None:
    """So that to finish something earlier may hurt: the work that begins on day 2 ends after that of day 7."""
    cure = task("cure", 3, retires={"late": Retirement(probability=1.0)})
    late = risk("late", exposes=("work",), delay=9)
    tasks = [cure, task("wait", begins), task("work", 1, "wait")]
    assert finishes(plan(tasks, risks=[late]))["work"] == finish


def test_a_push_from_a_finish_does_not_reopen_a_judgement() -> None:
    """The work is decided at 0, and begins at 5 when the cure has ended."""
    cure = task("cure", 3, retires={"late": Retirement(probability=1.0)})
    tasks = [cure, task("other", 10), task("work", 1, "other FF", retires={})]
    outcome = simulate(plan(tasks, risks=[risk("late", exposes=("work",), delay=4)]), iterations=1)
    assert (outcome.task_start["work"][0], outcome.task_finish["work"][0]) == (5, 10)
    assert outcome.risk_time["late"][0] == 0


def test_a_task_does_not_retire_what_it_suffers_itself_nor_what_it_comes_after() -> None:
    cure = {"late": Retirement(probability=1.0)}
    late = risk("late", exposes=("work", "next"), delay=5)
    tasks = [task("work", 1, retires=cure), task("next", 1, "work"), task("last", 0, "next FS-20", retires=cure)]
    assert finishes(plan(tasks, risks=[late])) == {"work": 6, "next": 7, "last": 0}


def test_retiring_a_risk_makes_nothing_later_where_judgements_do_not_depend_on_times() -> None:
    """
    Finishing something can only help if all links are FS with lags of 0 or more and all who retire come before by them.

    Then every retirement has ended when its task is decided, whatever the durations: more of it leaves each risk to
    occur in fewer iterations of the same draws, no duration grows (delays are positive, stretches above 1), and the
    times are sums and maxima of durations.
    """

    def network(shares: Retirement) -> Scenario:
        risks = [
            risk("a", 0.7, exposes=("y", "z"), delay=Uniform(low=1, high=9)),
            risk("b", 0.5, exposes=("w", "z"), stretch=2),
        ]
        tasks = [
            task("x", Uniform(low=1, high=4), retires={"a": shares, "b": shares}),
            task("w", Uniform(low=1, high=9), "x FS+1"),
            task("y", Pert(low=1, mode=2, high=9), "x"),
            task("z", 1, "y", "w"),
        ]
        return plan(tasks, {"end": ["z"]}, risks)

    none, some, more = (
        simulate(network(Retirement(probability=share, impact=share)), iterations=10_000).finish["end"]
        for share in (0.0, 0.3, 0.8)
    )
    assert np.all(more <= some)
    assert np.all(some <= none)
    assert np.any(more < some)
    assert np.any(some < none)


@pytest.mark.parametrize(
    ("after", "reached"),
    [
        ("test FS-1", 2),
        ("test", NEVER),  # at the stop is too late
        ("build", NEVER),
    ],
)
def test_a_revealed_risk_stops_the_project_when_its_test_ends(after: str, reached: float) -> None:
    fatal = risk("fatal", exposes=("build",), stop=True)
    tasks = [task("test", 3, reveals=("fatal",)), task("build", 10, "test")]
    outcome = simulate(plan(tasks, {"end": [after]}, [fatal]), iterations=1)
    assert outcome.stop[0] == 3
    assert outcome.stopped_by["fatal"][0]
    assert outcome.finish["end"][0] == reached
    assert outcome.task_finish["build"][0] == 13  # as if nothing stopped


@pytest.mark.parametrize(
    ("cure_after", "stop"),
    [
        (None, NEVER),  # cured before the test begins
        ("test", 10 + 3),  # the test finds it
    ],
)
def test_a_test_reveals_only_what_has_not_been_retired(cure_after: str | None, stop: float) -> None:
    cure = task("cure", 2, *([cure_after] if cure_after else []), retires={"fatal": Retirement(probability=1.0)})
    tasks = [cure, task("wait", 10), task("test", 3, "wait", reveals=("fatal",)), task("build", 10, "test", "cure")]
    outcome = simulate(plan(tasks, risks=[risk("fatal", exposes=("build",), stop=True)]), iterations=1)
    assert outcome.stop[0] == stop
    assert outcome.stopped_by["fatal"][0] == (stop < NEVER)


def test_the_first_to_surface_is_the_cause_and_a_risk_that_does_not_stop_is_none() -> None:
    risks = [
        risk("harmless", exposes=("short",), delay=0),
        risk("second", exposes=("long",), stop=True),
        risk("first", exposes=("short",), stop=True),
    ]
    outcome = simulate(plan([task("long", 9), task("short", 4)], risks=risks), iterations=1)
    assert outcome.stop[0] == 4
    assert {id: stopped[0] for id, stopped in outcome.stopped_by.items()} == {"second": False, "first": True}


@pytest.mark.parametrize(
    ("other", "stopped"),
    [
        (task("other", 4 + 5e-10), {"a": True, "b": True, "c": True}),  # within the slack that all times have
        (task("other", 4.1), {"a": True, "b": True, "c": False}),
    ],
)
def test_a_stop_at_one_moment_is_that_of_each_risk_that_would_have_caused_it(
    other: Task, stopped: dict[str, bool]
) -> None:
    risks = [risk(id, exposes=(where,), stop=True) for id, where in (("a", "work"), ("b", "work"), ("c", "other"))]
    outcome = simulate(plan([task("work", 4), other], risks=risks), iterations=1)
    assert outcome.stop[0] == 4
    assert {id: bool(is_by[0]) for id, is_by in outcome.stopped_by.items()} == stopped


def test_a_stopping_risk_delays_the_task_at_whose_finish_it_stops() -> None:
    outcome = simulate(
        plan([task("work", 4)], risks=[risk("fatal", exposes=("work",), delay=3, stop=True)]), iterations=1
    )
    assert outcome.stop[0] == 7


def test_rounds_go_on_until_one_passes_or_the_last_ends() -> None:
    rounds = Rounds(probability=0.6, at_most=3)
    scenario = plan([task("trial", 2, cost=5, daily=1, rounds=rounds)], {"end": ["trial"]})
    outcome = simulate(scenario, iterations=ITERATIONS, detail=ITERATIONS, seed=45)
    length = outcome.finish["end"]
    assert_mean(length == 2, 0.6)
    assert_mean(length == 4, 0.4 * 0.6)
    assert_mean(length == 6, 0.4 * 0.4)
    assert np.array_equal(outcome.cost, length / 2 * 5 + length)
    assert_mean(outcome.task_effect["trial"], 1 - 0.4**3)
    assert np.all(outcome.task_effect["trial"][length < 6] == 1)


def test_each_round_has_a_fresh_duration() -> None:
    twice = Rounds(probability=1e-9, at_most=2)
    scenario = plan([task("trial", Uniform(low=0, high=1), rounds=twice)], {"end": ["trial"]})
    length = simulate(scenario, iterations=ITERATIONS, seed=46).finish["end"]
    assert_mean(length <= 0.5, 0.5**2 / 2)  # a sum of two uniforms, and twice one would say a quarter


def test_delay_and_stretch_fall_once_on_all_rounds() -> None:
    late = risk("late", exposes=("trial",), stretch=1.5, delay=4)
    trial = task("trial", 2, rounds=Rounds(probability=0.5, at_most=2))
    outcome = simulate(plan([trial], risks=[late]), iterations=1_000)
    assert set(outcome.task_finish["trial"]) == {2 * 1.5 + 4, 4 * 1.5 + 4}


def test_rounds_retire_only_when_passed_and_reveal_either_way() -> None:
    trial = task(
        "trial",
        2,
        rounds=Rounds(probability=0.5, at_most=1),
        retires={"late": Retirement(probability=1.0)},
        reveals=("fatal",),
    )
    risks = [risk("late", exposes=("work",), delay=9), risk("fatal", exposes=("work",), stop=True)]
    outcome = simulate(plan([trial, task("work", 1, "trial")], risks=risks), iterations=1_000)
    passed = outcome.task_effect["trial"] > 0
    assert 0 < passed.sum() < 1_000
    assert np.array_equal(outcome.task_finish["work"], np.where(passed, 3, 12))
    assert np.all(outcome.stop == 2)


def test_a_response_runs_where_its_risk_occurred_at_an_exposed_predecessor() -> None:
    """Whatever was retired since: the cure is complete when the response begins."""
    tasks = [
        task("build", 3),
        task("cure", 1, "build", retires={"broken": Retirement(probability=1.0)}),
        task("gate", 0, "build", "cure"),
        task("response", 4, "gate", cost=100, only_if="broken"),
    ]
    broken = risk("broken", 0.5, exposes=("build",))
    outcome = simulate(plan(tasks, {"end": ["response"]}, [broken]), iterations=1_000)
    occurred = np.isfinite(outcome.risk_time["broken"])
    assert 0 < occurred.sum() < 1_000
    assert np.array_equal(outcome.task_effect["response"], occurred)
    assert np.array_equal(outcome.finish["end"], np.where(occurred, 8, 4))
    assert np.array_equal(outcome.cost, np.where(occurred, 100, 0))


@pytest.mark.parametrize(
    ("after", "runs"),
    [
        ("cure", False),
        ("cure SS", True),  # it begins with the cure
    ],
)
def test_a_response_without_an_exposed_predecessor_runs_where_the_risk_would_occur_at_itself(
    after: str, runs: bool
) -> None:
    cure = task("cure", 1, retires={"broken": Retirement(probability=1.0)})
    tasks = [cure, task("response", 4, after, only_if="broken"), task("build", 3, "response")]
    outcome = simulate(plan(tasks, risks=[risk("broken", exposes=("build",))]), iterations=1)
    assert bool(outcome.task_effect["response"][0]) == runs


def test_what_does_not_run_retires_reveals_and_suffers_nothing() -> None:
    response = task(
        "response", 4, "build", only_if="never", retires={"late": Retirement(probability=1.0)}, reveals=("fatal",)
    )
    risks = [
        risk("never", 0.0, exposes=("build",)),
        risk("late", exposes=("work",), delay=5),
        risk("fatal", exposes=("far",), stop=True),
        risk("hard", exposes=("response",), delay=7, cost=50),
    ]
    tasks = [task("build", 3), response, task("work", 1, "response"), task("far", 100)]
    outcome = simulate(plan(tasks, risks=risks), iterations=1)
    assert outcome.task_start["response"][0] == outcome.task_finish["response"][0] == 3
    assert outcome.task_finish["work"][0] == 3 + 1 + 5
    assert outcome.stop[0] == 100
    assert outcome.risk_time["hard"][0] == NEVER
    assert outcome.cost[0] == 0


def test_risks_that_are_wholly_correlated_occur_together_and_as_often_as_before() -> None:
    risks = [risk("a", 0.4, exposes=("x",)), risk("b", 0.4, exposes=("x",)), risk("c", 0.4, exposes=("x",))]
    together = (Correlation(risks=("a", "b"), rho=1.0),)
    outcome = simulate(plan([task("x", 1)], risks=risks, correlations=together), iterations=10_000)
    a, b, c = (np.isfinite(outcome.risk_time[id]) for id in "abc")
    assert np.array_equal(a, b)
    assert_mean(a, 0.4)
    assert_mean(a & c, 0.4 * 0.4)


def test_a_lag_in_percent_is_a_share_of_what_the_predecessor_takes_with_its_risks() -> None:
    late = risk("late", exposes=("build",), delay=6)
    work = [task("build", 10), task("sell", 2, "build SS+25%"), task("teach", 2, "build FS-50%")]
    found = finishes(plan(work, risks=[late]))
    assert found == {"build": 16.0, "sell": 6.0, "teach": 10.0}


def test_work_that_may_not_finish_before_a_day_starts_later_and_is_not_stretched() -> None:
    """Day 9 ends on Thursday, 15 January."""
    work = [task("print", 3, finish_not_before=date(2026, 1, 15)), task("bind", 2, "print"), task("short", 3)]
    late = milestone("sold", "short", finish_not_before=date(2026, 1, 16))
    outcome = simulate(plan(work, [late]), iterations=2)
    assert [outcome.task_start["print"][0], outcome.decided("print")[0]] == [6.0, 0.0]
    assert [outcome.task_finish["print"][0], outcome.task_finish["bind"][0]] == [9.0, 11.0]
    assert outcome.finish["sold"].tolist() == [10.0, 10.0] == outcome.dated("sold").tolist()
