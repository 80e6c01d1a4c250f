import io
from datetime import date

import pytest
from rich.console import Console

from milepost.models import Level
from milepost.simulate.report.progress import progress_bar
from milepost.simulate.report.terminal import Terminal, print_milestones
from milepost.simulate.result import Result
from tests.results import board_result, milestone, result_of

TIMES = [5.0] * 620 + [9.0] * 380


def printed(result: Result, *, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    print_milestones(result, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_row_says_due_date_hit_promise_and_percentiles() -> None:
    result = result_of({milestone(name="Launch", due=date(2026, 1, 9)): TIMES})
    lines = printed(result, width=100).splitlines()
    assert lines[0] == "Plan  1,000 iterations, seed 7"
    assert lines[2].split() == ["Milestone", "Due", "Hit", "80%", "by", "P10", "P50", "P90"]
    assert " ".join(lines[3].split()) == "Launch 9 Jan 26 62% ±4 15 Jan 26 9 Jan 26 9 Jan 26 15 Jan 26"


def test_majors_come_first_and_the_rest_after_a_gap() -> None:
    result = result_of({milestone("fit", level=Level.MINOR): TIMES, milestone("launch"): TIMES})
    names = [line.split()[:1] for line in printed(result, width=100).splitlines()[3:6]]
    assert names == [["launch"], [], ["fit"]]


def test_what_is_not_known_is_said_in_words() -> None:
    text = printed(result_of({milestone(): [5.0, float("inf")]}), width=100)
    assert text.splitlines()[3].split() == ["launch", "-", "-", "never", "9", "Jan", "26", "9", "Jan", "26", "never"]


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


@pytest.mark.parametrize(("patience", "seen"), [(0.0, True), (60.0, False)])
def test_a_bar_appears_only_once_a_run_has_taken_a_while(patience: float, seen: bool) -> None:
    console = Console(file=io.StringIO(), width=80, force_terminal=True, force_interactive=True)
    with progress_bar(512, console=console, patience=patience) as progress:
        assert progress is not None
        if seen:
            _wait_for_output(console)
        progress(256)
        progress(256)
    assert isinstance(console.file, io.StringIO)
    assert ("Playing 512 iterations" in console.file.getvalue()) is seen


def test_there_is_no_bar_where_a_line_cannot_be_redrawn() -> None:
    with progress_bar(512, console=Console(file=io.StringIO()), patience=0.0) as progress:
        assert progress is None


def _wait_for_output(console: Console) -> None:
    """Let the timer's thread start the bar; a test that waits in vain fails by its own assertion."""
    import time

    assert isinstance(console.file, io.StringIO)
    for _ in range(500):
        if console.file.getvalue():
            return
        time.sleep(0.01)
