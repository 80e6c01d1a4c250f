"""A fact has the date that the file gives, wherever it is shown, though nobody works on that day."""

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from milepost.models.actual import Actual
from milepost.models.distributions import Uniform
from milepost.models.money import Budget, Invoice
from milepost.models.timing import BEGINNING
from milepost.simulate import Result, run
from milepost.simulate.analysis.comparison.change import Figure
from milepost.simulate.analysis.money.invoices import arrivals
from milepost.simulate.report.comparison.words import change_words
from milepost.simulate.report.media.positions import day_position
from milepost.simulate.report.media.words import short_date
from milepost.simulate.report.page.charts.bars import Bars
from milepost.simulate.report.page.sections.gantt import gantt
from milepost.simulate.report.run.curves.gantt import gantt_rows
from milepost.simulate.report.run.curves.scurve import s_curve
from milepost.simulate.report.run.record import summary_document
from milepost.simulate.report.run.terminal import print_milestones
from tests.plans import milestone, plan, task

SATURDAY, SUNDAY = date(2026, 1, 10), date(2026, 1, 18)
MIDNIGHTS = day_position(SATURDAY) + BEGINNING, day_position(date(2026, 1, 19))
"""The beginning of the Saturday, and the end of the Sunday."""


def played(*, reached: date) -> Result:
    """Play a plan whose first part was built from a Saturday to a day of the week after."""
    tasks = [
        task("build", 5, actual=Actual(start=SATURDAY, finish=reached)),
        task("ship", Uniform(low=2, high=6), "build"),
    ]
    built = milestone("built", "build", reached=reached, invoice=Invoice(amount=10, terms=7))
    scenario = plan(tasks, [built, milestone("shipped", "ship")], budget=Budget(total=100))
    return run(replace(scenario, as_of=date(2026, 1, 19)), iterations=1_000)


@pytest.fixture(scope="module")
def result() -> Result:
    return played(reached=SUNDAY)


def test_tables_have_it(result: Result) -> None:
    build, built = result.tasks.iloc[0], result.milestones.iloc[0]
    starts, finishes = (build[[f"{end}_p10", f"{end}_p50", f"{end}_p90"]] for end in ("start", "finish"))
    assert {*starts, build["early_start"]} == {SATURDAY.isoformat()}
    assert {*finishes, build["early_finish"]} == {SUNDAY.isoformat()}
    assert {*built[["promise", "promise_low", "promise_high", "p10", "p90", "plan"]]} == {SUNDAY.isoformat()}
    assert result.gap is not None
    gap = result.gap.table[result.gap.table["at"] == "reached"]
    assert gap.set_index("milestone")["date"]["built"] == SUNDAY.isoformat()
    summary = json.loads(summary_document(result, files=[]))
    assert summary["schedule"]["milestones"]["built"]["date"] == SUNDAY.isoformat()


def test_the_terminal_has_it(result: Result) -> None:
    console = Console(file=io.StringIO(), width=120)
    print_milestones(result, console)
    assert isinstance(console.file, io.StringIO)
    row = next(line for line in console.file.getvalue().splitlines() if line.startswith("built"))
    assert row.count("18 Jan 26") == 4


def test_the_gantt_chart_and_the_curves_have_it(result: Result) -> None:
    rows = {row.id: row for row in gantt_rows(result)}
    begins, ends = MIDNIGHTS
    build, built = rows["build"], rows["built"]
    assert (build.early, build.begin, build.end, build.late) == (begins, begins, ends, ends)
    assert {built.early, built.begin, built.end, built.late} == {ends}
    curve = s_curve(result, "built")
    assert {curve.promise_at, curve.promise_low_at, curve.promise_high_at} == {ends}
    assert dict(zip(curve.dates, curve.shares, strict=True)) == {day: float(day >= ends) for day in curve.dates}


def test_comparisons_have_it(result: Result) -> None:
    change = result.compared_with(played(reached=date(2026, 1, 16))).change(Figure.PROMISE, "built")
    assert change is not None
    assert (change.before_date, change.after_date) == (date(2026, 1, 16), SUNDAY)
    assert change_words(Figure.PROMISE, change) == "0"


@pytest.mark.parametrize(("reached", "paid"), [(date(2026, 1, 16), date(2026, 1, 23)), (SUNDAY, date(2026, 1, 26))])
def test_an_invoice_runs_from_it(reached: date, paid: date) -> None:
    """A week after the Friday is a Friday; a week after the Sunday nobody works, and so it is paid on the Monday."""
    result = played(reached=reached)
    dated = arrivals(result.scenario, result.outcome)["built"].dated
    assert {*result.scenario.days.dates_of(dated)} == {paid}


def test_the_page_has_it_and_the_dates_of_the_tables_for_all_else(result: Result) -> None:
    section = gantt(result)
    assert section is not None
    (figure,) = section.parts
    assert isinstance(figure, Bars)
    texts = {row[0].text: [cell.text for cell in row[2:6]] for row in figure.table.rows}
    names = ("start_p10", "start_p50", "finish_p50", "finish_p90")
    for row in result.tasks.to_dict("records"):
        assert texts[row["name"]] == [short_date(date.fromisoformat(row[name])) for name in names]
    assert texts["built"] == [short_date(SUNDAY)] * 4
