"""What is said of earned value, and what of it stands in the files."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from milepost.models import Scenario
from milepost.models.actual import Actual
from milepost.models.distributions import Constant
from milepost.models.money import Budget
from milepost.simulate import run
from milepost.simulate.report.media.positions import day_position
from milepost.simulate.report.run.curves.earned_value import earned_value_curves
from milepost.simulate.report.run.earned_value import earned_value_png, plot_earned_value
from milepost.simulate.report.run.earned_value_words import earned_value_sentences
from milepost.simulate.report.run.files import report_files
from milepost.simulate.result import Result
from tests.plans import milestone, plan, risk, task
from tests.strategies import START

WORK = task("work", 10, cost=1_000)
LATE = plan(
    [replace(WORK, actual=Actual(start=START + timedelta(days=2)), remaining=Constant(value=9.0))],
    [milestone("end", "work")],
    budget=Budget(spent=400),
    currency="EUR",
    as_of=START + timedelta(days=7),
)
"""Begun two days late and with nine of twelve days left after five: a quarter is done."""


def played(scenario: Scenario) -> Result:
    return run(scenario, iterations=512)


def test_three_sentences_say_money_schedule_and_completion() -> None:
    assert [*earned_value_sentences(played(LATE))] == [
        "Earned value: work planned at 250 EUR is done (EV) for 400 EUR (AC): CPI 0.62; the plan had 500 EUR of work "
        "done by now (PV).",
        "Schedule: the work is as far as the plan had it on 7 Jan 26 (earned schedule), 2.5 working days behind: "
        "SPI(t) 0.50; by money SPI 0.50.",
        "At completion: 1,600 EUR at this CPI (EAC), on 30 Jan 26 at this SPI(t); the simulation says 1,150 ±0 EUR and "
        "22 Jan 26, each in half of the cases.",
    ]


@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        (replace(LATE, budget=Budget()), "for 250 EUR by the costs of the plan (AC): CPI 1.00;"),
        (replace(LATE, budget=Budget(spent=0.0)), "for 0 EUR (AC): there is no CPI while nothing is spent;"),
        (replace(LATE, budget=Budget(spent=0.0)), "At completion: on 30 Jan 26 at this SPI(t); the simulation says"),
        (replace(LATE, tasks={"work": WORK}), "CPI 0.00;"),
        (replace(LATE, tasks={"work": WORK}), "At completion: the indices say nothing while nothing is earned;"),
        (
            replace(LATE, tasks={"work": WORK}, as_of=date(2025, 12, 29)),
            "begins on 5 Jan 26, so there is no SPI(t) yet; there is no SPI while nothing was to be done.",
        ),
        (replace(LATE, milestones={}), "the simulation says 1,150 ±0 EUR in half of the cases."),
        (
            replace(LATE, risks={"fatal": risk("fatal", stop=True, exposes=("work",))}),
            "and fewer than half of the cases reach the last milestone.",
        ),
    ],
)
def test_what_is_not_defined_is_said_so(scenario: Scenario, said: str) -> None:
    assert said in " ".join(earned_value_sentences(played(scenario)))


def test_a_plan_on_schedule_is_said_to_be() -> None:
    on_time = replace(LATE, tasks={"work": replace(WORK, actual=Actual(start=START))})
    assert "had it on 12 Jan 26 (earned schedule), on schedule: SPI(t) 1.00;" in " ".join(
        earned_value_sentences(played(on_time))
    )


def test_the_file_and_the_record_have_the_same_measures() -> None:
    files = report_files(played(LATE))
    rows = {row["measure"]: row for row in csv.DictReader(io.StringIO(files["evm.csv"].decode("utf-8-sig")))}
    measures = json.loads(files["summary.json"])["earned_value"]["measures"]
    assert {name: float(row["value"]) for name, row in rows.items()} == {
        name: one["value"] for name, one in measures.items()
    }
    assert (rows["at"]["value"], rows["at"]["date"]) == ("5.0", "2026-01-12")
    assert (rows["es"]["value"], rows["es"]["date"], rows["es"]["unit"]) == ("2.5", "2026-01-07", "working days")
    assert (rows["eac_t"]["date"], rows["end_p50"]["date"]) == ("2026-01-30", "2026-01-22")


def test_a_plan_of_which_nothing_is_known_has_no_such_file() -> None:
    files = report_files(played(LATE.agreed))
    assert "evm.csv" not in files
    assert json.loads(files["summary.json"])["earned_value"] is None


@pytest.mark.slow
@pytest.mark.parametrize("iterations", [1, 300])
@pytest.mark.parametrize(
    "scenario",
    [
        LATE,
        replace(LATE, milestones={}),
        replace(LATE, tasks={"work": WORK}, budget=Budget(spent=0.0)),  # nothing is earned or spent
        replace(LATE, tasks={"work": WORK}, as_of=date(2025, 12, 20)),  # nor begun
        replace(LATE, risks={"fatal": risk("fatal", stop=True, exposes=("work",))}),  # the end is never reached
        replace(LATE, budget=Budget(spent=9e6), name="計画 $x", currency="円"),  # the index is far beyond all else
    ],
)
def test_the_chart_can_be_drawn_of_extremes(scenario: Scenario, iterations: int) -> None:
    """Warnings are errors here."""
    result = run(scenario, iterations=iterations)
    assert result.earned_value is not None
    assert earned_value_png(result, result.earned_value)


def test_the_chart_leads_from_the_start_to_what_is_earned_today_and_to_both_ends() -> None:
    """Nothing is earned before Wednesday the 7th, and then 250 / 3 a day up to the weekend before the 12th."""
    result = played(LATE)
    assert result.earned_value is not None
    curves = earned_value_curves(result, result.earned_value)
    today, day = day_position(date(2026, 1, 12)), day_position(date(2026, 1, 5))
    np.testing.assert_allclose(
        np.interp(day + np.array([0, 2, 3, 4, 5]), curves.dates, curves.earned), [0, 0, 250 / 3, 500 / 3, 250], atol=9.0
    )
    assert (curves.dates[-1], curves.earned[-1]) == (today, pytest.approx(250.0))
    assert [*curves.spent, *curves.schedule] == pytest.approx([today, 400.0, day + 2.5, 250.0])
    assert [*curves.indices, curves.middle[1]] == pytest.approx([day_position(date(2026, 1, 31)), 1_600.0, 1_150.0])
    ax = plot_earned_value(result, result.earned_value)
    assert ax.get_xlim()[1] >= curves.indices[0]
    assert ax.get_ylim()[1] >= curves.indices[1]
