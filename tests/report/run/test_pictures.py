import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from numpy.typing import NDArray

from milepost.models import Level, Link
from milepost.models.distributions import Uniform
from milepost.models.timing import BEGINNING
from milepost.simulate import run
from milepost.simulate.report.media.canvas import drawable, drawing, png
from milepost.simulate.report.media.colours import CRITICALITY, KNOCK_ON, category_colour
from milepost.simulate.report.media.interval_words import in_tenths
from milepost.simulate.report.media.positions import due_position, positions
from milepost.simulate.report.media.words import rough_percent, short_date
from milepost.simulate.report.run import panels
from milepost.simulate.report.run.curves import gantt, risks
from milepost.simulate.report.run.curves.gantt import GanttRow, gantt_rows
from milepost.simulate.report.run.curves.knock_on import heat_cells
from milepost.simulate.report.run.curves.risks import RiskBars
from milepost.simulate.report.run.gantt import gantt_png, plot_gantt
from milepost.simulate.report.run.knock_on import knock_on_png, plot_knock_on
from milepost.simulate.report.run.risks import plot_risks, risks_png
from milepost.simulate.report.run.scurve import plot_scurve, scurves_png
from milepost.simulate.result import Result
from tests.plans import milestone, plan, risk, task
from tests.results import board_result, result_of
from tests.strategies import START

NEVER = math.inf
SHARES = (np.arange(100) + 0.5) / 100


def day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def texts_of(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def rows_by_id(rows: Sequence[GanttRow], *ids: str) -> list[GanttRow]:
    by_id = {row.id: row for row in rows}
    return [by_id[id] for id in ids]


def test_a_whole_offset_lies_at_the_end_of_its_day_and_a_weekend_between_two() -> None:
    days = result_of({}).scenario.days
    assert list(positions(days, [0.0, 0.5, 1.0, 5.0, 5.5]) - day_number(START)) == [0, 0.5, 1, 5, 7.5]


@pytest.mark.parametrize("offset", [math.nan, math.inf, 1e9])
def test_never_and_beyond_the_calendar_have_no_position(offset: float) -> None:
    assert np.isnan(positions(result_of({}).scenario.days, [offset])).all()


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Größe $x_1$ \\alpha", "Größe $x_1$ \\alpha"),  # mathtext would stumble
        ("\U000f1234", "launch"),  # no glyphs: the id
        ("two\nlines", "two lines"),
    ],
)
def test_a_name_is_drawn_literally_or_by_its_id(name: str, drawn: str) -> None:
    assert drawable(name, instead="launch") == drawn


def test_an_s_curve_says_its_hit_and_promise_and_goes_through_both() -> None:
    result = result_of({milestone(name="Launch $1$", due=date(2026, 1, 16)): np.ceil(20 * SHARES)})
    with drawing():
        figure = Figure()
        ax = plot_scurve(result, "launch", ax=figure.add_subplot())
        png(figure)
    assert texts_of(ax) == ["◆ 80% by 26 Jan 26 ±2", "● 50% ±10 by its due date, 16 Jan 26", "Launch $1$"]
    dates, shares = np.asarray(ax.lines[0].get_xdata()), np.asarray(ax.lines[0].get_ydata())
    assert shares[list(dates).index(day_number(date(2026, 1, 17)))] == 0.5
    assert (shares[0], shares[-1]) == (0, 1)


@pytest.mark.parametrize(
    ("times", "due", "said"),
    [
        (np.full(100, 7.0), date(2026, 1, 13), "● >96.3% by"),  # always on the same day
        (np.full(100, math.inf), date(2026, 1, 13), "● <3.7% by"),  # never
        (np.full(100, math.inf), date(2026, 1, 13), "not reached in >96.3% of"),
        (np.where(SHARES < 0.5, 7.0, math.inf), None, "no due date"),  # sometimes, and nobody waits
        (np.where(SHARES < 0.5, 7.0, math.inf), None, "not reached in 50% ±10 of"),
        (np.zeros(1), date(2036, 1, 1), "● >2.5% by"),  # one life, and a due date far away
        (np.full(100, 1e7), date(2026, 1, 13), "● <3.7% by"),  # beyond the year 9999
    ],
)
def test_an_s_curve_can_be_drawn_of_extremes(times: NDArray[np.float64], due: date | None, said: str) -> None:
    with drawing():
        figure = Figure()
        ax = plot_scurve(result_of({milestone(due=due): times}), "launch", ax=figure.add_subplot())
        png(figure)
    assert any(said in text for text in texts_of(ax))


@pytest.mark.parametrize(
    ("reached", "said", "drawn"),
    [
        (100, "◆ 80% by 9 Jan 26 ±0", True),
        (82, "◆ 80% by 9 Jan 26 or never", True),
        (78, "80%: never, or from 9 Jan 26", False),
        (50, "no date is kept in 80% of cases", False),
    ],
)
def test_an_s_curve_shows_the_interval_of_the_promise_and_an_open_end_at_the_edge(
    reached: int, said: str, drawn: bool
) -> None:
    times = np.where(np.arange(100) < reached, 5.0, math.inf)
    ax = plot_scurve(result_of({milestone(): times}), "launch")
    assert said in texts_of(ax)
    markers = [line.get_marker() for line in ax.lines]
    assert ("D" in markers) == drawn
    assert (">" in markers) == (reached in {78, 82})
    if ">" in markers:
        assert ax.lines[markers.index(">")].get_xdata()[0] == ax.get_xlim()[1]  # type: ignore[index]  # an array


def test_an_s_curve_names_the_risks_that_keep_the_milestone_from_being_reached() -> None:
    """Of a hundred cases one risk stops thirty, another ten and two more one each; a last one comes too late to."""
    often, more = SHARES < 0.3, (SHARES > 0.3) & (SHARES < 0.4)
    stops = {"often": often, "more": more, "once": SHARES < 0.01, "twice": SHARES < 0.01, "later": SHARES > 0.9}
    result = result_of(
        {milestone(): np.where(often | more, math.inf, 7.0)},
        risks=[(risk(id, name=f"Risk {id}", stop=True), [NEVER], [1.0]) for id in stops],
        stop=np.where(often | more, 3.0, np.where(SHARES > 0.9, 9.0, math.inf)),
        stopped_by=stops,
    )
    texts = texts_of(plot_scurve(result, "launch"))
    assert {
        "┊ not reached in 40% ±10 of cases: stopped",
        "· in 30.0% by Risk often",
        "· in 10.0% by Risk more",
    } < set(texts)
    assert "· and 2 more risks" in texts
    assert not any("later" in text for text in texts)


def test_s_curves_say_which_milestone_is_least_likely_to_be_on_time_and_what_their_axes_are() -> None:
    soon, late = milestone("soon", due=date(2026, 1, 30)), milestone("late", due=date(2026, 1, 9))
    figure = figure_of(scurves_png, result_of({soon: 10 * SHARES, late: 10 * SHARES}))
    said = "".join(text.get_text() for text in figure.texts)
    assert "Least likely to be on time: late, reached by its due date, 9 Jan 26, in 50% ±10 of cases" in said
    assert [ax.get_ylabel().replace("\n", " ") for ax in figure.axes] == [
        "probability of being reached by the date",
        "",
    ]
    assert {ax.get_xlabel() for ax in figure.axes} == {"date"}


@pytest.mark.parametrize("count", [1, 3, 12])
def test_what_stands_above_s_curves_stays_inside_and_apart_however_long_names_are(count: int) -> None:
    share = np.where(SHARES < 0.5, math.inf, 7.0)
    long = {milestone(f"m{k}", name="W" * 80, due=date(2026, 1, 9)): share for k in range(count)}
    risks = [(risk(f"r{k}", name="W" * 80, stop=True), [NEVER], [1.0]) for k in range(4)]
    stops = {f"r{k}": SHARES < 0.5 for k in range(4)}
    figure = figure_of(scurves_png, result_of(long, risks=risks, stop=share, stopped_by=stops))
    boxes = [text.get_window_extent() for ax in figure.axes for text in ax.texts]
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1 for box in boxes)
    assert not any(first.overlaps(second) for first, second in combinations(boxes, 2))


def test_pictures_are_equal_to_the_byte_whatever_a_user_likes() -> None:
    result = result_of(
        {milestone(due=date(2026, 1, 9)): 10 * SHARES},
        [(task(), 0 * SHARES, 10 * SHARES)],
        risks=[(risk(), 20 * SHARES, SHARES)],
        stop=np.where(SHARES < 0.8, math.inf, 9.0),
    )
    plain = scurves_png(result), gantt_png(result), risks_png(result)
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "yellow", "savefig.dpi": 30, "text.parse_math": True}):
        assert (scurves_png(result), gantt_png(result), risks_png(result)) == plain
    assert all(picture.startswith(b"\x89PNG") and b"Software" not in picture for picture in plain)


def test_a_picture_of_names_without_glyphs_warns_of_nothing() -> None:
    """Warnings are errors here."""
    assert gantt_png(result_of({}, [(task(name="日本語 🚧"), [0.0], [5.0])], name="計画"))


def test_rows_are_in_order_of_their_median_start_with_milestones_among_their_tasks() -> None:
    rows = gantt_rows(
        result_of(
            {milestone("done"): [5.0], milestone("kickoff"): [0.0]},
            [(task("late"), [6.0], [9.0]), (task(), [0.0], [5.0])],
        )
    )
    assert [row.id for row in rows] == ["kickoff", "build", "done", "late"]


def test_of_a_plan_too_large_the_milestones_that_matter_and_the_longest_tasks_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Half of the rows go to milestones at the most, unless there are too few tasks."""
    monkeypatch.setattr(gantt, "MOST_ROWS", 6)
    fit = {milestone("fit", level=Level.MINOR, due=date(2026, 1, 9)): [2.0]}
    minor = {milestone(f"m{k}", level=Level.MINOR): [2.0] for k in range(9)}
    work = [(task(f"t{k}"), [0.0], [1.0 + k]) for k in range(9)]
    rows = gantt_rows(result_of({milestone(): [5.0], **fit, **minor}, work))
    assert sorted(row.id for row in rows) == ["fit", "launch", "t5", "t6", "t7", "t8"]


def test_of_a_plan_too_large_the_groups_of_the_deepest_level_that_fits_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And what is in none."""
    monkeypatch.setattr(gantt, "MOST_ROWS", 5)
    work = [(task(f"t{k}", group=f"Site/{k % 2}/{k}"), [float(k)], [9.0 + k]) for k in range(6)]
    result = result_of({milestone(): [5.0]}, [*work, (task("alone"), [8.0], [10.0])])
    rows = gantt_rows(result)
    assert [row.id for row in rows] == ["Site/0", "Site/1", "launch", "alone"]
    first, last = (float(x) for x in positions(result.scenario.days, [BEGINNING, 13.0]))
    assert (rows[0].name, rows[0].level, rows[0].early, rows[0].late) == ("Site/0 (3 tasks)", "group", first, last)
    assert [row.id for row in gantt_rows(replace(result, group="site/1"))] == ["t1", "t3", "t5"]
    assert gantt_png(result)


def test_what_starts_at_one_moment_is_drawn_in_the_order_of_its_links() -> None:
    """Milestones of one moment, named and written in the reverse of that order."""
    ids = ["d", "c", "b", "a"]
    result = result_of({milestone(id): [2.0] for id in reversed(ids)}, [(task(), [0.0], [2.0])])
    after = dict(zip(ids, ["build", *ids], strict=False))
    linked = {id: replace(one, after=(Link(predecessor=after[id]),)) for id, one in result.scenario.milestones.items()}
    result = replace(result, scenario=replace(result.scenario, milestones=linked))
    assert [row.id for row in gantt_rows(result)] == ["build", *ids]


def test_of_too_many_curves_those_least_likely_to_be_hit_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "MOST_PANELS", 2)
    due = {f"m{k}": milestone(f"m{k}", due=date(2026, 1, 9)) for k in range(4)}
    result = result_of({due["m0"]: [1, 9], due["m1"]: [1, 1], due["m2"]: [9, 9], milestone("m3"): [9, 9]})
    figure = figure_of(scurves_png, result)
    titles = [text.get_text() for ax in figure.axes for text in ax.texts]
    assert [text for text in titles if text in due] == ["m0", "m2"]
    assert any("(the 2 least likely to be hit of 4)" in text.get_text() for text in figure.texts)


def test_a_chart_of_what_never_comes_is_empty_but_there() -> None:
    assert gantt_png(result_of({milestone(due=date(2026, 1, 9)): [math.inf]}))


def test_a_milestone_stands_where_the_task_ends_that_it_waits_for() -> None:
    """Both are drawn over the two iterations in detail, although four more say when the milestone is reached."""
    rows = gantt_rows(result_of({milestone(): [5.0, 6.0, 9.0, 9.0, 9.0, 9.0]}, [(task(), [0.0] * 2, [5.0, 6.0])]))
    build, launch = rows_by_id(rows, "build", "launch")
    assert (launch.end, launch.late) == (build.end, build.late)


def test_what_never_starts_is_not_drawn() -> None:
    (row,) = gantt_rows(result_of({milestone(): [math.inf]}, [(task(), [0.0], [1.0])]))
    assert row.id == "build"


def test_what_does_not_always_come_about_is_drawn_where_it_does_and_says_how_often() -> None:
    """Half of the lives are stopped at the end of day 4, while the task runs and before its milestone."""
    times = np.array([6.0, 8.0, NEVER, NEVER])
    result = result_of(
        {milestone(): times},
        [
            (task(), [1.0] * 4, [6.0, 8.0, 6.0, 8.0]),
            (task("rescue", only_if="demand"), [2.0] * 4, [2.0, 2.0, 3.0, 2.0]),
        ],
        risks=[(risk(), [NEVER, NEVER, 1.0, NEVER], [1.0, 1.0, 0.1, 1.0])],
        effects={"rescue": [0.0, 0.0, 1.0, 0.0]},
        stop=[NEVER, NEVER, 4.0, 4.0],
    )
    assert {"comes about in", "25% ±56", "50% ±44"} < set(texts_of(plot_gantt(result)))
    rows = rows_by_id(gantt_rows(result), "build", "rescue", "launch")
    assert [row.comes for row in rows] == [1, 0.25, 0.5]
    ends = [(row.end - day_number(START), row.late - day_number(START)) for row in rows]
    assert ends == [(8, 10), (3, 3), (8, 10)]


def test_risks_that_stop_the_project_come_first_and_then_those_that_occur_most(monkeypatch: pytest.MonkeyPatch) -> None:
    result = result_of(
        {},
        risks=[
            (risk("rare", probability=0.9), [NEVER] * 4, [1.0] * 4),
            (risk("often", 0.5), [1.0] * 3 + [NEVER], [0.1] * 4),
            (risk("fatal", 0.5, stop=True), [NEVER] * 4, [1.0] * 4),
            (risk("never", 0.5, stop=True), [NEVER] * 4, [1.0] * 4),
        ],
        stop=[NEVER] * 3 + [9.0],
        stopped_by={"fatal": [False] * 3 + [True], "never": [False] * 4},
    )
    assert drawn_risks(result) == ["fatal", "often", "rare", "never"]
    monkeypatch.setattr(risks, "MOST_RISKS", 2)
    assert drawn_risks(result) == ["fatal", "often"]


def test_risks_come_in_the_order_of_the_days_they_cost_and_the_picture_says_so() -> None:
    """Listed from the one that costs least; what is ranked in risks.csv is drawn in that order."""
    risks = [risk(f"r{days}", 0.5, exposes=("work",), delay=days) for days in (1, 3, 9)]
    result = run(plan([task("work", 5)], {"end": ["work"]}, risks), iterations=256).driven()
    assert drawn_risks(result) == [*result.risks.sort_values("rank")["risk"]] == ["r9", "r3", "r1"]
    figure = figure_of(risks_png, result)
    (said,) = (text.get_text() for text in figure.texts if "Sorted" in text.get_text())
    assert "Largest effect on the 80% date of end: " in said
    assert " working days, by r9\n" in said
    assert "Sorted by how far each moves the 80% date of end" in said
    costs = [bar.days for bar in RiskBars.of(result).bars]
    assert [one.value for one in costs] == sorted((one.value for one in costs), reverse=True)
    assert set(map(in_tenths, costs)) < set(texts_of(figure.axes[0]))


def test_where_nobody_asked_what_risks_cost_those_that_add_most_work_come_first() -> None:
    """Half a day on each of three tasks is more than a day on one."""
    tasks = [task(id, 5) for id in "abc"]
    risks = [risk("one", 0.5, exposes=("a",), delay=2), risk("three", 0.5, exposes=("a", "b", "c"), delay=1)]
    result = run(plan(tasks, {"end": ["a", "b", "c"]}, risks), iterations=256)
    assert drawn_risks(result) == ["three", "one"]
    texts = texts_of(plot_risks(result))
    assert {"adds [days of work]", "+1.5", "+1.0"} < set(texts)


def test_what_costs_no_days_is_in_the_order_of_what_it_does_to_the_hit() -> None:
    """The first stops the project seldom and the second often: neither moves the day, which is never promised."""
    tasks = [task("probe", 1), task("work", 2, "probe")]
    risks = [risk(id, share, exposes=("probe",), stop=True) for id, share in (("seldom", 0.3), ("often", 0.6))]
    due = {"end": replace(milestone("end", "work"), due=date(2026, 2, 27))}
    scenario = plan(tasks, {"end": ["work"]}, risks)
    result = run(replace(scenario, milestones=due), iterations=256).driven()
    assert drawn_risks(result) == ["often", "seldom"]
    said = "".join(text.get_text() for text in figure_of(risks_png, result).texts)
    assert "Largest effect on the probability that end is on time: " in said
    assert " points, by often\n" in said


def drawn_risks(result: Result) -> list[str]:
    return [bar.outlook.risk.id for bar in RiskBars.of(result).bars]


@pytest.mark.parametrize(
    ("stopped", "said"),
    [(12, "45% → stops the project in 12% ±9"), (0, "45% → occurs in 12% ±9")],
)
def test_a_risk_says_its_probability_and_how_often_it_stops_the_project_or_else_occurs(stopped: int, said: str) -> None:
    share = [1.0] * 12 + [NEVER] * 88
    result = result_of(
        {},
        risks=[(risk(stop=True, probability=0.45, category="Größe $1$"), share, [0.1] * 100)],
        stop=[3.0] * stopped + [NEVER] * (100 - stopped),
        stopped_by={"demand": [True] * stopped + [False] * (100 - stopped)},
    )
    assert {"demand", said, "Größe $1$"} < set(texts_of(plot_risks(result)))


def test_what_cannot_stop_the_project_has_no_word_for_it() -> None:
    texts = texts_of(plot_risks(result_of({}, risks=[(risk(probability=0.5), [NEVER], [1.0])])))
    assert set(texts) == {
        *("demand", "50% → occurs in <97.5%", "technology"),
        *("adds [days of work]", "0", "as given → what becomes of it", "category"),
    }


def test_categories_have_colours_of_their_own_and_the_planners_share_one() -> None:
    names = ["market", "technology", "relationship", "dependency", "operational", "support"]
    assert len({category_colour(name) for name in [*names, "legal"]}) == 7
    assert category_colour("legal") == category_colour("weather")


@pytest.mark.parametrize("count", [1, 11, 45])
def test_a_chart_of_risks_keeps_its_labels_apart_and_inside(count: int) -> None:
    """The longest there are: every name is cut, every risk occurs in a share of four digits and stops the project."""
    share = np.where(SHARES < 0.125, 1.0, NEVER)
    risks = [
        (risk(f"r{k}", name="W" * 80, category="W" * 40, stop=True, probability=0.9999), share, SHARES)
        for k in range(count)
    ]
    ax, figure = only_axes_of(risks_png, result_of({}, risks=risks, stop=share + 9.0))
    boxes = [text.get_window_extent() for text in ax.texts]
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1 for box in boxes)
    assert not any(first.overlaps(second) for first, second in combinations(boxes, 2))
    assert all(box.x1 <= ax.bbox.x0 or box.x0 >= ax.bbox.x1 for box in boxes)
    (legend,) = figure.legends
    assert legend.get_window_extent().y0 >= max(box.y1 for box in boxes)


def figure_of(draw: Callable[[Result], bytes], result: Result) -> Figure:
    """Draw a picture and catch its figure, laid out."""
    drawn: list[Figure] = []

    def keep(figure: Figure) -> bytes:
        drawn.append(figure)
        return b""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules[draw.__module__], "png", keep)
        draw(result)
    (figure,) = drawn
    figure.draw_without_rendering()
    return figure


def only_axes_of(draw: Callable[[Result], bytes], result: Result) -> tuple[Axes, Figure]:
    figure = figure_of(draw, result)
    (ax,) = figure.axes
    return ax, figure


def test_work_is_the_darker_the_more_often_it_drives_the_last_major_milestone() -> None:
    """The launch hangs on the longer of two works of a week, each in half of the cases, and never on the gate."""
    week = Uniform(low=4, high=6)
    work = [task("a", week), task("b", week), task("c", 1), task("d", 7, "a", "b")]
    result = run(plan(work, {"launch": ["d"], "gate": ["c"]}), iterations=256)
    rows = rows_by_id(gantt_rows(result), "a", "b", "c", "d")
    a, b, c, d = (row.criticality for row in rows)
    assert (a + b, c, d) == (1, 0, 1)
    ax = plot_gantt(result, rows=rows)
    lines = [one for one in ax.collections if isinstance(one, LineCollection) and np.ravel(one.get_linewidth())[0] == 5]
    shades = [CRITICALITY[min(int(4 * row.criticality) + 1, 4)] for row in rows[:2]]
    drawn = [to_hex(colour).upper() for colour in np.asarray(lines[0].get_color())]
    assert drawn == [*shades, CRITICALITY[0], CRITICALITY[-1]]


def test_a_gantt_chart_of_a_whole_plan_keeps_its_labels_apart_and_inside() -> None:
    ax, figure = only_axes_of(gantt_png, board_result())
    boxes = [text.get_window_extent() for text in ax.texts]
    labels = [box for box in boxes if box.x1 <= ax.bbox.x0]
    notes = [box for box in boxes if box.x0 >= ax.bbox.x1]
    assert len(labels) == 57
    assert len(boxes) == len(labels) + len(notes)
    columns = [[box for box in notes if box.x0 == x] for x in sorted({box.x0 for box in notes})]
    assert len(columns) == 3
    for column in (labels, *columns):
        column.sort(key=lambda box: box.y0)
        assert all(below.y1 <= above.y0 for below, above in pairwise(column))
        assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 for box in column)
    for left, right in pairwise([[*labels], *columns]):
        assert max(box.x1 for box in left) < min(box.x0 for box in right)


def test_what_must_come_first_stands_first_however_late_it_may_begin() -> None:
    """The lead lets the demonstration begin a day before what it waits for."""
    work = [task("demo", 1, "build FS-9"), task("build", 8, "design"), task("design", 2), task("survey", 1)]
    rows = gantt_rows(run(plan(work, {"launch": ["demo", "build"]}), iterations=2))
    assert [row.id for row in rows] == ["design", "survey", "build", "demo", "launch"]


def test_a_long_name_takes_two_lines() -> None:
    long = "Agree with every works council on what of the assessments is kept, and for how long it is"
    ax = plot_gantt(run(plan([task("work", 3, name=long)], {"launch": ["work"]}), iterations=2))
    (name,) = (text for text in texts_of(ax) if text.startswith("Agree"))
    assert name.split("\n") == [
        "Agree with every works council on what of",
        "the assessments is kept, and for how long i…",
    ]


def test_milestones_have_the_dates_of_the_table_beside_them_and_marks_where_these_fall() -> None:
    times = np.where(SHARES < 0.85, 10 * SHARES, math.inf)
    due = date(2026, 1, 9)
    result = result_of({milestone(due=due): times}, [(task(), 0 * SHARES, SHARES)])
    outlook = result.milestone["launch"]
    ax = plot_gantt(result)
    assert {"80% by", "P90", "never"} < set(texts_of(ax))
    assert any(text.startswith(short_date(outlook.promise.date)) for text in texts_of(ax))
    offsets = [np.ma.filled(one.get_offsets(), np.nan) for one in ax.collections]
    marked = {float(x) for one in offsets for x, _ in one}
    assert {
        due_position(result.scenario.days, due),
        positions(result.scenario.days, outlook.promise.value),
    } < marked


def test_critical_work_is_told_in_words_too() -> None:
    work = [task("long", Uniform(low=6, high=9)), task("short", Uniform(low=4, high=6.5))]
    result = run(plan(work, {"launch": ["long", "short"]}), iterations=256)
    rows = rows_by_id(gantt_rows(result), "long", "short")
    assert [row.is_critical for row in rows] == [True, False]
    texts = texts_of(plot_gantt(result))
    assert "critical in" in texts
    assert rough_percent(rows[0].criticality) in texts
    assert rough_percent(rows[1].criticality) not in texts


def test_plots_draw_on_the_axes_they_are_given() -> None:
    result = result_of({milestone(): [1.0, 2.0]})
    ax = plot_gantt(result)
    assert plot_scurve(result, "launch", ax=ax) is ax


def test_the_heat_map_says_how_often_the_later_is_missed_then_and_otherwise_and_how_much_later() -> None:
    """The first is missed in half of the cases, and then the second comes on day 12 and not on day 6, due on day 10."""
    first, second = milestone("first", due=date(2026, 1, 9)), milestone("second", due=date(2026, 1, 16))
    late = SHARES > 0.5
    result = result_of({first: 4 + 2 * late, second: 6 + 6 * late}, [(task(), 0 * SHARES, SHARES)])
    knock_on = result.knock_on
    assert knock_on is not None
    (cell,) = heat_cells(knock_on)
    assert (cell.often, cell.otherwise, cell.shade, cell.hangs_on) == ("100%", ("else 0%", "+6 d"), 4, False)
    with drawing():
        ax = plot_knock_on(result, knock_on)
    assert texts_of(ax) == ["100%", "else 0%\n+6 d", "first", "due 9 Jan 26, missed in 50.0%", "second"]
    assert [to_hex(colour).upper() for colour in np.asarray(ax.collections[0].get_facecolor())] == [KNOCK_ON[4].upper()]
    assert knock_on_png(result, knock_on) == knock_on_png(result, knock_on)


@pytest.mark.parametrize(
    ("times", "often", "otherwise"),
    [(4.0, "-", ("else 50%", "")), (6.0, "50%", ("never hit", "")), (NEVER, "50%", ("never hit", ""))],
)
def test_a_milestone_that_is_always_missed_or_never_is_compared_with_nothing(
    times: float, often: str, otherwise: tuple[str, str]
) -> None:
    dues = [milestone("first", due=date(2026, 1, 9)), milestone("second", due=date(2026, 1, 16))]
    result = result_of({dues[0]: np.full(100, times), dues[1]: 20 * SHARES})
    knock_on = result.knock_on
    assert knock_on is not None
    (cell,) = heat_cells(knock_on)
    assert (cell.often, cell.otherwise, cell.shade) == (often, otherwise, None)
    assert knock_on_png(result, knock_on)
