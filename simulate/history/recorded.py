"""Recorded: which of the reviews of a plan somebody means."""

from collections.abc import Sequence
from typing import Final

from milepost.models import Scenario
from milepost.simulate.history.history import HistoryError
from milepost.simulate.history.review import Review

LAST: Final = "last"
NOTHING: Final = "nothing is recorded of this plan: record a review with milepost run FILE --record"
_MOST: Final = 5
"""Days that are named where none of them is meant; of more the last."""


def recorded_review(reviews: Sequence[Review], day: str, *, than: Scenario) -> Review:
    """
    Return a review of a plan.

    Parameters
    ----------
    reviews
        All there are of it, by their days and then as they were recorded.
    day
        The day that it is of, as 2026-03-02; or `last`, for the last that is of no later day than the plan and says
        something else.
    than
        The plan.

    Raises
    ------
    HistoryError
        When there is none.
    """
    if not reviews:
        raise HistoryError(NOTHING)
    if day == LAST:
        today = than.as_of or than.days.start
        found = [one for one in reviews if one.reviewed <= today and one.scenario_sha256 != than.digest]
    else:
        found = [one for one in reviews if one.reviewed.isoformat() == day]
    if found:
        return found[-1]
    named = days_of(reviews)
    if day == LAST:
        raise HistoryError(f"nothing else is recorded of this plan up to its day; there are reviews of {named}")
    raise HistoryError(f"{day!r} is not a day of a review: name one of {named}, or last")


def days_of(reviews: Sequence[Review]) -> str:
    """Name the days of reviews, of many the last."""
    days = [*dict.fromkeys(one.reviewed.isoformat() for one in reviews)]
    return ", ".join([*(["..."] if len(days) > _MOST else []), *days[-_MOST:]])
