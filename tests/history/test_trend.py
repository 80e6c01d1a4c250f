"""A trend has one review a day, and follows each milestone by its id."""

from datetime import date

import pytest

from milepost.simulate.history.history import HistoryError
from milepost.simulate.history.trend import Trend
from tests.reviews import reviewed, said, trend


def test_of_a_day_the_last_recorded_counts() -> None:
    found = trend(reviewed("2026-03-02", seed=1), reviewed("2026-03-02", seed=2), reviewed("2026-03-09", seed=3))
    assert [one.seed for one in found.reviews] == [2, 3]
    assert found.replaced == 1
    assert found.on(date(2026, 3, 2)).seed == 2
    with pytest.raises(HistoryError, match="2026-03-03 is not a day of a review: name one of 2026-03-02, 2026-03-09"):
        found.on(date(2026, 3, 3))
    with pytest.raises(HistoryError, match="milepost run FILE --record"):
        Trend.of([])


def test_a_milestone_is_followed_by_its_id_when_it_comes_goes_and_changes_its_name() -> None:
    found = trend(
        reviewed("2026-03-02", said("pilot", name="Trial"), said("launch", name="Go")),
        reviewed("2026-03-09", said("launch", name="Launch"), said("scale")),
    )
    assert [*found.milestones] == ["launch", "scale", "pilot"]
    launch, scale, pilot = found.milestones.values()
    assert (launch.first.name, launch.last.name) == ("Go", "Launch")
    assert [(one.is_new, one.is_gone) for one in (launch, scale, pilot)] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    assert scale.said == (None, scale.last)


def test_major_milestones_are_told_first_by_what_the_last_review_says() -> None:
    minor, major = said("gate", level="minor"), said("gate")
    assert [one.id for one in trend(reviewed("2026-03-02", major, said())).headline] == ["gate", "launch"]
    later = trend(reviewed("2026-03-02", major, said()), reviewed("2026-03-09", minor, said()))
    assert [one.id for one in later.headline] == ["launch"]
    assert [one.id for one in trend(reviewed("2026-03-02", minor)).headline] == ["gate"]


def test_of_too_many_those_ahead_and_least_likely_are_shown_in_their_order() -> None:
    review = reviewed(
        "2026-03-09",
        said("a", hit=0.2),
        said("done", hit=0.0, reached="2026-03-02"),
        said("b", hit=0.9),
        said("c", hit=0.1),
        said("open", due=None),
    )
    found = trend(review)
    for most, ids in {2: ["a", "c"], 3: ["a", "b", "c"], 4: ["a", "b", "c", "open"]}.items():
        assert [one.id for one in found.most_urgent(most)] == ids
    assert "done" in [one.id for one in found.most_urgent(9)]
    assert "done" not in [one.id for one in found.most_urgent(9, forecast=True)]
