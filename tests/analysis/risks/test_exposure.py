import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from milepost.models import Risk, Scenario
from milepost.models.risk import Retirement
from milepost.simulate import run
from milepost.simulate.analysis.risks.exposure import EXPOSURE_COLUMNS, Exposure
from milepost.simulate.analysis.risks.harm import Sign
from milepost.simulate.engine.run import simulate
from tests.analysis.risks.exposure_oracle import PlainExposure
from tests.plans import everything, plan, risk, task
from tests.strategies import scenarios


def small_plan() -> Scenario:
    """Write two risks, one task that retires each, and the two that they harm, of which all is certain."""
    tasks = [
        task("probe", 2, retires={"demand": 0.5}),
        task("spike", 5, retires={"engine": Retirement(probability=0.5, impact=0.5)}),
        task("build", 10, "spike FS+1", daily=100.0),
        task("sell", 1, "spike FS+4"),
    ]
    risks = [
        risk("demand", 0.5, category="market", exposes=("build", "sell"), delay=4.0, cost=1000.0),
        risk("engine", 0.2, category="technology", exposes=("build",), stretch=1.5),
    ]
    return plan(tasks, {"ready": ["spike"]}, risks)


def exposure_of(scenario: Scenario, iterations: int = 32) -> Exposure:
    found = run(scenario, iterations=iterations).exposure
    assert found is not None
    return found


def assert_books_balance(exposure: Exposure) -> None:
    """Check that what is at stake, retired, passed and left at the stop is at every time what there was at first."""
    for level, unit in (("working_days", "days"), ("money", "money")):
        books = exposure.table[[level, *(f"{why}_{unit}" for why in ("retired", "passed", "stopped"))]].sum(axis=1)
        whole = books.groupby([exposure.table[key] for key in ("of", "category", "sign")]).transform("last")
        np.testing.assert_allclose(books, whole, rtol=1e-12, atol=1e-9)


def assert_as_defined(scenario: Scenario, iterations: int, *, every: int = 1) -> None:
    """Compare each curve with the definition, taken iteration by iteration at some of its times."""
    outcome = simulate(scenario, iterations=iterations, threads=1)
    exposure = Exposure.of(scenario, outcome)
    if exposure is None:
        plain = PlainExposure(scenario, outcome, list(scenario.risks.values()))
        start = [
            plain.at(-1.0, lane, unit, threats=t)
            for lane in range(2)
            for unit in ("days", "money")
            for t in (False, True)
        ]
        assert not any(start)
        assert not plain.stop(-1.0, 0)
        return
    assert_books_balance(exposure)
    for category in (None, *exposure.categories):
        risks = [one for one in scenario.risks.values() if category in (None, one.category)]
        for sign in Sign:
            rows = exposure.rows(sign, category).iloc[::every]
            assert_rows_as_defined(rows, PlainExposure(scenario, outcome, risks), threats=sign is Sign.THREAT)


def assert_rows_as_defined(rows: pd.DataFrame, plain: PlainExposure, *, threats: bool) -> None:
    lanes = range(plain.outcome.detail)
    for row in rows.to_dict("records"):
        for level, unit in (("working_days", "days"), ("money", "money")):
            values = sorted(plain.at(row["days"], lane, unit, threats=threats) for lane in lanes)
            found = [row[level], row[f"{level}_p10"], row[f"{level}_p90"]]
            places = [math.ceil(len(values) * tenths / 10) - 1 for tenths in (1, 9)]
            exact = [sum(values) / len(values), *(values[place] for place in places)]
            np.testing.assert_allclose(found, exact, rtol=1e-9, atol=1e-9)
        if threats and not math.isnan(row["stop"]):
            exact_stop = sum(plain.stop(row["days"], lane) for lane in lanes) / len(lanes)
            assert row["stop"] == pytest.approx(exact_stop, abs=1e-12)


def columns(rows: pd.DataFrame, *names: str) -> list[tuple[float, ...]]:
    return [tuple(round(float(cell), 9) for cell in row) for row in rows[list(names)].itertuples(index=False)]


def test_every_step_of_a_small_plan_is_as_written_out_by_hand() -> None:
    """
    Demand does 4 days at each of two tasks, 400 by build's daily cost and 1,000; the engine 5 days and 500 at build.

    Probe halves the demand on day 2, the spike leaves a quarter of the engine on day 5. Build is decided on day 6 and
    sell on day 9.
    """
    exposure = exposure_of(small_plan())
    assert exposure.categories == ("market", "technology")
    market = columns(exposure.rows(Sign.THREAT, "market"), "days", "working_days", "retired_days", "passed_days")
    start, halved, one_left = [4.0, 0.0, 0.0], [2.0, 2.0, 0.0], [1.0, 2.0, 1.0]
    course = [start] * 2 + [halved] * 4 + [one_left] * 3 + [[0.0, 2.0, 2.0]]
    assert market == [(float(day), *values) for day, values in enumerate(course)]
    money = columns(exposure.rows(Sign.THREAT, "market"), "money", "retired_money", "passed_money", "stopped_money")
    paid = [(700.0, 0.0, 0.0, 0.0)] * 2 + [(350.0, 350.0, 0.0, 0.0)] * 4 + [(250.0, 350.0, 100.0, 0.0)] * 3
    assert money == [*paid, (0.0, 350.0, 350.0, 0.0)]
    engine = columns(exposure.rows(Sign.THREAT, "technology"), "working_days", "money", "retired_days", "passed_money")
    assert engine == [(1.0, 100.0, 0.0, 0.0)] * 5 + [(0.25, 25.0, 0.75, 0.0)] + [(0.0, 0.0, 0.75, 25.0)] * 4
    both = columns(exposure.rows(Sign.THREAT), "working_days", "working_days_p10", "working_days_p90")
    assert both == [(x, x, x) for x in [5.0] * 2 + [3.0] * 3 + [2.25] + [1.0] * 3 + [0.0]]
    assert exposure.rows(Sign.OPPORTUNITY).empty
    assert exposure.table["stop"].isna().all()
    assert exposure.table.columns.tolist() == list(EXPOSURE_COLUMNS)


def test_what_saves_time_is_an_opportunity_and_lies_below_zero() -> None:
    lucky = plan(
        [task("probe", 1, retires={"luck": 0.5}), task("build", 10, "probe FS+1", daily=10.0)],
        risks=[risk("luck", 0.5, exposes=("build",), stretch=0.8, cost=7.0)],
    )
    exposure = exposure_of(lucky)
    saved = columns(exposure.rows(Sign.OPPORTUNITY), "working_days", "money", "passed_days")
    assert saved == [(-1.0, -10.0, 0.0), (-0.5, -5.0, 0.0), (0.0, 0.0, -0.5)]
    assert columns(exposure.rows(Sign.THREAT), "working_days", "money") == [(0.0, 3.5), (0.0, 1.75), (0.0, 0.0)]


def test_the_exposure_at_first_is_the_closed_form() -> None:
    """
    Probability times mean harm in every iteration, over what is not decided at time 0, as training is.

    Building takes 45 days on average, a round of the prototype 20/3; 1 + 0.4 + 0.16 of these are needed. The campaign
    runs only if the demand is lacking.
    """
    first = exposure_of(everything()).rows(Sign.THREAT).iloc[0]
    demand = 0.45 * 12.5
    engine = 0.5 * (45.0 + 1.56 * 20 / 3) * (4.4 / 3 - 1.0)
    launch = 0.3 * 0.45 * 8.0
    found = first[["working_days", "working_days_p10", "working_days_p90"]].tolist()
    assert found == pytest.approx([demand + engine + launch] * 3, rel=1e-12)


def test_the_books_balance_and_every_curve_is_as_defined_where_every_feature_acts() -> None:
    assert_as_defined(everything(), 48, every=7)


@pytest.mark.slow
@given(scenario=scenarios())
@settings(max_examples=60)
def test_every_curve_is_as_defined_whatever_the_plan(scenario: Scenario) -> None:
    assert_as_defined(scenario, 5, every=9)


def test_where_every_iteration_is_stopped_what_is_left_is_booked_as_stopped() -> None:
    tasks = [task("probe", 2, retires={"late": 0.5}), task("gate", 3), task("build", 5, "gate FS+1")]
    risks = [
        risk("fatal", 1.0, exposes=("gate",), stop=True),
        risk("late", 0.5, exposes=("build",), delay=8.0),
    ]
    exposure = exposure_of(plan(tasks, risks=risks))
    rows = columns(exposure.rows(Sign.THREAT), "days", "working_days", "retired_days", "passed_days", "stopped_days")
    before, halved = (4.0, 0.0, 0.0, 0.0), (2.0, 2.0, 0.0, 0.0)
    assert rows == [(0.0, *before), (1.0, *before), (2.0, *halved), (3.0, 0.0, 2.0, 0.0, 2.0)]
    assert exposure.rows(Sign.THREAT)["stop"].tolist() == [0.0] * 4  # the gate is decided at once


@pytest.mark.parametrize("risks", [(), (risk("mild", 0.5, exposes=("build",)),), (risk("late", 0.5, delay=8.0),)])
def test_a_plan_in_which_nothing_is_at_stake_has_no_exposure(risks: Sequence[Risk]) -> None:
    assert run(plan([task("build", 5)], risks=risks), iterations=16).exposure is None


def test_without_detailed_iterations_there_is_no_exposure() -> None:
    scenario = small_plan()
    assert Exposure.of(scenario, simulate(scenario, iterations=16, detail=0)) is None
