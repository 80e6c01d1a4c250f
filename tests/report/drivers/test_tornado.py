"""The tornado has the largest bar first, on the side where it moves a date, and says what it leaves out."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from milepost.models import Scenario, Task
from milepost.models.distributions import Uniform
from milepost.simulate import run
from milepost.simulate.analysis.drivers.table import driver_table
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.report.drivers import tornado as drawn
from milepost.simulate.report.drivers.tornado import plot_tornado, tornado_png
from milepost.simulate.report.drivers.tornado_bars import MOST_BARS, Bar, Tornado, tornado
from milepost.simulate.report.media.colours import TASK, category_colour, paler
from milepost.simulate.report.run.files import report_files
from milepost.simulate.result import Result
from tests.plans import milestone, plan, risk, task

RANGE = Uniform(low=5, high=15)
LONG = "certification by authorities of a good many countries of the world, and of some others"


def played(scenario: Scenario, iterations: int = 1_024) -> Result:
    return run(scenario, iterations=iterations, drivers=True)


def found(result: Result, milestone: str) -> Tornado:
    assert result.drivers is not None
    return tornado(result, result.drivers, milestone)


def ids(bars: Sequence[Bar]) -> list[str]:
    return [bar.of.id for bar in bars]


def bar(value: float, low: float = math.nan, high: float = math.nan) -> Bar:
    return Bar(of=task(), days=Estimate(value=value, low=low, high=high))


def shown(*bars: Bar) -> Tornado:
    return Tornado(bars=bars, more=[], idle=0, brings=[], takes=[], decimals=1)


def certain() -> Scenario:
    """
    Write a plan in which nothing is uncertain.

    `last` takes 6 days, half of them for `luck`, and 4 more for `late`: without `luck` the end is 3 days later, without
    `late` 4 earlier. A tenth of `first` is 1 day, of `last` 0.3; `aside` has 5 days to spare, and `idle` no tasks.
    """
    return plan(
        [task("first", 10), task("aside", 5), task("last", 6, "first", "aside")],
        {"end": ["last"], "begun": ["aside"]},
        [risk("luck", exposes=("last",), stretch=0.5), risk("late", exposes=("last",), delay=4), risk("idle", delay=9)],
    )


def board(milestones: int, *, risks: int = 2, stop: float = 0.0) -> Scenario:
    threats = [risk(f"r{k}", 0.4, category=f"{LONG} {k}", exposes=("work",), delay=2 + k) for k in range(risks)]
    halt = [risk("halt", stop, category="market", exposes=("work",), stop=True)] if stop else []
    return plan(
        [task("work", RANGE, name=LONG), task("rest", RANGE, "work")],
        [milestone(f"m{k}", "rest", name=f"{k} {LONG}") for k in range(milestones)],
        [*threats, *halt],
    )


def lines_of(ax: Axes) -> list[LineCollection]:
    return [one for one in ax.collections if isinstance(one, LineCollection)]


def test_bars_are_as_long_as_the_days_and_the_largest_comes_first() -> None:
    told = found(played(certain()), "end")
    assert ids(told.bars) == ["late", "luck", "first", "last"]
    assert [one.days.value for one in told.bars] == pytest.approx([4, -3, 1, 0.3])
    assert told.idle == 2
    assert not [*told.more, *told.brings, *told.takes, *told.tied]


def test_bars_are_what_the_table_of_drivers_says() -> None:
    result = played(board(1, risks=5))
    assert result.drivers is not None
    table = driver_table(result.scenario, result.drivers).set_index(["kind", "driver"])["promise_days"]
    told = found(result, "m0").bars
    assert len(told) == 7
    for one in told:
        assert one.days.value == table["task" if isinstance(one.of, Task) else "risk", one.of.id]


def test_a_bar_ends_at_its_days_with_its_interval_on_it_and_is_pale_where_that_holds_nothing() -> None:
    threat = Bar(of=risk(category="market"), days=Estimate(value=-3.0, low=-3.5, high=-2.5))
    ax = plot_tornado(shown(threat, bar(1.0, -0.5, 2.5), bar(0.5)))
    bars, whiskers, _ = lines_of(ax)
    assert [(line[0, 0], line[1, 0]) for line in bars.get_segments()] == [(0, -3), (0, 1), (0, 0.5)]
    colours = [category_colour("market"), paler(TASK), paler(TASK)]
    assert [to_hex(colour).upper() for colour in np.asarray(bars.get_color())] == [one.upper() for one in colours]
    assert [(line[0, 0], line[1, 0]) for line in whiskers.get_segments()[:2]] == [(-3.5, -2.5), (-0.5, 2.5)]
    left, right = ax.get_xlim()
    assert left < -3.5
    assert right > 2.5
    texts = [text.get_text() for text in ax.texts]
    assert {"\N{MINUS SIGN}3.0 ±0.5", "+1.0 ±1.5", "+0.5 ±?", "market", "task"} < set(texts)


@pytest.mark.parametrize(
    ("bars", "tied"),
    [
        ([bar(3, 2.9, 3.1), bar(2, 1.9, 2.1), bar(1, 0.9, 1.1)], []),
        ([bar(3, 2.4, 3.6), bar(2, 1.4, 2.6), bar(1, 0.9, 1.1)], [(1, 2)]),
        ([bar(-3, -3.6, -2.4), bar(2, 1.4, 2.6)], [(1, 2)]),  # as large, to the other side
        ([bar(3, 2.9, 3.1), bar(2, 1, 3), bar(1, 0, 2), bar(0.9, 0.8, 1)], [(1, 2), (2, 3)]),
        ([bar(3), bar(2), bar(1)], [(1, 2), (1, 3), (2, 3)]),  # nobody knows
    ],
)
def test_bars_whose_intervals_meet_are_not_told_apart(bars: list[Bar], tied: list[tuple[int, int]]) -> None:
    assert shown(*bars).tied == tied


@pytest.mark.slow
def test_of_many_bars_the_largest_are_drawn_and_no_other_is_larger_than_is_said() -> None:
    names = [f"t{k}" for k in range(40)]
    chain = [task(one, 1 + k, *([names[k - 1]] if k else [])) for k, one in enumerate(names)]
    result = played(plan(chain, {"end": [names[-1]]}))
    told = found(result, "end")
    assert len(told.bars) == MOST_BARS
    assert min(one.size for one in told.bars) >= max(one.size for one in told.more)
    assert all(before.size >= after.size for before, after in pairwise(told.bars))
    assert result.drivers is not None
    assert len(told.bars) + len(told.more) == len(result.drivers.tasks) < len(names)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([bar(0.3, 0.2, 0.41), bar(-0.2, -0.3, -0.1)], "2 more, 0.5 d at most"),
        ([bar(0.3, 0.2, 0.41), bar(0.2)], "1 more, 0.5 d at most; 1 more of which too few cases tell"),
        ([bar(0.2)], "1 more of which too few cases tell"),
    ],
)
def test_of_what_is_not_drawn_it_is_said_how_much_it_is_at_most_where_anybody_knows(more: list[Bar], said: str) -> None:
    assert drawn.tornado_remarks(replace(shown(bar(3, 2, 4)), more=more)) == said


def test_where_no_date_is_kept_it_is_said_what_would_bring_one() -> None:
    told = found(played(board(1, stop=0.5)), "m0")
    assert not told.bars
    assert ids(told.brings) == ["halt"]
    assert "without halt" in drawn.without_a_date(told)


def test_few_days_are_told_to_more_decimals() -> None:
    small = found(played(plan([task("work", 0.5)], {"end": ["work"]})), "end")
    assert small.decimals == 3
    assert drawn.days_words(small.bars[0], small.decimals) == "+0.050 ±0.000"


@pytest.mark.parametrize(
    ("scenario", "iterations"),
    [
        (board(2), 1_024),
        (board(6), 1_024),  # the last alone
        pytest.param(board(1, risks=40), 1_024, marks=pytest.mark.slow),
        (board(2, stop=0.5), 1_024),  # nothing but words
        (plan([task("work", 3)], {"done": []}), 1_024),  # nothing hangs together
        (board(1), 1),  # no intervals
    ],
)
def test_any_plan_is_drawn(scenario: Scenario, iterations: int) -> None:
    result = played(scenario, iterations)
    assert result.drivers is not None
    assert tornado_png(result, result.drivers).startswith(b"\x89PNG")


def test_nothing_of_a_tornado_runs_off_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    figures: list[Figure] = []

    def kept(figure: Figure) -> bytes:
        figures.append(figure)
        return b""

    monkeypatch.setattr(drawn, "png", kept)
    for scenario in (board(2, risks=20, stop=0.1), certain()):
        result = played(scenario)
        assert result.drivers is not None
        tornado_png(result, result.drivers)
    for figure in figures:
        figure.draw_without_rendering()
        tight = figure.get_tightbbox()
        width, height = figure.get_size_inches()
        assert tight.x0 >= 0
        assert tight.y0 >= 0
        assert tight.x1 <= width
        assert tight.y1 <= height


def test_a_run_with_drivers_has_a_tornado() -> None:
    scenario = plan([task("work", 3)], {"done": ["work"]})
    assert "tornado.png" in report_files(played(scenario, 256))
    assert "tornado.png" not in report_files(run(scenario, iterations=256))
