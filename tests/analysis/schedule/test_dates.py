"""What begins has the date of the day that begins, what ends that of the day that ends, though both are one time."""

from dataclasses import replace
from datetime import date
from io import StringIO

import numpy as np
import pytest
from hypothesis import given, settings
from rich.console import Console

from milepost.models import Calendar, Milestone, MilestoneAt, Scenario
from milepost.models.baseline import PlannedSpending
from milepost.models.distributions import Constant, Discrete
from milepost.models.money import Budget, Invoice
from milepost.models.risk import Retirement
from milepost.models.timing import BEGINNING
from milepost.simulate import run
from milepost.simulate.analysis.money.invoices import arrivals
from milepost.simulate.analysis.orderings.criterion import Hit, Promise
from milepost.simulate.analysis.orderings.differences import iterations_apart
from milepost.simulate.engine import lanes
from milepost.simulate.engine.run import simulate
from milepost.simulate.report.media.positions import positions
from milepost.simulate.report.run.curves.gantt import gantt_rows
from milepost.simulate.report.run.terminal import print_milestones
from tests.plans import milestone, plan, risk, task
from tests.strategies import scenarios

MON_2_FEB = date(2026, 2, 2)
"""Twenty working days after the start, Monday 5 January; Friday 30 January is the day before."""


def with_milestones(scenario: Scenario, *milestones: Milestone) -> Scenario:
    return replace(scenario, milestones={one.id: one for one in milestones})


def dates_of(scenario: Scenario) -> dict[str, str]:
    """Return, for a plan without uncertainty, the date of each milestone and those between which each task lies."""
    result = run(scenario, iterations=4)
    tasks = {row["task"]: f"{row['start_p50']} to {row['finish_p50']}" for row in result.tasks.to_dict("records")}
    return tasks | dict(zip(result.milestones["milestone"], result.milestones["p50"], strict=True))


def test_work_that_may_not_begin_before_a_monday_begins_on_it() -> None:
    dates = dates_of(plan([task("fit", 5, not_before=MON_2_FEB)], {"end": ["fit"]}))
    assert dates == {"fit": "2026-02-02 to 2026-02-06", "end": "2026-02-06"}


def test_whole_days_of_work_follow_one_another_over_weekends_and_holidays() -> None:
    """Tuesday the 13th is free, and so is the whole week from Monday the 19th."""
    free = (date(2026, 1, 13), *(date(2026, 1, day) for day in range(19, 24)))
    chain = plan([task("a", 5), task("b", 1, "a"), task("c", 3, "b"), task("d", 2, "c")], {"end": ["d"]})
    assert dates_of(replace(chain, calendar=Calendar(holidays=free))) == {
        "a": "2026-01-05 to 2026-01-09",  # to Friday
        "b": "2026-01-12 to 2026-01-12",  # on Monday
        "c": "2026-01-14 to 2026-01-16",  # over the free Tuesday, to Friday
        "d": "2026-01-26 to 2026-01-27",  # after the free week
        "end": "2026-01-27",
    }


def test_a_milestone_that_waits_for_a_day_alone_is_reached_promised_and_hit_on_that_day() -> None:
    ready = milestone("ready", not_before=MON_2_FEB, due=MON_2_FEB)
    early = milestone("early", not_before=MON_2_FEB, due=date(2026, 1, 30))
    weekend = milestone("weekend", not_before=MON_2_FEB, due=date(2026, 2, 1))
    result = run(with_milestones(plan([]), ready, early, weekend), iterations=256)
    table = result.milestones
    assert list(table["hit"]) == [1.0, 0.0, 0.0]
    for column in ("promise", "promise_low", "promise_high", "p10", "p50", "p80", "p90"):
        assert set(table[column]) == {"2026-02-02"}
    for column in ("promise_days", "mean_days", "p50_days"):
        assert set(table[column]) == {20.0}, "columns in days read the time itself"
    assert set(result.finish["ready"]) == {20.0}
    printed = StringIO()
    print_milestones(result, Console(file=printed, width=200))
    assert printed.getvalue().count("2 Feb 26 ±0") == 3
    assert "30 Jan 26 " in printed.getvalue(), "as a due date, and nowhere else"
    assert printed.getvalue().count("30 Jan 26") == 1


A_WEEK = task("week", 5)
"""Monday to Friday; what begins with it begins on the 5th, and what follows it on the 12th."""
NEXT = task("next", 5, "week")


@pytest.mark.parametrize(
    ("links", "day"),
    [
        (["week"], "2026-01-09"),  # the end of work
        (["next SS"], "2026-01-12"),  # the start of work on a Monday
        (["next SS", "week"], "2026-01-12"),  # the later of the two, at one time
        (["next SF"], "2026-01-12"),
        (["week FF"], "2026-01-09"),
        (["next SS+0"], "2026-01-12"),
        (["next SS+5"], "2026-01-16"),  # a lag that has run is an end
        (["next SS-5"], "2026-01-05"),  # a lead before a beginning is one: here of the first day
        (["next FS-5"], "2026-01-09"),  # a lead before an end is an end, at the time at which that work starts
        (["week FS+5"], "2026-01-16"),
        (["next SS-2"], "2026-01-08"),  # three days after the start begins Thursday
        (["next FS-4"], "2026-01-12"),  # and the sixth day ends on Monday
    ],
)
def test_a_milestone_is_dated_by_what_it_waits_for(links: list[str], day: str) -> None:
    scenario = plan([A_WEEK, NEXT], {"one": links, "two": ["one"], "three": ["two SS"], "four": ["three FF"]})
    dates = dates_of(scenario)
    assert {dates[id] for id in ("one", "two", "three", "four")} == {day}, "through chains of milestones"


@pytest.mark.parametrize(
    ("link", "day"),
    [
        ("one", "2026-01-12"),
        ("one FS+5", "2026-01-16"),  # five days after the beginning of Monday end on Friday
        ("one FS-5", "2026-01-05"),
        ("one SS-1", "2026-01-09"),  # the beginning of the Friday
    ],
)
def test_lags_of_both_signs_behind_a_milestone_that_is_a_beginning(link: str, day: str) -> None:
    scenario = plan([A_WEEK, NEXT], {"one": ["next SS"], "two": [link]})
    assert dates_of(scenario)["two"] == day


def test_what_follows_a_beginning_reads_its_time_and_not_its_date() -> None:
    scenario = plan([A_WEEK, NEXT, task("then", 1, "one")], {"one": ["next SS"], "end": ["then"]})
    outcome = simulate(scenario, iterations=1)
    assert outcome.finish["one"][0] == 5.0
    assert outcome.task_start["then"][0] == 5.0
    assert outcome.finish["end"][0] == 6.0
    assert dates_of(scenario)["then"] == "2026-01-12 to 2026-01-12"


def test_a_task_that_takes_no_time_is_dated_as_a_milestone_is() -> None:
    tasks = [
        A_WEEK,
        NEXT,
        task("handover", 0, "week"),
        task("kickoff", 0, "week", "next SS"),
        task("opening", 0, not_before=MON_2_FEB),
    ]
    assert dates_of(plan(tasks, {"started": ["kickoff SS"], "handed": ["handover"], "opened": ["opening FF"]})) == {
        "week": "2026-01-05 to 2026-01-09",
        "next": "2026-01-12 to 2026-01-16",
        "handover": "2026-01-09 to 2026-01-09",
        "kickoff": "2026-01-12 to 2026-01-12",
        "opening": "2026-02-02 to 2026-02-02",
        "started": "2026-01-12",
        "handed": "2026-01-09",
        "opened": "2026-02-02",
    }


def test_a_task_that_takes_no_time_in_some_iterations_is_a_beginning_in_the_others() -> None:
    """In half of them it takes no time, and is dated by the Friday that it waited for; else it begins on Monday."""
    work = task("work", Discrete(values=(0, 5), weights=(1, 1)), "week")
    outcome = simulate(plan([A_WEEK, work], {"begun": ["work SS"]}), iterations=2_000)
    lasts = outcome.task_finish["work"] > outcome.task_start["work"]
    assert 0 < lasts.mean() < 1
    np.testing.assert_array_equal(outcome.begins["begun"], lasts)
    np.testing.assert_array_equal(outcome.dated("begun"), np.where(lasts, 5.0 + BEGINNING, 5.0))
    start, finish = outcome.dated_task("work")
    np.testing.assert_array_equal(start, np.where(lasts, 5.0 + BEGINNING, 5.0))
    np.testing.assert_array_equal(finish, np.where(lasts, 10.0, 5.0))


def test_a_quantile_of_starts_is_not_dated_after_the_same_quantile_of_finishes() -> None:
    """Work shorter than the slack ends on Friday, where work would begin on Monday."""
    assert dates_of(plan([A_WEEK, task("blink", 1e-10, "week")]))["blink"] == "2026-01-09 to 2026-01-09"
    assert dates_of(plan([A_WEEK, task("short", 1e-8, "week")]))["short"] == "2026-01-12 to 2026-01-12"


def test_a_start_milestone_is_the_beginning_of_what_comes_next() -> None:
    scenario = with_milestones(
        plan([A_WEEK]),
        milestone("ended", "week", due=date(2026, 1, 9)),
        milestone("started", "week", at=MilestoneAt.START, due=date(2026, 1, 9)),
        milestone("within", "week FS-0.5", at=MilestoneAt.START, due=date(2026, 1, 9)),
        milestone("at_once", at=MilestoneAt.START, due=date(2026, 1, 5)),
    )
    table = run(scenario, iterations=256).milestones
    assert list(table["p50"]) == ["2026-01-09", "2026-01-12", "2026-01-09", "2026-01-05"]
    assert list(table["hit"]) == [1.0, 0.0, 1.0, 1.0]
    assert list(table["p50_days"]) == [5.0, 5.0, 4.5, 0.0]


def test_kernels_and_the_plan_itself_mean_the_same_by_a_beginning() -> None:
    assert lanes.BEGINNING == BEGINNING == 2.0**-20


def test_plans_without_a_beginning_to_tell_apart_have_no_row_for_one() -> None:
    tasks = [A_WEEK, task("next", 5, "week", "week SS+2"), task("last", 5, not_before=MON_2_FEB)]
    scenario = plan(tasks, {"end": ["last", "next"], "part": ["next SS+1"]})
    assert scenario.dating.may_begin == frozenset()
    outcome = simulate(scenario, iterations=256)
    assert not outcome.begins
    assert not outcome.task_begins
    assert outcome.dated("end") is outcome.finish["end"]


def test_risks_are_met_where_work_begins_and_retired_where_it_ends() -> None:
    """The trial ends on Friday; the building, which begins on Monday, meets the other risk."""
    trial = replace(A_WEEK, retires={"demand": Retirement(probability=1.0)})
    check = task("check", 0, "build SS", retires={"law": Retirement(probability=1.0)})
    late = task("late", 1, "build")
    risks = [
        risk("demand", exposes=("build",), delay=5),
        risk("engine", exposes=("build",), delay=5),
        risk("law", exposes=("late",), delay=5),
    ]
    table = run(plan([trial, task("build", 5, "week"), check, late], {"end": ["build"]}, risks), iterations=256).risks
    table = table.set_index("risk")
    assert table.loc["engine", "occurs_median"] == "2026-01-12"
    assert table.loc["engine", "occurs_median_days"] == 5
    assert table.loc["demand", "retired_median"] == "2026-01-09"
    assert table.loc["law", "retired_median"] == "2026-01-12", "by what takes no time, on the Monday"


def test_progress_and_the_money_of_what_takes_no_time_stand_in_the_books_of_their_day() -> None:
    tasks = [A_WEEK, NEXT, task("fee", 0, "next SS", cost=40)]
    scenario = with_milestones(
        plan(tasks, budget=Budget(total=100)),
        milestone("begun", "next SS", due=date(2026, 1, 9)),
        milestone("paid", "fee", due=date(2026, 1, 12)),
        milestone("end", "next"),
    )
    result = run(scenario, iterations=256)
    assert result.gap is not None
    grid = result.gap.rows("grid").set_index("days")
    assert list(grid.loc[[5.0, 6.0], "burn_mean"]) == [0.0, 0.4]
    assert list(grid.loc[[5.0, 6.0], "progress_p50"]) == pytest.approx([0.0, 2 / 3])
    assert list(grid.loc[[5.0, 6.0], "plan_burn"]) == [0.0, 0.4]
    reached = result.gap.rows("reached").set_index("milestone")
    assert (reached.loc["begun", "date"], reached.loc["begun", "days"]) == ("2026-01-12", 5.0)
    assert reached.loc["paid", "burn_mean"] == pytest.approx(0.4)
    assert [one.reached for one in result.standings] == [0, 2]
    assert list(result.milestones["hit"])[:2] == [0.0, 1.0]
    (first, *_) = result.joint
    assert first.both.value == first.date.value == 0.0
    planned = PlannedSpending(scenario)
    assert list(planned.spent([5.0, 6.0])) == [0.0, 40.0]


@pytest.mark.parametrize(
    ("link", "terms", "day", "time"),
    [
        ("week", 0, "2026-01-09", 5.0),  # with the end of work, on Friday
        ("week", 1, "2026-01-12", 5.0),  # on a Saturday, so on Monday morning
        ("week", 3, "2026-01-12", 6.0),  # at the end of Monday
        ("next SS", 0, "2026-01-12", 5.0),  # with a beginning, on Monday
        ("next SS", 7, "2026-01-19", 10.0),  # a week after, on Monday morning
        ("next SS", 5, "2026-01-19", 10.0),  # on a Saturday
    ],
)
def test_an_invoice_stands_in_the_books_of_the_day_on_which_it_is_paid(
    link: str, terms: int, day: str, time: float
) -> None:
    sold = milestone("sold", link, invoice=Invoice(amount=70, terms=terms))
    scenario = with_milestones(plan([A_WEEK, NEXT]), sold, milestone("end", "next FS+20"))
    cash = run(scenario, iterations=1).cash
    assert cash is not None
    first = cash.balance[cash.balance["balance_mean"] > 0].iloc[0]
    assert first["date"] == day
    (arrival,) = arrivals(scenario, simulate(scenario, iterations=1)).values()
    assert (scenario.days.iso(arrival.dated[0]), arrival.time[0]) == (day, time)


def test_the_peak_funding_need_is_on_the_day_on_which_its_last_money_is_spent() -> None:
    """A charge is met on Monday morning, and nothing is spent after that until the invoice comes."""
    charge = risk("charge", exposes=("next",), cost=30)
    scenario = plan([replace(A_WEEK, cost=Constant(value=50)), NEXT], (), [charge])
    cash = run(with_milestones(scenario, milestone("end", "next", invoice=Invoice(amount=100))), iterations=1).cash
    assert cash is not None
    assert (cash.peak.p50.value, cash.when.times.quantile(0.5)) == (80.0, 5.0)
    assert scenario.days.iso(cash.when.dated.quantile(0.5)) == "2026-01-12"


def test_orders_are_compared_and_raced_by_dates() -> None:
    """Two outcomes at one time, of which one is the Monday's: they are hit apart, promised apart and not the same."""
    ended, begun = (
        simulate(with_milestones(plan([A_WEEK, NEXT]), milestone("m", link)), iterations=256)
        for link in ("week", "next SS")
    )
    scenario = plan([A_WEEK, NEXT], {"m": ["week"]})
    hit, promise = Hit(milestone="m", zone=0.005, limit=5.0), Promise(milestone="m", zone=0.5)
    assert [hit.values(scenario, one).mean() for one in (ended, begun)] == [1.0, 0.0]
    promised = [promise.rough(promise.values(scenario, one)[None], confidence=0.8)[0] for one in (ended, begun)]
    assert [scenario.days.iso(one) for one in promised] == ["2026-01-09", "2026-01-12"]
    raced = promise.raced_by(np.array(promised))
    assert [raced.values(scenario, one).mean() for one in (ended, begun)] == [1.0, 0.0]
    wide = replace(promise, zone=50.0)
    assert len({scenario.days.iso(float(wide.values(scenario, one)[0])) for one in (ended, begun)}) == 2
    assert iterations_apart(ended, begun).all()


def test_pictures_place_a_beginning_at_the_beginning_of_its_day() -> None:
    scenario = plan([A_WEEK, NEXT, task("kickoff", 0, "next SS")], {"begun": ["next SS"], "ended": ["week"]})
    rows = {row.id: row for row in gantt_rows(run(scenario, iterations=256))}
    monday = float(positions(scenario.days, 6.0)) - 1.0
    friday = float(positions(scenario.days, 5.0))
    for id in ("next", "kickoff", "begun"):
        assert [rows[id].early, rows[id].begin] == pytest.approx([monday] * 2, abs=1e-5)
    assert rows["ended"].begin == friday == monday - 2.0
    assert rows["kickoff"].end == pytest.approx(monday, abs=1e-5)
    assert rows["next"].end == monday + 5.0


def test_the_dates_of_the_plan_itself_are_told_apart_in_the_same_way() -> None:
    scenario = with_milestones(
        plan([A_WEEK, NEXT, task("kickoff", 0, "next SS"), task("rescue", 3, "next SS", only_if="r")]),
        milestone("begun", "kickoff"),
        milestone("ended", "week"),
        milestone("lagged", "begun FS+5"),
        milestone("ahead", "begun FS-1"),
        milestone("start", "week", at=MilestoneAt.START),
    )
    scenario = replace(scenario, risks={"r": risk("r", exposes=("week",))})
    dated = scenario.dating.planned
    found = {id: tuple(map(scenario.days.iso, times)) for id, times in dated.items()}
    assert found == {
        "week": ("2026-01-05", "2026-01-09"),
        "next": ("2026-01-12", "2026-01-16"),
        "kickoff": ("2026-01-12", "2026-01-12"),
        "rescue": ("2026-01-12", "2026-01-12"),
        "begun": ("2026-01-12", "2026-01-12"),
        "ended": ("2026-01-09", "2026-01-09"),
        "lagged": ("2026-01-16", "2026-01-16"),
        "ahead": ("2026-01-09", "2026-01-09"),
        "start": ("2026-01-12", "2026-01-12"),
    }


@given(scenario=scenarios())
@settings(max_examples=settings().max_examples // 2)
def test_a_plan_without_uncertainty_has_the_dates_of_its_own_pass(scenario: Scenario) -> None:
    """Whatever its links: every duration at its most likely value, no risk, nothing in rounds."""
    tasks = {
        id: task(id, round(one.duration.mode * 4) / 4, not_before=one.not_before) for id, one in scenario.tasks.items()
    }
    tasks = {id: replace(one, after=scenario.tasks[id].after) for id, one in tasks.items()}
    certain = replace(scenario, tasks=tasks, risks={}, correlations=())
    outcome = simulate(certain, iterations=1)
    dated = certain.dating.planned
    for id in certain.milestones:
        assert certain.days.iso(float(outcome.dated(id)[0])) == certain.days.iso(dated[id][1])
    for id in certain.tasks:
        start, finish = outcome.dated_task(id)
        assert certain.days.iso(float(start[0])) == certain.days.iso(dated[id][0])
        assert certain.days.iso(float(finish[0])) == certain.days.iso(dated[id][1])
