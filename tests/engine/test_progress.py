"""What a plan says of work under way: whether links still hold it, and from when lags from its start count."""

from dataclasses import replace
from datetime import timedelta

import pytest

from milepost.models.actual import Actual
from milepost.models.distributions import Constant
from milepost.models.forecast import forecast
from milepost.models.progress import Progress, ProgressLogic, StartLag
from milepost.models.scenario import Scenario
from milepost.simulate import run
from tests.plans import plan, task
from tests.strategies import START

WEEK = START + timedelta(days=7)
"""A Monday, five working days after the start."""
BEGUN = Actual(start=START + timedelta(days=2))
"""On Wednesday, after two days."""
DONE = Actual(start=START, finish=START + timedelta(days=4))


def out_of_sequence(logic: ProgressLogic, actual: Actual) -> Scenario:
    """Return a plan in which b has begun before a is finished, of which it takes 10 more days, and c comes after b."""
    tasks = [
        task("a", 10),
        replace(task("b", 4, "a"), actual=actual),
        task("c", 3, "b"),
    ]
    tasks[1] = replace(tasks[1], remaining=None if actual.finish else Constant(value=4))
    return replace(plan(tasks, {"end": ["c"]}), as_of=WEEK, progress=Progress(logic=logic))


@pytest.mark.parametrize(
    ("logic", "actual", "end"),
    [
        (ProgressLogic.RETAINED, BEGUN, 22.0),  # a until 15, what is left of b until 19, c
        (ProgressLogic.OVERRIDE, BEGUN, 12.0),  # what is left of b from 5 to 9, c
        (ProgressLogic.RETAINED, DONE, 18.0),  # a until 15, c
        (ProgressLogic.OVERRIDE, DONE, 8.0),  # c from 5
    ],
)
def test_where_facts_override_links_what_has_begun_waits_for_nothing(
    logic: ProgressLogic, actual: Actual, end: float
) -> None:
    result = run(out_of_sequence(logic, actual), iterations=256)
    assert result.finish["end"][0] == end
    assert forecast(result.scenario).network.planned_times["end"][1] == end


@pytest.mark.parametrize(
    ("ss_lag", "link", "end"),
    [
        (StartLag.START, "a SS+4", 9.0),  # a began at 2, so that b can begin at 6
        (StartLag.REST, "a SS+4", 15.0),  # what is left of a goes on at 8, so that b begins at 12
        (StartLag.START, "a SS+50%", 10.0),  # half of a's 10 days after 2
        (StartLag.REST, "a SS+50%", 13.0),  # half of the 4 that are left after 8
        (StartLag.START, "a SF+4", 8.0),  # b ends no earlier than 6, and begins no earlier than 5
        (StartLag.REST, "a SF+4", 12.0),  # no earlier than 12
    ],
)
def test_lags_from_the_start_of_work_under_way_count_from_the_rest_where_the_plan_says_so(
    ss_lag: StartLag, link: str, end: float
) -> None:
    """The rest of a waits for x until 8, and takes 4 days; b takes 3."""
    x = task("x", 3)
    a = replace(task("a", 9, "x"), actual=BEGUN, remaining=Constant(value=4))
    b = task("b", 3, link)
    scenario = replace(plan([x, a, b], {"end": ["b"]}), as_of=WEEK, progress=Progress(ss_lag=ss_lag))
    result = run(scenario, iterations=256)
    assert result.finish["end"][0] == end
    assert result.scenario.network.planned_times["end"][1] == end


@pytest.mark.parametrize(("ss_lag", "critical"), [(StartLag.START, 0.0), (StartLag.REST, 1.0)])
def test_a_path_goes_through_the_start_of_the_rest_to_what_holds_that_up(ss_lag: StartLag, critical: float) -> None:
    x = task("x", 3)
    a = replace(task("a", 9, "x"), actual=BEGUN, remaining=Constant(value=4))
    b = task("b", 3, "a SS+4")
    scenario = replace(plan([x, a, b], {"end": ["b"]}), as_of=WEEK, progress=Progress(ss_lag=ss_lag))
    result = run(scenario, iterations=256)
    assert result.driving["end"].tasks["x"].criticality.value == critical
    assert (result.scenario.schedule.total_float["x"] == 0.0) == (critical == 1.0)


def test_what_has_begun_before_a_start_lag_is_over_waits_for_the_rest_of_what_it_comes_after() -> None:
    a = replace(task("a", 9), actual=Actual(start=START), remaining=Constant(value=4))
    b = replace(task("b", 3, "a SS+1"), actual=BEGUN, remaining=Constant(value=2))
    scenario = replace(plan([a, b], {"end": ["b"]}), as_of=WEEK)
    ends = [
        run(replace(scenario, progress=Progress(ss_lag=one)), iterations=256).finish["end"][0]
        for one in (StartLag.START, StartLag.REST)
    ]
    assert ends == [7.0, 8.0]
