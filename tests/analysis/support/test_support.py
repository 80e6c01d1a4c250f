"""On what a mean rests: shares against their definition, and what does not reach a figure changes nothing of it."""

import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from numpy.typing import NDArray
from scipy import integrate, stats

from milepost.models import Alternative, Scenario, Value, problems_of, read_scenario, with_alternative
from milepost.models.correlation import Correlation
from milepost.models.distributions import Constant, Discrete, Distribution, Exponential, Lognormal, Pert, Uniform
from milepost.models.money import Budget
from milepost.models.orderings import Orderings
from milepost.models.risk import Retirement
from milepost.models.rounds import Rounds
from milepost.simulate.analysis.money.money import net_amounts
from milepost.simulate.analysis.risks.exposure_area import ExposureArea
from milepost.simulate.analysis.support.drivers import Driver, drivers_of
from milepost.simulate.analysis.support.support import Impact, Support
from milepost.simulate.analysis.support.thinnest import support_of
from milepost.simulate.engine.expectation import charged_at_expectation
from milepost.simulate.engine.run import simulate
from tests.plans import plan, risk, task
from tests.strategies import START, scenarios

FAULTS = Path(__file__).parents[2] / "cases" / "faults"


def thinnest(scenario: Scenario, figure: str, *, difference: bool = False) -> Any:
    support = support_of(scenario, figure, difference=difference)
    return None if support is None else (support.driver, support.what, pytest.approx(support.share))


def charged(probability: float, cost: float | Distribution) -> Scenario:
    """Write a plan of one task that a risk charges."""
    return as_it_falls(
        plan(
            [task("a", Uniform(low=1, high=3), cost=500.0)],
            {"m": ["a"]},
            [risk("r", probability, exposes=("a",), cost=cost)],
        )
    )


def as_it_falls(scenario: Scenario) -> Scenario:
    """Reveal every risk by its last exposed task, so that no charge counts at its expectation."""
    tasks = dict(scenario.tasks)
    for id, one in scenario.risks.items():
        last = tasks[one.exposes[-1]]
        tasks[last.id] = replace(last, reveals=(*last.reveals, id))
    return replace(scenario, tasks=tasks)


@pytest.mark.parametrize(
    ("name", "risk", "share"), [("rare", "r", 0.0005), ("rareone", "r", 0.001)], ids=["rare", "rareone"]
)
@pytest.mark.parametrize("difference", [False, True], ids=["a mean", "a difference"])
def test_a_charge_that_falls_once_in_so_many_lives_supports_a_mean_in_as_many(
    name: str, risk: str, share: float, difference: bool
) -> None:
    scenario = as_it_falls(read_scenario(FAULTS / f"{name}.yaml"))
    assert thinnest(scenario, "cost", difference=difference) == (risk, Impact.COST, pytest.approx(share))


@pytest.mark.parametrize("sigma", [0.5, 2.4])
def test_a_heavy_tail_is_rare_in_itself(sigma: float) -> None:
    """A lognormal has E[x^2] / (E x)^2 = exp(sigma^2)."""
    found = support_of(charged(0.25, Lognormal(mu=3, sigma=sigma)), "cost")
    assert found is not None
    assert found.share == pytest.approx(0.25 * math.exp(-sigma * sigma))


@pytest.mark.parametrize(
    ("quantity", "theirs"),
    [
        (Pert(low=8, mode=12, high=25), stats.beta(1 + 16 / 17, 1 + 52 / 17, 8, 17)),
        (Exponential(mean=30), stats.expon(0, 30)),
        (Lognormal(mu=2, sigma=1.5), stats.lognorm(1.5, 0, np.exp(2))),
    ],
    ids=["pert", "exponential", "lognormal"],
)
def test_the_moments_are_those_that_scipy_integrates(quantity: Distribution, theirs: stats.rv_continuous) -> None:
    first, second = (
        integrate.quad(lambda x, k=k: x**k * theirs.pdf(x), theirs.ppf(0), theirs.ppf(1 - 1e-15), limit=500)[0]
        for k in (1, 2)
    )
    found = support_of(charged(0.1, quantity), "cost")
    assert found is not None
    assert found.share == pytest.approx(0.1 * first * first / second, rel=1e-5)


def test_what_is_certain_limits_nothing() -> None:
    sure = plan([task("a", 5, daily=10.0)], {"m": ["a"]}, [risk("r", 1.0, exposes=("a",), cost=900, delay=3)])
    for figure in ("cost", "net", "spent_at_stop", "gap", "exposure", "days:m"):
        assert support_of(sure, figure) is None


def test_a_stretch_counts_by_what_it_adds() -> None:
    """A stretch of 1.001 or 3 adds 0.001 or 2: nearly always nearly nothing, though the factor itself is steady."""
    stretch = Discrete(values=(1.001, 3.0), weights=(0.99, 0.01))
    added = np.array([0.001, 2.0])
    share = (added @ [0.99, 0.01]) ** 2 / (added**2 @ [0.99, 0.01])
    scenario = plan([task("a", 5)], {"m": ["a"]}, [risk("r", 0.5, exposes=("a",), stretch=stretch)])
    assert thinnest(scenario, "days:m") == ("r", Impact.STRETCH, 0.5 * share)


def test_a_stretch_that_shortens_as_often_as_it_lengthens_is_not_nothing() -> None:
    scenario = plan([task("a", 5)], {"m": ["a"]}, [risk("r", 0.5, exposes=("a",), stretch=Uniform(low=0.5, high=1.5))])
    found = support_of(scenario, "days:m")
    assert found is not None
    assert found.share == pytest.approx(0.5 * 0.25**2 / (1 / 12), rel=1e-6)  # |s - 1| is uniform on [0, 1/2]


@pytest.mark.parametrize(
    ("what", "changed", "reached"),
    [
        ("nothing is paid for time", {}, {"days:m"}),
        ("the task is paid by the day", {"daily": 80.0}, {"cost", "net", "days:m"}),
        ("the team is, until the last milestone", {"burn": 80.0}, {"cost", "net", "days:m"}),
        ("lateness is", {"late": 80.0}, {"net", "days:m"}),
    ],
)
def test_a_delay_reaches_money_where_time_is_money(what: str, changed: dict[str, float], reached: set[str]) -> None:
    scenario = plan(
        [task("a", 5, cost=100.0, daily=changed.get("daily", 0.0)), task("b", 5, cost=100.0)],
        {"m": ["a"], "other": ["b"]},
        [risk("r", 0.01, exposes=("a",), delay=7)],
        budget=Budget(burn=changed.get("burn", 0.0)),
    )
    m = replace(scenario.milestones["m"], due=START, value=Value(amount=1e4, per_day_late=changed.get("late", 0.0)))
    scenario = replace(scenario, milestones={**scenario.milestones, "m": m})
    found = {figure for figure in ("cost", "net", "days:m", "days:other") if support_of(scenario, figure)}
    assert found == reached, what


def test_a_rare_delay_of_what_retires_in_time_reaches_the_charge() -> None:
    scenario = plan(
        [
            task("check", 4, retires={"dear": Retirement(probability=1.0)}),
            task("build", 9, not_before=date(2026, 1, 12)),
        ],
        {"m": ["build"]},
        [risk("dear", 0.5, exposes=("build",), cost=1e6), risk("late", 0.002, exposes=("check",), delay=9)],
    )
    assert thinnest(scenario, "cost") == ("late", Impact.DELAY, 0.002)


def test_what_is_surely_finished_before_has_been_taken_away() -> None:
    scenario = plan(
        [
            task("a", 5, retires={"r": Retirement(probability=0.999)}),
            task("b", 5, "a"),
        ],
        {"m": ["b"]},
        [risk("r", 0.4, exposes=("b",), cost=900)],
    )
    assert thinnest(as_it_falls(scenario), "cost") == ("r", Impact.COST, 0.4 * 0.001)


def test_a_risk_that_is_met_again_behind_what_it_makes_run_is_one_event() -> None:
    """`ill` brings `cure`, at which `worse` occurs, which brings `nurse`, at which `ill` is charged: 0.5 times 0.8."""
    scenario = plan(
        [
            task("cure", 5, only_if="ill"),
            task("nurse", 5, "cure SS", only_if="worse", retires={"ill": 0.9}),
            task("rest", 5, "nurse", only_if="worse"),
        ],
        {"m": ["rest"]},
        [risk("worse", 0.8, exposes=("cure",)), risk("ill", 0.5, exposes=("nurse", "rest"), cost=100)],
    )
    charged = simulate(as_it_falls(scenario), iterations=100_000).cost > 0
    (driver,) = [one for one in drivers_of(as_it_falls(scenario), "cost") if one.what == Impact.COST]
    assert driver.share == pytest.approx(0.4)
    assert charged.mean() == pytest.approx(0.4, abs=4 * math.sqrt(0.24 / 100_000))


def test_a_rare_stop_and_a_rare_response_reach_money() -> None:
    scenario = plan(
        [task("a", 5, cost=100.0), task("cure", 5, "a", cost=70.0, only_if="ill")],
        {"m": ["a"]},
        [risk("ill", 0.003, exposes=("a",)), risk("end", 0.02, exposes=("a",), stop=True)],
    )
    assert {(one.id, one.what): one.share for one in drivers_of(scenario, "cost")} == {
        ("ill", Impact.RESPONSE): pytest.approx(0.003),
        ("end", Impact.STOP): pytest.approx(0.02),
    }
    assert thinnest(scenario, "days:m") is None
    assert thinnest(scenario, "spent_at_stop") == ("ill", Impact.RESPONSE, 0.003 * 0.02)


def test_a_difference_rests_on_the_lives_in_which_a_risk_is_spared() -> None:
    scenario = plan(
        [
            task("a", 5, retires={"r": Retirement(probability=0.3)}),
            task("b", 5),
            task("x", 5, not_before=date(2026, 1, 12)),
        ],
        {"m": ["a", "b", "x"]},
        [risk("r", 0.1, exposes=("x",), cost=900), risk("same", 1e-5, exposes=("x",), cost=900)],
        orderings=Orderings(among=("a", "b"), order=("b", "a")),
    )
    scenario = as_it_falls(scenario)
    assert thinnest(scenario, "cost", difference=True) == ("r", Impact.COST, 0.1 * 0.3)
    assert thinnest(scenario, "cost") == ("same", Impact.COST, 1e-5)


def test_a_charge_at_its_expectation_adds_no_chance() -> None:
    scenario = read_scenario(FAULTS / "rareone.yaml")
    assert support_of(scenario, "cost") is None
    assert support_of(scenario, "gap") is None
    assert thinnest(scenario, "peak") == ("r", Impact.COST, 0.001)  # where charges count as they fall
    assert thinnest(as_it_falls(scenario), "cost") == ("r", Impact.COST, 0.001)


def test_what_a_task_costs_by_draw_reaches_what_is_not_a_mean_of_costs() -> None:
    skew = Lognormal.from_moments(mean=100.0, sd=1_000.0)
    scenario = plan([task("a", 2, cost=skew)], {"m": ["a"]}, budget=Budget(total=1_000))
    assert support_of(scenario, "cost") is None
    assert thinnest(scenario, "peak") == ("a", Impact.TASK_COST, pytest.approx(1 / 101))
    assert thinnest(plan([task("a", 2, daily=skew)]), "peak") == ("a", Impact.DAILY, pytest.approx(1 / 101))


def test_rounds_count_together() -> None:
    """Of at most two rounds, the second needed with 3/4, each exponential: E[K] = 7/4, sd^2 = 3/16."""
    scenario = plan([task("a", Exponential(mean=4), rounds=Rounds(probability=0.25, at_most=2))], {"m": ["a"]})
    mean, variance = 7 / 4 * 4, 7 / 4 * 16 + 3 / 16 * 16
    assert thinnest(scenario, "days:m") == ("a", Impact.DURATION, mean**2 / (mean**2 + variance))


@pytest.mark.parametrize("probability", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("at_most", [1, 2, 7])
def test_rounds_have_the_moments_of_a_cut_geometric(probability: float, at_most: int) -> None:
    k = np.arange(1, at_most + 1)
    weights = np.where(k < at_most, probability * (1 - probability) ** (k - 1), (1 - probability) ** (at_most - 1))
    rounds = Rounds(probability=probability, at_most=at_most)
    assert rounds.mean == pytest.approx(weights @ k)
    assert rounds.sd == pytest.approx(math.sqrt(max(float(weights @ k**2 - (weights @ k) ** 2), 0.0)), abs=1e-9)


@pytest.mark.parametrize(("share", "needed"), [(0.5, 256), (50 / 256, 256), (0.1, 512), (0.0005, 100_096)])
def test_what_would_do_is_whole_groups(share: float, needed: int) -> None:
    support = Support(share=share, driver="r", what=Impact.COST)
    assert support.needed == needed
    assert support.size(needed) >= 50 > support.size(needed - 256)


def test_a_driver_that_the_figure_does_not_feel_is_passed_over() -> None:
    """The charge's standard deviation is sqrt(p) 400, at most 1 in 10 of the figure's if that is 40 or more."""
    scenario = charged(0.0001, 400.0)
    assert support_of(scenario, "cost", sd=39.9) is not None
    assert support_of(scenario, "cost", sd=40.1) is None


def test_many_small_drivers_are_not_passed_over() -> None:
    risks = [risk(f"r{k}", 0.0001 * (k + 1), exposes=("a",), cost=400) for k in range(5)]
    scenario = as_it_falls(plan([task("a", 5)], {"m": ["a"]}, risks))
    sd = math.sqrt(sum(one.spread**2 for one in drivers_of(scenario, "cost")))
    assert sd == pytest.approx(math.sqrt(sum(0.0001 * (k + 1) * 400**2 for k in range(5))))
    assert support_of(scenario, "cost", sd=10.01 * sd) is None
    left = support_of(scenario, "cost", sd=9.99 * sd)
    assert left is not None
    assert left.driver == "r4"


@pytest.mark.parametrize("expected", [1e-4, 0.01, 0.1, 1.0, 5.0, 50.0])
def test_what_is_passed_over_leaves_an_interval_its_level(expected: float) -> None:
    """
    A normal mean of standard error 1, and beside it a rare amount with a tenth of that, in `expected` iterations.

    The sample's standard deviation is 1 where it did not come, and more where it did; it is taken as 1 throughout.
    """
    amount = 0.1 / math.sqrt(expected)
    k = np.arange(stats.poisson.ppf(1 - 1e-12, expected) + 1)
    shift = amount * (k - expected)
    covered = stats.norm.cdf(1.96 - shift) - stats.norm.cdf(-1.96 - shift)
    assert stats.poisson.pmf(k, expected) @ covered > 0.944


@settings(max_examples=settings().max_examples // 4)
@given(scenario=scenarios())
def test_what_does_not_reach_a_figure_changes_nothing_of_it(scenario: Scenario) -> None:
    """What is left may have charges at their expectation that the plan has not: then both count as they fall."""
    scenario = in_one_order(scenario)
    figures = ["cost", "net", "spent_at_stop", *(f"days:{id}" for id in scenario.milestones)]
    for figure in figures:
        drivers = drivers_of(scenario, figure)
        plain = without_others(scenario, drivers, figure)
        falls = charged_at_expectation(plain) != charged_at_expectation(scenario)
        before, after = (values_of(one, figure, falls=falls) for one in (scenario, plain))
        both = np.isfinite(before) & np.isfinite(after)
        np.testing.assert_allclose(after[both], before[both], rtol=1e-9, atol=1e-6, err_msg=figure)


@settings(max_examples=settings().max_examples // 4)
@given(scenario=scenarios(ordered=True))
def test_what_does_not_reach_a_difference_changes_nothing_of_it(scenario: Scenario) -> None:
    scenario = in_one_order(scenario)
    assume(scenario.orderings is not None)
    other = Alternative(name="other", order=tuple(reversed(scenario.network.listed)))
    assume(not problems_of(scenario, other))
    for figure in ["cost", "net", *(f"days:{id}" for id in scenario.milestones)]:
        plain = without_others(scenario, drivers_of(scenario, figure, difference=True), figure)
        with np.errstate(invalid="ignore"):  # never less never
            before, after = (
                values_of(with_alternative(one, other), figure) - values_of(one, figure) for one in (scenario, plain)
            )
        both = np.isfinite(before) & np.isfinite(after)
        np.testing.assert_allclose(after[both], before[both], rtol=1e-9, atol=1e-6, err_msg=figure)


@settings(max_examples=settings().max_examples // 4)
@given(scenario=scenarios(ordered=True))
def test_what_does_not_reach_exposure_changes_nothing_of_it_nor_of_its_difference(scenario: Scenario) -> None:
    """What is harmed is judged by the plan as it is; what is taken away could only change when it is open."""
    scenario = in_one_order(scenario)
    area = ExposureArea.of(scenario, 60.0)

    def measured(one: Scenario) -> NDArray[np.float64]:
        return area.measured(simulate(one, iterations=256))

    plain = without_others(scenario, drivers_of(scenario, "exposure"), "exposure")
    np.testing.assert_allclose(measured(plain), measured(scenario), rtol=1e-9, atol=1e-6)
    assume(scenario.orderings is not None)
    other = Alternative(name="other", order=tuple(reversed(scenario.network.listed)))
    assume(not problems_of(scenario, other))
    plain = without_others(scenario, drivers_of(scenario, "exposure", difference=True), "exposure")
    before, after = (measured(with_alternative(one, other)) - measured(one) for one in (scenario, plain))
    np.testing.assert_allclose(after, before, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize(
    ("late", "found"),
    [
        ("trial", {Impact.DELAY}),  # when it retires
        ("design", {Impact.DELAY}),  # when the exposed task is decided
        ("build", set()),  # the exposed task itself passes as it begins
    ],
)
def test_exposure_is_reached_by_what_comes_before_exposed_and_retiring_tasks(late: str, found: set[Impact]) -> None:
    scenario = plan(
        [task("trial", 5, retires={"trouble": 0.5}), task("design", 7), task("build", 5, "design")],
        {"m": ["build"]},
        [risk("trouble", 0.2, exposes=("build",), delay=9, cost=90), risk("rare", 0.01, exposes=(late,), delay=7)],
    )
    assert {one.what for one in drivers_of(scenario, "exposure") if one.id == "rare"} == found


def test_what_a_risk_costs_at_work_that_one_correlated_with_it_brings_may_come_whenever_it_occurs() -> None:
    """The two risks are one and the same: whenever the response runs, the risk that costs occurs there."""
    scenario = plan(
        [task("respond", 5, only_if="trouble")],
        {},
        [risk("trouble", 0.5, exposes=("respond",)), risk("claim", 0.5, exposes=("respond",), cost=100, stop=True)],
        correlations=(Correlation(risks=("claim", "trouble"), rho=1.0),),
    )
    (claim,) = (one for one in drivers_of(scenario, "cost") if (one.id, one.what) == ("claim", Impact.COST))
    assert claim.spread == pytest.approx(math.sqrt(0.5) * 100)
    moved = values_of(scenario, "cost") - values_of(without(scenario, "claim", Impact.COST), "cost")
    assert np.mean(moved**2) == pytest.approx(claim.spread**2, rel=0.15)


@settings(max_examples=settings().max_examples // 4)
@given(scenario=scenarios())
def test_a_driver_moves_a_figure_by_no_more_than_its_bound(scenario: Scenario) -> None:
    """The bound is of the exact second moment; the sample's may be above it by four of its standard errors."""
    scenario = in_one_order(scenario)
    for figure in ["cost", "net", *(f"days:{id}" for id in scenario.milestones)]:
        before = values_of(scenario, figure)
        for driver in drivers_of(scenario, figure):
            if math.isfinite(driver.spread) and driver.what in (Impact.COST, Impact.DELAY, Impact.STRETCH):
                moved = before - values_of(without(scenario, driver.id, driver.what), figure)
                squares = moved[np.isfinite(moved)] ** 2
                slack = 4 * squares.std() / math.sqrt(squares.size) if squares.size else 0.0
                assert squares.size == 0 or squares.mean() <= driver.spread**2 + slack + 1e-9


def in_one_order(scenario: Scenario) -> Scenario:
    """Write the list in force into a plan, so that other durations do not change it."""
    network, orderings = scenario.network, scenario.orderings
    return replace(
        scenario,
        levelling=network.listed if scenario.resources else None,
        orderings=None if orderings is None else replace(orderings, order=network.ordered),
    )


def without_others(scenario: Scenario, drivers: tuple[Driver, ...], figure: str) -> Scenario:
    """Take away every uncertain impact, and change every uncertain duration, that is not among the drivers."""
    kept = {(one.id, one.what) for one in drivers}
    counted = charged_at_expectation(scenario)
    for id, one in scenario.risks.items():
        sure = one.probability == 1
        for what, quantity in ((Impact.COST, one.cost), (Impact.DELAY, one.delay), (Impact.STRETCH, one.stretch)):
            if what == Impact.COST and figure in ("cost", "net") and id in counted:
                continue
            if (id, what) not in kept and not (sure and quantity.sd == 0):
                scenario = without(scenario, id, what)
        if one.stop and (id, Impact.STOP) not in kept and not sure and not figure.startswith("days:"):
            scenario = replace(scenario, risks={**scenario.risks, id: replace(scenario.risks[id], stop=False)})
    for id, each in scenario.tasks.items():
        if (id, Impact.DURATION) not in kept and each.duration.sd > 0:
            scenario = without(scenario, id, Impact.DURATION)
    return scenario


def without(scenario: Scenario, id: str, what: Impact) -> Scenario:
    """Take an impact away, or change a duration."""
    if what == Impact.DURATION:
        each = scenario.tasks[id]
        return replace(
            scenario, tasks={**scenario.tasks, id: replace(each, duration=Constant(value=each.duration.mode + 1.25))}
        )
    one, nothing = scenario.risks[id], Constant(value=0.0)
    match what:
        case Impact.COST:
            one = replace(one, cost=nothing)
        case Impact.DELAY:
            one = replace(one, delay=nothing)
        case Impact.STRETCH:
            one = replace(one, stretch=Constant(value=1.0))
        case _:
            raise ValueError(what)
    return replace(scenario, risks={**scenario.risks, id: one})


def values_of(scenario: Scenario, figure: str, *, falls: bool = False) -> NDArray[np.float64]:
    """Return a figure in each iteration, NaN or infinity where it is not one; charges may count as they fall."""
    outcome = simulate(scenario, iterations=256)
    cost = outcome.cost if falls else outcome.expected_cost
    if figure.startswith("days:"):
        return outcome.finish[figure.removeprefix("days:")]
    if figure == "net":
        net = net_amounts(scenario, outcome, cost)
        return np.full(outcome.iterations, np.nan) if net is None else net
    if figure == "spent_at_stop":
        return np.where(np.isfinite(outcome.stop), outcome.cost, np.nan)
    return cost
