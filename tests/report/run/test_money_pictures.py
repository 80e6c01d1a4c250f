import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from milepost.models import Milestone, Scenario, read_scenario
from milepost.models.money import Budget, Invoice
from milepost.models.tolerance import Tolerance
from milepost.simulate import run
from milepost.simulate.analysis.money.cash import Cash
from milepost.simulate.analysis.money.gap import Gap
from milepost.simulate.report.run.cash import cash_png, peak_texts, plot_cash
from milepost.simulate.report.run.curves.cash import cash_curve
from milepost.simulate.report.run.curves.gap import GapCurves, gap_curves
from milepost.simulate.report.run.curves.joint import joint_cloud
from milepost.simulate.report.run.files import report_files
from milepost.simulate.report.run.gap import gap_png, plot_excess, plot_gap
from milepost.simulate.report.run.gap_words import excess_text
from milepost.simulate.report.run.joint import joints_png, plot_joint
from milepost.simulate.result import Result
from tests.plans import everything, plan, risk, task
from tests.strategies import START

ROOT = Path(__file__).parents[3]
MONEY_FILES = {"gap.csv", "gap.png", "jcl.png", "cash.csv", "cash.png"}


def moneyed(scenario: Scenario, **more: Any) -> Scenario:
    """Return the milestones due dates a week apart, from day 10 on, an invoice each, and the plan a budget."""
    milestones: dict[str, Milestone] = {
        id: replace(one, due=START + timedelta(days=11 + 7 * index), invoice=Invoice(amount=30.0, terms=14), **more)
        for index, (id, one) in enumerate(scenario.milestones.items())
    }
    return replace(scenario, milestones=milestones, budget=Budget(total=100.0, burn=scenario.budget.burn))


def late(*names: str) -> Scenario:
    """Ten days of work that cost 100; a risk makes them fifteen in half of the iterations."""
    return moneyed(
        plan(
            [task("work", 10, cost=100)],
            {name: ["work"] for name in names or ("end",)},
            [risk("late", 0.5, exposes=("work",), delay=5)],
        )
    )


NEVER = moneyed(
    plan(
        [task("probe", 4), task("work", 10, cost=100)],
        {"end": ["work"]},
        [risk("fatal", exposes=("probe",), stop=True)],
    )
)
FREE = moneyed(plan([task("work", 10)], {"end": ["work"]}))


def texts_of(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def played(scenario: Scenario, iterations: int = 512) -> Result:
    return run(scenario, iterations=iterations)


def gap_of(result: Result) -> tuple[Scenario, Gap]:
    assert result.gap is not None
    return result.scenario, result.gap


def cash_of(result: Result) -> tuple[Scenario, Cash]:
    assert result.cash is not None
    return result.scenario, result.cash


@pytest.mark.slow
def test_a_report_has_the_pictures_of_money_only_where_there_is_something_to_hold_it_against() -> None:
    scenario = late()
    without = {id: replace(one, invoice=None) for id, one in scenario.milestones.items()}
    names = {
        "all": set(report_files(played(scenario))),
        "no invoices": set(report_files(played(replace(scenario, milestones=without)))),
        "no budget": set(report_files(played(replace(scenario, budget=Budget())))),
    }
    assert names["all"] >= MONEY_FILES
    assert names["no invoices"] & MONEY_FILES == {"gap.csv", "gap.png", "jcl.png"}
    assert names["no budget"] & MONEY_FILES == {"cash.csv", "cash.png"}


def test_pictures_of_money_are_equal_to_the_byte_whatever_a_user_likes() -> None:
    result = played(late("end", "other"))
    plain = gap_png(*gap_of(result)), joints_png(result), cash_png(*cash_of(result))
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "yellow", "savefig.dpi": 30, "text.parse_math": True}):
        assert (gap_png(*gap_of(result)), joints_png(result), cash_png(*cash_of(result))) == plain


@pytest.mark.slow
@pytest.mark.parametrize("iterations", [1, 300])
@pytest.mark.parametrize(
    "scenario",
    [
        NEVER,  # no milestone is ever reached
        FREE,  # nothing is spent
        moneyed(everything()),  # every feature, and a budget that is far too small
        replace(late(), name="計画", milestones={"end": replace(late().milestones["end"], name="日本語 $x")}),
        late(*(f"a milestone of a long name {k}" for k in range(30))),  # more than there is room for
    ],
)
def test_pictures_of_money_can_be_drawn_of_extremes(scenario: Scenario, iterations: int) -> None:
    """Warnings are errors here."""
    result = played(scenario, iterations)
    assert gap_png(*gap_of(result))
    assert joints_png(result)
    assert cash_png(*cash_of(result))


def curves_of(result: Result) -> tuple[Scenario, GapCurves]:
    scenario, gap = gap_of(result)
    return scenario, gap_curves(scenario, gap)


def test_the_gap_chart_names_due_dates_and_says_how_the_worst_of_them_stands() -> None:
    result = played(late())
    assert texts_of(plot_gap(*curves_of(result))) == ["end"]
    assert re.fullmatch(
        r"When end is due, money runs \d\d\.\d ±\d\.\d points further ahead of milestones than planned; "
        "no tolerance is written",
        excess_text(*gap_of(result), "end"),
    )
    on_time = excess_text(*gap_of(played(moneyed(plan([task("work", 10, cost=100)], {"end": ["work"]})))), "")
    assert on_time.startswith("On no due date is the money further ahead of the milestones than planned, on average")


def test_without_due_dates_that_count_nothing_is_judged() -> None:
    scenario = late()
    undated = replace(scenario, milestones={"end": replace(scenario.milestones["end"], due=None)})
    assert excess_text(*gap_of(played(undated)), "").startswith("No milestone that counts has a due date")


def test_the_excess_is_marked_on_due_dates_and_its_tolerance_drawn_where_one_is_written() -> None:
    tolerated = replace(late("end", "other"), tolerance=Tolerance(gap=0.2))
    own = replace(tolerated.milestones["other"], tolerance=Tolerance(gap=0.4))
    for scenario, written in (
        (late("end", "other"), []),
        (tolerated, [" tolerance: 20 points"]),
        (
            replace(tolerated, milestones={**tolerated.milestones, "other": own}),
            [" tolerance: 20 points", "its own: 40 "],
        ),
    ):
        result = played(scenario)
        ax = plot_excess(*curves_of(result))
        marked = [np.asarray(line.get_ydata())[0] for line in ax.lines if line.get_marker() == "o"]
        assert result.gap is not None
        assert marked == [result.gap.due[id].excess.value for id in scenario.milestones]
        assert texts_of(ax) == written


def test_names_of_due_dates_that_crowd_are_left_out_but_not_of_the_worst_and_the_lines_are_not() -> None:
    names = [f"a milestone of a long name {k}" for k in range(12)]
    scenario, curves = curves_of(played(late(*names)))
    ax = plot_gap(scenario, curves, ax=Figure(figsize=(12.0, 6.0)).add_axes((0.1, 0.1, 0.8, 0.6)))
    assert 2 <= len(texts_of(ax)) < 12
    assert {one.name for one in curves.dues if one.worst} <= {*texts_of(ax)}
    dotted = [line for line in ax.lines if line.get_linestyle() == ":"]
    assert len(dotted) == 12
    lines: dict[float, list[tuple[float, float]]] = {}
    for text in ax.texts:
        box = text.get_window_extent()
        assert all(box.x1 <= first or box.x0 >= last for first, last in lines.get(box.y0, []))
        lines.setdefault(box.y0, []).append((box.x0, box.x1))


def test_the_frontier_lies_above_and_right_of_what_is_kept_less_often() -> None:
    result = played(late())
    (joint,) = result.joint
    ax = plot_joint(result, joint)
    assert "end" in texts_of(ax)
    assert any(text.endswith("within budget: >99.2%") for text in texts_of(ax))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("date reached", "total cost")
    assert list(joint.frontier_days) == [15.0]
    np.testing.assert_allclose(joint.frontier_amounts, 100.0)


def test_cases_that_are_stopped_once_the_milestone_is_reached_are_drawn_apart_and_counted() -> None:
    """The first milestone is reached before the one task that a risk may stop, in half of the cases; the last never."""
    scenario = moneyed(
        plan(
            [task("early", 2, cost=10), task("probe", 4, "early"), task("work", 10, "probe", cost=100)],
            {"first": ["early"], "last": ["work"]},
            [risk("fatal", 0.5, exposes=("probe",), stop=True)],
        )
    )
    result = run(scenario, iterations=256)
    stopped = np.isfinite(result.outcome.stop)
    first, last = (joint_cloud(result, joint) for joint in result.joint)
    assert list(first.stopped) == list(stopped)
    assert first.stopped_later.value == stopped.mean()
    assert not last.stopped.any()
    above, plain = (texts_of(plot_joint(result, joint)) for joint in result.joint)
    assert f"✕ reached, then stopped later: {first.stopped_later} of cases" in above
    assert not any("stopped" in text for text in plain)


def test_the_mark_on_the_balance_is_the_lowest_point_of_that_curve_and_the_need_has_lines_of_its_own() -> None:
    result = played(late())
    curve, cash = cash_curve(*cash_of(result)), cash_of(result)[1]
    assert curve.lowest == curve.balance.middle.min()
    assert curve.lowest == curve.balance.middle[list(curve.dates).index(curve.lowest_at)]
    assert curve.needs == {"P50": cash.peak.p50.value, "P90": cash.peak.p90.value}
    ax = plot_cash(*cash_of(result))
    points = {tuple(np.ravel(line.get_xydata())) for line in ax.lines if line.get_marker() == "v"}
    assert points == {(curve.lowest_at, curve.lowest)}


def test_what_stands_above_a_panel_ends_before_the_picture_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """The longest figures, which many iterations have: two digits before the point and one after it."""
    figures: list[Figure] = []

    def keep(figure: Figure) -> bytes:
        figures.append(figure)
        return b""

    monkeypatch.setattr("milepost.simulate.report.run.joint.png", keep)
    joints_png(run(read_scenario(ROOT / "scenarios" / "hr_app.yaml"), iterations=20_000))
    (figure,) = figures
    ends = [text.get_window_extent().x1 for ax in figure.axes for text in ax.texts]
    assert len(ends) == 10  # a name and two lines each, and one on the cases that are stopped later
    assert max(ends) < figure.bbox.x1


def test_the_cash_chart_says_how_much_must_be_found_and_when() -> None:
    """A hundred by day 10 or 15, and the invoice two weeks later."""
    result = played(late())
    ax = plot_cash(*cash_of(result))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("date", "balance")
    assert peak_texts(*cash_of(result)) == (
        "Peak funding need: P50 100 ±0, P90 100 ±0",
        "Its day: P10 16 Jan 26; P50 23 Jan 26, give or take 5 working days; P90 23 Jan 26",
    )
    assert result.scenario.milestones["end"].due == date(2026, 1, 16)
