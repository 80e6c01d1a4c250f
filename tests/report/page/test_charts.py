"""Charts of a page: where things are, and what is written there."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from milepost.simulate.report.media import colours
from milepost.simulate.report.media.positions import day_position
from milepost.simulate.report.page.charts.axis import date_axis, number_axis
from milepost.simulate.report.page.charts.curves import TALL, Band, Curves, Dot, Line, Mark
from milepost.simulate.report.page.charts.palette import COLOURS, palette_css, token
from milepost.simulate.report.page.charts.table import Cell, Table


def curves(x: list[float], y: list[float], *, is_step: bool = False, marks: list[Mark] | None = None) -> Curves:
    line = Line(name="one", x=np.array(x), y=np.array(y), token="ink", is_step=is_step)
    return Curves(
        title="A title",
        alternative="An alternative",
        table=Table(columns=(), rows=()),
        x=date_axis(0.0, 100.0),
        y=number_axis(0.0, 1.0, str),
        lines=[line],
        marks=marks or [],
    )


def points(path: str) -> list[tuple[int, int]]:
    pairs = (pair.split(" ") for pair in path.removeprefix("M").removesuffix("Z").split("L"))
    return [(int(x), int(y)) for x, y in pairs]


def test_a_line_keeps_the_points_that_it_needs_and_no_others() -> None:
    chart = curves([0, 25, 50, 75, 100], [0, 0.25, 0.5, 0.5, 1])
    assert points(chart.path(chart.lines[0])) == [(0, TALL), (500, TALL // 2), (750, TALL // 2), (1000, 0)]


def test_a_thinned_line_is_never_further_off_than_a_thousandth_of_its_axis() -> None:
    x = np.arange(0.0, 100.5, 0.5)
    y = (1 - np.cos(x / 12)) / 2
    chart = curves(x.tolist(), y.tolist())
    found = np.array(points(chart.path(chart.lines[0])))
    assert len(found) < 150
    assert np.abs(np.interp(10 * x, found[:, 0], found[:, 1]) - TALL * (1 - y)).max() <= TALL / 1_000


def test_a_line_that_steps_keeps_a_value_until_the_next() -> None:
    chart = curves([0, 40, 100], [0, 1, 1], is_step=True)
    assert points(chart.path(chart.lines[0])) == [(0, TALL), (400, TALL), (400, 0), (1000, 0)]


def test_what_is_not_known_is_not_drawn() -> None:
    chart = curves([0, 50, float("nan")], [0, 1, 1])
    assert points(chart.path(chart.lines[0])) == [(0, TALL), (500, 0)]


def test_a_line_of_which_nothing_is_known_is_none() -> None:
    chart = curves([float("nan")], [0.5])
    assert chart.path(chart.lines[0]) == ""


def test_marks_and_dots_without_a_place_are_not_drawn() -> None:
    nowhere = float("nan")
    marks = [Mark(at=nowhere, name="one", token="due"), Mark(at=50.0, since=nowhere, name="other", token="due")]
    chart = replace(curves([0, 1], [0, 1], marks=marks), dots=[Dot(at=nowhere, value=0.5, token="due")])
    assert (chart.placed_marks, chart.placed_dots, chart.names) == ([], [], [])


def test_a_band_goes_along_its_upper_end_and_back_along_its_lower() -> None:
    chart = curves([0, 100], [0, 0])
    band = Band(x=np.array([0.0, 100.0]), low=np.array([0.0, 0.0]), high=np.array([1.0, 0.5]), token="ink")
    assert points(chart.area(band)) == [(0, 0), (1000, TALL // 2), (1000, TALL), (0, TALL)]


def test_names_of_marks_that_have_no_room_are_left_out() -> None:
    marks = [Mark(at=50.0 + k / 10, name="a long name of a milestone", token="due") for k in range(9)]
    names = curves([0, 100], [0, 1], marks=marks).names
    assert [name.line for name in names] == [0, 1, 2]


@pytest.mark.parametrize(
    ("first", "last", "texts"),
    [
        (date(2026, 1, 5), date(2026, 1, 9), ["5 Jan 2026", "6", "7", "8", "9"]),
        (date(2026, 1, 5), date(2026, 2, 20), ["5 Jan 2026", "19", "2 Feb 2026", "16"]),
        (date(2025, 11, 20), date(2026, 4, 2), ["Dec 2025", "Jan 2026", "Feb", "Mar", "Apr"]),
        (date(2025, 6, 1), date(2035, 2, 1), ["2026", "2028", "2030", "2032", "2034"]),
    ],
)
def test_dates_are_written_with_the_month_and_year_where_these_begin(first: date, last: date, texts: list[str]) -> None:
    axis = date_axis(day_position(first), day_position(last), most=6)
    assert [f"{tick.text} {tick.below}".strip() for tick in axis.ticks] == texts


def test_ticks_are_where_they_say() -> None:
    axis = number_axis(-20.0, 130.0, str, most=4)
    assert [(tick.text, tick.at) for tick in axis.ticks] == [("0.0", 13.33), ("50.0", 46.67), ("100.0", 80.0)]
    assert axis.place(50.0) == 46.67
    assert (axis.place(-999.0), axis.place(999.0)) == (0.0, 100.0)


def test_a_table_knows_which_columns_are_numbers() -> None:
    table = Table.of(["Name", "Share"], [["one", Cell(text="12%", value=0.12)], ["two", Cell(text="-", value=np.nan)]])
    assert table.numeric == [False, True]
    assert [row[1].key for row in table.rows] == ["0.12", ""]


def test_every_colour_of_the_pictures_has_a_name_in_the_style() -> None:
    known = {value for value in vars(colours).values() if isinstance(value, str) and value.startswith("#")}
    missing = known - {COLOURS[token(colour)] for colour in known}
    assert missing <= {colours.MAJOR, colours.MONEY_SPREAD, colours.PROGRESS_SPREAD}
    assert token(colours.MAJOR) == "ink"
    assert all(palette_css().count(f".k-{name}{{") == 2 for name in COLOURS)
