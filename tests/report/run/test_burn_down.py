"""The burn-down shows what is at stake, where it goes, and when it is acceptable, of any plan with risks."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from milepost.models import Risk, Scenario, read_scenario
from milepost.models.distributions import Uniform
from milepost.simulate import run
from milepost.simulate.analysis.risks.acceptance import Of
from milepost.simulate.analysis.risks.books import LEVELS
from milepost.simulate.analysis.risks.falls import Why
from milepost.simulate.analysis.risks.stakes import Unit
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.report.media.colours import category_colours
from milepost.simulate.report.media.positions import positions
from milepost.simulate.report.run.acceptance import acceptable_text, acceptance_columns
from milepost.simulate.report.run.burn_down import burn_down_png
from milepost.simulate.report.run.burn_down_panels import plot_burn_down, plot_fan
from milepost.simulate.report.run.burn_down_words import (
    burn_down_text,
    costs_text,
    gone_text,
    savings_text,
    steepest_text,
    stop_text,
)
from milepost.simulate.report.run.curves.burn_down import MOST_CATEGORIES, burn_down_curves
from milepost.simulate.report.run.files import report_files
from milepost.simulate.result import Result
from tests.plans import everything, milestone, plan, risk, task

WEEK_9 = Path(__file__).parents[3] / "scenarios" / "hr_app_week_9.yaml"
LONG = "Nobody at the ministry answers letters, and " * 6


def harmed_by(risks: Sequence[Risk], **more: object) -> Scenario:
    tasks = [
        task("probe", Uniform(low=2, high=9), retires={one.id: 0.5 for one in risks}),
        task("wait", 6),
        task("work", Uniform(low=10, high=30), "wait", daily=100.0),
    ]
    end = milestone("end", "work", due=date(2026, 2, 2), name=LONG)
    return plan(tasks, [milestone("waited", "wait", name=LONG), end], risks, **more)


def played(scenario: Scenario, iterations: int = 512) -> Result:
    return run(scenario, iterations=iterations)


def many(number: int) -> list[Risk]:
    """Write risks of categories of the planner's own making."""
    return [
        risk(f"r{k}", 0.3, acceptable=0.2, category=f"{k} {LONG}", exposes=("work",), delay=1.0 + k)
        for k in range(number)
    ]


STOPS = [risk("halt", 0.4, acceptable=0.1, exposes=("work",), stop=True)]
SAVES = [risk("luck", 0.4, acceptable=0.1, exposes=("work",), stretch=0.5)]
COSTS = [risk("fine", 0.4, acceptable=0.1, category="", exposes=("work",), cost=5000.0)]


@pytest.mark.parametrize(
    "scenario",
    [
        harmed_by(STOPS),
        harmed_by(SAVES),
        harmed_by(COSTS, currency="million EUR"),
        harmed_by([*STOPS, *SAVES, *COSTS, *many(1)]),
        harmed_by(many(12)),
        replace(harmed_by(many(1)), milestones={}),
        everything(),
    ],
    ids=["stops", "saves", "costs", "each", "many", "no milestones", "everything"],
)
@pytest.mark.parametrize("iterations", [1, 512])
def test_any_plan_with_something_at_stake_is_drawn(scenario: Scenario, iterations: int) -> None:
    result = played(scenario, iterations)
    assert result.exposure is not None
    assert burn_down_png(result, result.exposure).startswith(b"\x89PNG")


def test_a_plan_with_nothing_at_stake_has_no_picture() -> None:
    assert {"burndown.png", "acceptable.csv"} <= set(report_files(played(harmed_by(STOPS))))
    assert not {"burndown.png", "acceptable.csv"} & set(report_files(played(harmed_by([]))))
    at_once = plan([task("work", 9)], {"end": ["work"]}, [risk("r", 0.3, exposes=("work",), delay=4)])
    assert "burndown.png" not in report_files(played(at_once))


def test_bands_lie_upon_each_other_up_to_all_threats_and_what_has_gone_is_the_rest() -> None:
    scenario = harmed_by([*STOPS, *SAVES, *many(12)])
    exposure = played(scenario).exposure
    assert exposure is not None
    curves = burn_down_curves(scenario, exposure)
    assert len(curves.threats) == MOST_CATEGORIES
    assert curves.threats[-1].others == 12 - MOST_CATEGORIES + 1
    starts = [float(band.mean[0]) for band in curves.threats[:-1]]
    assert starts == sorted(starts, reverse=True)
    together = np.sum([band.mean for band in curves.threats], axis=0)
    np.testing.assert_allclose(together, curves.total[0])
    np.testing.assert_allclose(together + sum(curves.gone[why] for why in Why), together[0])
    assert (curves.opportunities[Unit.DAYS][0] <= 0.0).all()
    assert curves.stop is not None
    assert curves.stop[0] == pytest.approx(0.4)


def test_where_no_risk_costs_time_it_is_in_money() -> None:
    result = played(harmed_by(COSTS, currency="EUR"))
    assert result.exposure is not None
    assert LEVELS[result.exposure.unit] == "money"
    assert " of 2,000 EUR; nearest milestone: " in steepest_text(result)
    assert burn_down_curves(result.scenario, result.exposure).costs is None


def test_beside_working_days_stands_what_the_threats_may_still_cost() -> None:
    """The fine costs 0.4 of 5,000 on average, and in 0.3 of cases a day of work at 100 is lost."""
    result = played(harmed_by([*COSTS, *many(1)]))
    assert result.exposure is not None
    costs = burn_down_curves(result.scenario, result.exposure).costs
    assert costs is not None
    assert costs[0][0] == pytest.approx(0.4 * 5000.0 + 0.3 * 100.0)


@pytest.mark.parametrize(("due", "drawn"), [(date(2026, 1, 8), 1), (date(2030, 1, 2), 0)])
def test_only_due_dates_that_the_picture_reaches_are_in_it_and_in_its_key(due: date, drawn: int) -> None:
    scenario = harmed_by(many(1))
    scenario = replace(scenario, milestones={"end": replace(scenario.milestones["end"], due=due)})
    exposure = played(scenario).exposure
    assert exposure is not None
    ax = plot_burn_down(scenario, burn_down_curves(scenario, exposure), unit="days")
    assert len([line for line in ax.lines if line.get_linestyle() == ":"]) == drawn


def test_categories_of_a_picture_are_told_apart() -> None:
    colours = category_colours(["market", "technology", "operational", "support", "permits", "weather", ""])
    assert len(set(colours.values())) == 7
    own = [f"own {k}" for k in range(MOST_CATEGORIES)]
    assert len({*category_colours(own).values()}) == MOST_CATEGORIES


def test_the_steepest_drop_is_told_and_shaded() -> None:
    scenario = harmed_by(many(1))
    scenario = replace(scenario, milestones={**scenario.milestones, "waited": milestone("waited", "wait")})
    result = played(scenario)
    assert result.exposure is not None
    assert steepest_text(result).endswith(" of 0.3 working days; nearest milestone: waited, the same day")
    ax = Figure().add_subplot()
    plot_burn_down(scenario, burn_down_curves(scenario, result.exposure), unit="days", drop=result.steepest, ax=ax)
    (shaded,) = ax.patches
    assert result.steepest is not None
    begins, ends = positions(scenario.days, [result.steepest.begins_days, result.steepest.ends_days])
    assert shaded.get_extents().transformed(ax.transData.inverted()).intervalx == pytest.approx([begins, ends])


def test_of_a_plan_with_a_status_it_is_said_what_lies_before_today() -> None:
    usual = harmed_by(COSTS)
    known = replace(usual, as_of=date(2026, 1, 7))
    assert burn_down_text(usual, "days").endswith("retired or has passed")
    assert burn_down_text(known, "days").endswith("; before today, of what is open today")


def test_titles_say_how_much_is_left_and_by_when_half_of_it_is_gone() -> None:
    """All is judged as the work begins, after six working days from 5 January 2026."""
    result = played(harmed_by([*STOPS, *COSTS], currency="EUR"))
    assert result.exposure is not None
    curves = burn_down_curves(result.scenario, result.exposure)
    assert curves.stop is not None
    assert stop_text(result, curves, curves.stop).startswith(
        "At the start 40.0% of cases would be stopped if no more were done about risks; half of that is gone by "
    )
    assert costs_text(result, curves, curves.total[0]).startswith("At the start threats may still cost 2,000 EUR on ")
    never = np.full(len(curves.dates), 3.0)
    assert costs_text(result, curves, never) == "At the start threats may still cost 3 EUR on average"
    assert costs_text(result, curves, 0 * never) == "At the start threats may still cost 0 EUR on average"
    halved = np.where(np.arange(len(never)) < len(never) - 1, 3.0, 1.5)
    assert costs_text(result, curves, halved).endswith("; half of that is gone by 12 Jan 26")


def test_of_a_plan_with_a_status_titles_tell_what_is_left_today() -> None:
    result = run(read_scenario(WEEK_9), iterations=256)
    assert result.exposure is not None
    curves = burn_down_curves(result.scenario, result.exposure)
    assert result.scenario.history is not None
    today = float(positions(result.scenario.days, result.scenario.history.now))
    gone = np.where(curves.dates < today, 8.0, 4.0)
    assert costs_text(result, curves, gone) == "Today threats may still cost 4 EUR on average"


def test_all_that_has_gone_is_told_by_how_it_went() -> None:
    result = played(harmed_by([*STOPS, *many(1)]))
    assert result.exposure is not None
    said = gone_text(burn_down_curves(result.scenario, result.exposure))
    shares = [float(share) for share in re.findall(r"([0-9.]+)%", said)]
    assert len(shares) >= 2
    assert sum(shares) == pytest.approx(100, abs=0.15)


def test_opportunities_lie_below_0_and_are_told_as_savings() -> None:
    """Half of 20 working days, the mean, in 0.4 of the cases."""
    result = played(harmed_by(SAVES))
    assert result.exposure is not None
    curves = burn_down_curves(result.scenario, result.exposure)
    fan = curves.opportunities[Unit.DAYS]
    assert savings_text(result, curves, fan[0], Unit.DAYS).startswith("At the start opportunities may still save 4.0 ")
    ax = Figure().add_subplot()
    plot_fan(ax, curves, fan=fan, unit="working days", colour="k")
    lowest, highest = ax.get_ylim()
    assert lowest < min(line.min() for line in fan)
    assert highest == 0.0
    assert "[working days]" in ax.get_ylabel()


def test_when_categories_become_acceptable_stands_in_columns_without_those_that_tell_nothing() -> None:
    result = played(harmed_by(many(2)))
    categories = [one for one in result.acceptance if one.of is Of.CATEGORY]
    columns = dict(acceptance_columns(categories, result.scenario))
    assert [*columns] == ["acceptable on", "nearest milestone", "passed before"]
    assert {len(texts) for texts in columns.values()} == {2}
    stopped = replace(categories[0], stopped=Proportion.of(1, 10))
    assert dict(acceptance_columns([stopped, categories[1]], result.scenario))["stopped before"] == ["10.0%", "0%"]
    apart = [replace(categories[0], id="worse", accepted=Proportion.of(1, 10)), categories[1]]
    assert acceptable_text(apart, str.upper).startswith("Least likely to become acceptable: WORSE, in 10% ")
    assert acceptable_text(apart[:1], str) == f"In {apart[0].accepted} of cases worse becomes acceptable"
