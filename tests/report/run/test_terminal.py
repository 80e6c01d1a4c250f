import io
import math
import re
from datetime import date

import numpy as np
import pytest
from rich.console import Console

from milepost.models import Level
from milepost.models.money import Value
from milepost.simulate.report.media.progress import progress_bar
from milepost.simulate.report.media.terminal import Terminal
from milepost.simulate.report.run.terminal import print_milestones
from milepost.simulate.result import Result
from tests.plans import milestone, risk
from tests.results import board_result, result_of

TIMES = [5.0] * 620 + [9.0] * 380


def printed(result: Result, *, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    print_milestones(result, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_row_says_due_date_hit_promise_and_percentiles() -> None:
    result = result_of({milestone(name="Launch", due=date(2026, 1, 9)): TIMES})
    lines = printed(result, width=100).splitlines()
    assert lines[0] == "Plan  1,000 cases, seed 7"
    assert lines[2].split() == ["Milestone", "Due", "Hit", "80%", "by", "P10", "P50", "P90"]
    assert " ".join(lines[3].split()) == "Launch 9 Jan 26 62% ±4 15 Jan 26 ±0 9 Jan 26 9 Jan 26 15 Jan 26"


def test_majors_come_first_and_the_rest_after_a_gap() -> None:
    result = result_of({milestone("fit", level=Level.MINOR): TIMES, milestone("launch"): TIMES})
    names = [line.split()[:1] for line in printed(result, width=100).splitlines()[3:6]]
    assert names == [["launch"], [], ["fit"]]


def large_result(*, majors: int) -> Result:
    """Forty milestones, the later the earlier in the file; of the minor ones every fifth has a due date."""
    return result_of(
        {
            milestone(
                f"m{k}",
                level=Level.MAJOR if k < majors else Level.MINOR,
                due=date(2026, 1, 9) if k < majors or k % 5 == 0 else None,
            ): [40.0 - k]
            for k in range(40)
        }
    )


def test_of_many_milestones_the_major_ones_and_those_with_a_due_date_are_shown() -> None:
    text = printed(large_result(majors=3), width=200)
    table = text.partition("Without risks")[0]
    assert [word for word in table.split() if re.fullmatch(r"m\d+", word)] == [
        *("m0", "m1", "m2"),
        *(f"m{k}" for k in range(5, 40, 5)),
    ]
    assert "Shown are 10 of 40 milestones, major ones and those with a due date: milestones.csv has all." in text


def test_of_too_many_milestones_the_major_ones_least_likely_to_be_hit_are_shown() -> None:
    """Those from m35 on are reached by day 5, when they are due."""
    text = printed(large_result(majors=38), width=200)
    table = text.partition("Without risks")[0]
    assert [word for word in table.split() if re.fullmatch(r"m\d+", word)] == [f"m{k}" for k in range(30)]
    assert "due date, of these the least likely to be hit: milestones.csv has all." in text


def test_what_is_not_known_is_said_in_words() -> None:
    text = printed(result_of({milestone(): [5.0, float("inf")]}), width=100)
    assert " ".join(text.splitlines()[3].split()) == "launch - - 50% ±49 never ±? 9 Jan 26 9 Jan 26 never"


def test_how_often_a_milestone_is_reached_is_said_where_one_is_not_always() -> None:
    always = printed(result_of({milestone(): TIMES}), width=100)
    assert "Reached" not in always
    seldom = printed(result_of({milestone(): TIMES, milestone("sale"): [math.inf] * 877 + [9.0] * 123}), width=100)
    assert seldom.splitlines()[2].split() == ["Milestone", "Due", "Hit", "Reached", "80%", "by", "P10", "P50", "P90"]
    assert [line.split()[3:5] for line in seldom.splitlines()[3:5]] == [[">99.6%", "15"], ["12%", "±3"]]
    assert "Reached: at all, before the project is stopped." in " ".join(seldom.split())


@pytest.mark.parametrize(
    ("caused", "said"),
    [
        ([1000], "The project is stopped in >99.6% of cases, typically on 9 Jan 26 ±0, each time by: Risk 0."),
        ([0, 200], "The project is stopped in 20% ±3 of cases, typically on 9 Jan 26 ±0, each time by: Risk 1."),
        (
            [50, 0, 150, 60],
            "The project is stopped in 26% ±3 of cases, typically on 9 Jan 26 ±0, "
            "mostly by: Risk 2 (15% ±3); Risk 3 (6% ±2).",
        ),
        ([0], "The project is stopped in <0.4% of cases."),  # it could be
    ],
)
def test_what_stops_the_project_is_said_with_its_name(caused: list[int], said: str) -> None:
    cause = np.repeat(np.arange(-1, len(caused)), [1000 - sum(caused), *caused])
    result = result_of(
        {milestone(): TIMES},
        risks=[(risk(f"r{k}", name=f"Risk\n{k}", stop=True), [math.inf], [1.0]) for k in range(len(caused))],
        stop=np.where(cause < 0, math.inf, 5.0),
        stopped_by={f"r{place}": cause == place for place in range(len(caused))},
    )
    assert said in printed(result, width=120).splitlines()


def test_what_several_risks_stop_at_one_moment_is_told_apart() -> None:
    alone, both = [True, False, True, True], [True, True, False, True]
    result = result_of(
        {milestone(): [1.0, 1.0, 1.0, math.inf] * 250},
        risks=[(risk(id, name=id, stop=True), [math.inf], [1.0]) for id in ("price", "law", "war")],
        stop=[5.0] * 1000,
        stopped_by={"price": alone * 250, "law": both * 250, "war": [False] * 1000},
    )
    assert (
        "of cases, typically on 9 Jan 26 ±0, mostly by: price (25% ±3 alone, 50% ±4 together with others); "
        "law (25% ±3 alone, 50% ±4 together with others)."
    ) in " ".join(printed(result, width=120).split())


def test_nothing_is_said_of_stopping_or_money_where_the_plan_has_none() -> None:
    text = printed(result_of({milestone(): TIMES}, risks=[(risk(), [math.inf], [1.0])]), width=120)
    assert text.splitlines()[-1].startswith("Without risks ")


def test_cost_is_set_against_the_budget_and_net_is_given_where_there_is_a_value() -> None:
    spent = [*np.linspace(600_000.0, 800_000.0, 500), *np.linspace(800_000.0, 1_000_000.0, 500)]
    valued = milestone(value=Value(amount=1_000_000.0))
    text = printed(result_of({valued: TIMES}, cost=spent, currency="EUR", budget=900_000.0), width=120)
    assert text.splitlines()[-2:] == [
        "Cost: P50 800,000 ±13,000 EUR, P80 919,840 ±11,000 EUR; within the budget of 900,000 EUR: 75% ±3.",
        "Net of the value of milestones: 200,000 ±7,200 EUR on average, P10 39,679 ±8,100 EUR, P90 359,920 ±7,700 EUR.",
    ]
    bare = printed(result_of({milestone(): TIMES}, cost=spent), width=120)
    assert bare.splitlines()[-1] == "Cost: P50 800,000 ±13,000, P80 919,840 ±11,000."


@pytest.mark.parametrize(
    ("width", "headings"),
    [
        (120, ["Milestone", "Due", "Hit", "80%", "by", "P10", "P50", "P90"]),
        (80, ["Milestone", "Due", "Hit", "80%", "by", "P10", "P50", "P90"]),  # the usual terminal
        (60, ["Milestone", "Due", "Hit", "80%", "by", "P50"]),  # the outer percentiles go, names keep their room
        (45, ["Milestone", "Due", "Hit", "80%", "by"]),
    ],
)
def test_a_narrow_terminal_drops_columns_and_cuts_nothing(width: int, headings: list[str]) -> None:
    text = printed(board_result(), width=width)
    assert text.splitlines()[2].split() == headings
    assert all(len(line) <= width for line in text.splitlines())
    assert "…" not in text
    assert "User feedback" in text


@pytest.mark.parametrize(
    ("width", "left_out"),
    [(80, None), (60, "P10 and P90"), (45, "P10, P50 and P90"), (40, "Due, P10, P50 and P90")],
)
def test_a_narrow_terminal_names_the_columns_that_it_has_no_room_for(width: int, left_out: str | None) -> None:
    text = " ".join(printed(result_of({milestone(): TIMES}), width=width).split())
    assert ("too narrow" in text) is (left_out is not None)
    assert left_out is None or f"The terminal is too narrow for {left_out}; milestones.csv has all." in text


@pytest.mark.parametrize("reached", [True, False])
def test_a_name_keeps_room_for_words_in_the_narrowest_terminal(reached: bool) -> None:
    times = TIMES if reached else [*TIMES[:-1], math.inf]
    named = milestone(name="Certification of the battery", due=date(2026, 3, 31))
    lines = printed(result_of({named: times}), width=40).splitlines()
    assert max(map(len, lines)) <= 40
    assert any(line.startswith("Certification") for line in lines)


def test_one_iteration_is_not_called_iterations() -> None:
    assert "  1 case, seed" in printed(result_of({milestone(): [5.0]}), width=80)


def test_a_name_is_not_taken_for_markup() -> None:
    text = printed(result_of({milestone(name="[red]Launch[/red] \x1b[31m :smile:"): TIMES}, name="[bold]"), width=120)
    assert "[red]Launch[/red] ?[31m :smile:" in text
    assert text.startswith("[bold]")


def test_a_plan_without_milestones_says_where_to_look() -> None:
    assert "tasks.csv" in printed(result_of({}), width=80)


def test_what_is_no_terminal_is_plain_and_as_wide_as_need_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    console = Terminal()
    assert not console.is_terminal
    assert console.width > 200
    assert console.color_system is None


def test_no_colour_is_plain_in_a_terminal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert Terminal().color_system is None
    monkeypatch.delenv("NO_COLOR")
    assert Terminal().color_system is not None


@pytest.mark.parametrize(("patience", "seen"), [(0.0, True), (3600.0, False)])
def test_a_bar_appears_only_once_a_run_has_taken_a_while(patience: float, seen: bool) -> None:
    console = Console(file=io.StringIO(), width=80, force_terminal=True, force_interactive=True)
    with progress_bar(512, console=console, patience=patience) as progress:
        assert progress is not None
        if seen:
            _wait_for_output(console)
        progress(256)
        progress(256)
    assert isinstance(console.file, io.StringIO)
    assert ("Playing 512 cases" in console.file.getvalue()) is seen


def test_there_is_no_bar_where_a_line_cannot_be_redrawn() -> None:
    with progress_bar(512, console=Console(file=io.StringIO()), patience=0.0) as progress:
        assert progress is None


def _wait_for_output(console: Console) -> None:
    """Let the timer's thread start the bar; a test that waits in vain fails by its own assertion."""
    import time

    assert isinstance(console.file, io.StringIO)
    for _ in range(30_000):
        if console.file.getvalue():
            return
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("times", "cell", "said"),
    [
        (np.arange(1.0, 101.0), "24 Apr 26 ±9", ""),  # 72 to 89: nine working days to the later end
        (
            [5.0] * 82 + [math.inf] * 18,
            "9 Jan 26 or never",
            "launch: the date kept in 80% of cases is not before 9 Jan 26, or there is none: 82% ±9 of them "
            "reach it at all. This run has 9 Jan 26; more cases narrow it.",
        ),
        (
            [5.0] * 78 + [math.inf] * 22,
            "never, or from 9 Jan 26",
            "launch: the date kept in 80% of cases is not before 9 Jan 26, or there is none: 78% ±10 of them "
            "reach it at all. This run has none; more cases narrow it.",
        ),
        (
            [5.0] * 50 + [math.inf] * 50,
            "never",
            "launch: no date is kept in 80% of cases, since only 50% ±10 of them reach it.",
        ),
        ([5.0] * 16, "9 Jan 26 ±?", "±?: an interval for 80% takes 17 cases."),
        ([1e7] * 100, "beyond 9999 ±0", ""),  # a date that the calendar does not have is not never
    ],
)
@pytest.mark.parametrize("width", [60, 80, 200])
def test_a_promise_date_has_its_interval_and_an_open_end_is_said(
    times: list[float], cell: str, said: str, width: int
) -> None:
    text = printed(result_of({milestone(): times}), width=width)
    lines = text.splitlines()
    assert all(len(line.rstrip()) <= width for line in lines)
    end = lines[2].index("80% by") + len("80% by")
    rows = lines[3 : lines.index("", 3)] if "" in lines[3:] else lines[3:]
    last_words = [" ".join(row[:end].rsplit("  ", 1)[-1].split()) for row in rows]
    assert " ".join(last_words).endswith(cell)
    assert said in " ".join(text.split())
