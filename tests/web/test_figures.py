"""What a page is told is what `run` and `compare` print, number by number."""

import json
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate
from pathlib import Path

import pytest

from milepost.models import Scenario, read_scenario, without_risks
from milepost.simulate import run
from milepost.simulate.analysis.comparison.change import Figure
from milepost.simulate.analysis.statistics.quantile import rank_of
from milepost.simulate.report.media.positions import day_position
from milepost.simulate.report.run.curves.gantt import driven, gantt_rows
from milepost.simulate.result import Result
from milepost.simulate.web.critical import critical_message
from milepost.simulate.web.curves import DayCounts
from milepost.simulate.web.figures import ends, figures_message
from milepost.simulate.web.gantt import gantt_message
from tests.plans import everything

_ITERATIONS = 2_000
_SCENARIOS = Path(str(files("milepost.scenarios")))
PLANS = (
    "hr_app.yaml",  # whole days, risks that stop, money
    "hr_app_week_9.yaml",  # a status: facts
    "bridge.yaml",  # hours, and calendars that differ
    "battery.yaml",  # rounds
    "three_majors.yaml",
    "minimal.yaml",
    "one_gate.yaml",
    "pritsker.yaml",
    "everything",
)
plans = pytest.mark.parametrize("name", PLANS)


def _plan(name: str) -> Scenario:
    return everything() if name == "everything" else read_scenario(_SCENARIOS / name)


@cache
def _pair(name: str) -> tuple[Result, Result]:
    """Return what comes of a plan, and of the plan without half of its risks."""
    plan = _plan(name)
    other = without_risks(plan, [*plan.risks][::2])
    return run(plan, iterations=_ITERATIONS), run(other, iterations=_ITERATIONS)


@plans
def test_each_figure_of_a_milestone_is_that_of_the_table(name: str) -> None:
    _, result = _pair(name)
    told = figures_message(result, None)["milestones"]
    table = result.milestones
    assert [one["id"] for one in told] == [*table["milestone"]]
    for one, row in zip(told, table.to_dict("records"), strict=True):
        for column in ("name", "level", "owner"):
            assert one[column] == row[column]
        for column in ("due", "p10", "p50", "p80", "p90"):
            assert (one[column] or "") == (row[column] or "")
        assert one["promise"] == {
            **{end: row[f"promise_{end}"] or None for end in ("low", "high")},
            "date": row["promise"] or None,
            "state": row["promise_state"],
        }
        for column in ("hit", "reached"):
            if one[column] is not None:
                assert one[column] == [row[column], row[f"{column}_low"], row[f"{column}_high"]]
            else:
                assert row["due"] in ("", None)


@plans
def test_each_difference_is_that_of_a_comparison(name: str) -> None:
    base, result = _pair(name)
    comparison, message = result.compared_with(base), figures_message(result, base)
    for one in message["milestones"]:
        for what, figure in ("hit", Figure.HIT), ("promise", Figure.PROMISE):
            change = comparison.change(figure, one["id"])
            if change is None or not abs(change.difference.value) < float("inf"):
                assert one[f"d{what}"] is None
            else:
                assert one[f"d{what}"] == ends(change.difference)
            assert one[f"{what}_counts"] == (change is not None and change.is_clear)


@plans
def test_hits_and_promises_at_any_date_are_read_from_a_curve_as_a_run_has_them(name: str) -> None:
    _, result = _pair(name)
    for id, milestone in result.scenario.milestones.items():
        counts = DayCounts.of(result, id)
        if milestone.reached is not None:
            assert counts.first == milestone.reached
            continue
        sample, days = result.samples[id].dated, result.scenario.days
        reached = [*accumulate(counts.counts)]
        first = counts.first or days.start
        for day in (
            days.start + timedelta(days=offset) for offset in range(-3, (first - days.start).days + len(reached) + 3)
        ):
            place = (day - first).days
            read = 0 if place < 0 or not reached else reached[min(place, len(reached) - 1)]
            assert read == sample.count_within(days.limit(day)), day
        for confidence in (0.001, *(k / 20 for k in range(1, 20)), 0.995, 0.9999):
            rank = rank_of(confidence, counts.n)
            found = next((place for place, count in enumerate(reached) if count >= rank), None)
            read_date = None if found is None else first + timedelta(days=found)
            assert read_date == result.samples[id].estimate(confidence, days).date, confidence


@plans
def test_bars_lie_where_the_gantt_chart_of_a_report_has_them(name: str) -> None:
    _, result = _pair(name)
    message, critical = gantt_message(result), critical_message(result)
    start = day_position(date.fromisoformat(message["from"]))
    told = {row["id"]: row for row in message["rows"]}
    assert critical["last"] == driven(result)
    for row in gantt_rows(result):
        if row.level != "group":
            one = told[row.id]
            assert one["p"] == pytest.approx([at - start for at in (row.early, row.begin, row.end, row.late)], abs=6e-4)
            assert one["comes"] == row.comes
            if row.is_work and critical["last"] is not None:
                assert critical["shares"][row.id] == row.criticality


@plans
def test_messages_are_json_without_what_is_no_number(name: str) -> None:
    base, result = _pair(name)
    message = figures_message(result, base, [*result.scenario.milestones, "gone"])
    assert json.loads(json.dumps(message, allow_nan=False))["n"] == _ITERATIONS


def test_a_plan_that_is_as_saved_differs_in_nothing_that_counts() -> None:
    result, _ = _pair("hr_app.yaml")
    for one in figures_message(result, result)["milestones"]:
        assert not one["hit_counts"]
        assert not one["promise_counts"]
