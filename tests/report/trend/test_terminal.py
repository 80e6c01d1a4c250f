"""The table of a trend has as many reviews as there is room for, the last ones."""

from datetime import date, timedelta

import pytest
from rich.console import Console

from milepost.simulate.history.review import MilestoneReview
from milepost.simulate.history.trend import Trend
from milepost.simulate.report.trend.reviewed import Reviewed
from milepost.simulate.report.trend.terminal import print_trend
from tests.reviews import reviewed, said, trend

MONDAYS = [str(date(2026, 1, 5) + timedelta(weeks=week)) for week in range(30)]


def printed(found: Trend, width: int = 80) -> list[str]:
    console = Console(width=width, record=True, quiet=False, color_system=None)
    with console.capture() as captured:
        print_trend(Reviewed(trend=found, between=None), console)
    return captured.get().splitlines()


def row(*milestones: MilestoneReview, width: int = 80) -> str:
    found = trend(*(reviewed(day, one) for day, one in zip(MONDAYS, milestones, strict=False)))
    return printed(found, width)[3]


@pytest.mark.parametrize(("width", "count"), [(40, 1), (80, 4), (120, 8), (1000, 12)])
def test_the_last_reviews_that_there_is_room_for_are_shown(width: int, count: int) -> None:
    lines = printed(trend(*(reviewed(day, said()) for day in MONDAYS)), width)
    assert lines[2].count(" 26") == count
    assert f"Shown are the last {count} of 30 reviews" in " ".join(lines).replace("  ", " ")
    assert max(map(len, lines)) <= width


def test_a_row_says_which_way_the_hit_went_where_the_intervals_tell() -> None:
    assert row(said(hit=0.5), said(hit=0.4)).endswith("50.0% down to 40.0%")
    assert row(said(hit=0.5), said(hit=0.6)).endswith("50.0% up to 60.0%")
    assert row(said(hit=0.5), said(hit=0.51)).endswith("50.0% to 51.0%")
    assert row(said(hit=0.5), said(hit=0.5)).endswith(" 50.0%")
    assert row(said(due=None), said(hit=0.5)).endswith(" 50.0%")
    assert row(said(hit=0.5), said(due=None)).endswith(" -")


def test_what_is_reached_is_marked_and_what_is_never_or_not_there_is_told() -> None:
    reached = said(reached="2026-01-10")
    assert row(said(promise=None), reached).split()[1:5] == ["never", "10", "Jan", "26*"]
    found = trend(reviewed(MONDAYS[0]), reviewed(MONDAYS[1], reached))
    assert printed(found)[3].split()[1] == "-"
    assert any("*: reached on that day." in line for line in printed(found, 1000))
    assert not any("*" in line for line in printed(trend(reviewed(MONDAYS[0], said())), 1000))


def test_confidences_that_differ_are_told() -> None:
    found = trend(reviewed(MONDAYS[0], said(), confidence=0.9), reviewed(MONDAYS[1], said()))
    assert any("the date kept with 80% to 90% probability" in line for line in printed(found, 1000))
    narrow = " ".join(" ".join(printed(found, 50)).split())
    assert "the date kept with 80% probability" in narrow, "that of the review that is shown"


def test_a_plan_without_milestones_has_no_table() -> None:
    assert printed(trend(reviewed(MONDAYS[0], as_of=None)), 1000) == [
        "Plan: 1 review, 5 Jan 26",
        "",
        "Cost: 900 ±10 EUR on average; within the budget 70.0%.",
    ]
