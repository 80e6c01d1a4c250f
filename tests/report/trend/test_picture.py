"""A picture of a trend is drawn whatever the reviews said, and says what is never."""

from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from matplotlib.figure import Figure
from PIL import Image

from milepost.simulate.history.review import Review
from milepost.simulate.history.trend import Trend
from milepost.simulate.report.trend.chart import Text, plot_dates, write_texts
from milepost.simulate.report.trend.curves import trend_curves
from milepost.simulate.report.trend.picture import trend_png
from milepost.simulate.report.trend.reviewed import Reviewed
from tests.reviews import reviewed, said, trend

LONG = "A milestone with a name that nobody would ever want to read in one go, and yet here it is"


def drawn(*reviews: Review) -> Image.Image:
    picture = trend_png(Reviewed(trend=trend(*reviews), between=None))
    assert picture is not None
    return Image.open(BytesIO(picture))


def weekly(count: int, *milestones: Any, **others: Any) -> list[Review]:
    return [reviewed(str(date(2026, 1, 5) + timedelta(weeks=week)), *milestones, **others) for week in range(count)]


@pytest.mark.parametrize(
    "reviews",
    [
        weekly(1, said()),
        weekly(2, *(said(f"m{k}", name=f"{LONG} {k}") for k in range(8))),
        weekly(3, said(), budget=None),
        weekly(2, said(p50=None, p90=None, promise=None), said("open", due=None)),
        weekly(2, budget=1000.0),
        weekly(2, said(p10=None, p50=None, p90=None)),
        [*weekly(2, said("pilot")), *weekly(4, said(), said("pilot", reached="2026-01-20"))[2:]],
        [*weekly(2, said("pilot")), *weekly(4, said())[2:]],
        weekly(2, said(reached="2026-01-02")),
        weekly(2, said(name="\u8fdb\u5ea6 $x^2$ <b>")),
    ],
    ids=["one", "eight", "no budget", "never", "no milestones", "all never", "new", "gone", "reached before", "names"],
)
def test_a_picture_is_drawn_whatever_was_said(reviews: list[Review]) -> None:
    assert drawn(*reviews).width > 800


def test_nothing_is_drawn_of_a_plan_with_neither_milestones_nor_a_budget() -> None:
    assert trend_png(Reviewed(trend=Trend.of(weekly(2, budget=None)), between=None)) is None


@pytest.mark.slow
def test_a_year_of_reviews_is_drawn_in_the_same_room() -> None:
    assert drawn(*weekly(52, said())).size == drawn(*weekly(2, said())).size


def test_what_is_never_stands_above_all_dates() -> None:
    curves = trend_curves(trend(*weekly(2, said(), said("lost", p50=None, p90=None))))
    ax = Figure().add_subplot()
    plot_dates(curves, ax, {})
    [never] = [text for text in ax.texts if text.get_text() == "never"]
    assert curves.span[1] < never.get_position()[1] < ax.get_ylim()[1]
    assert any(text.get_text() == "Lost: never" for text in ax.texts)


def test_texts_beside_a_chart_stand_apart_and_in_the_sequence_of_what_they_are_of() -> None:
    ax = Figure(figsize=(6, 4)).add_subplot()
    ax.set_ylim(0, 1)
    write_texts(ax, [Text(0.99, "b", "k"), Text(1.0, "c", "k"), Text(0.0, "a", "k"), Text(0.99, "d", "k")])
    heights = {text.get_text(): text.get_position()[1] for text in ax.texts if text.get_text()}
    in_turn = sorted(heights, key=lambda text: heights[text])
    assert in_turn == ["a", "b", "d", "c"]
    apart = [heights[b] - heights[a] for a, b in pairwise(in_turn)]
    assert min(apart) > 0.04
    assert max(heights.values()) <= 1.0
