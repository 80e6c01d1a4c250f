"""Recording: the review of a plan on its way into a history."""

from pathlib import Path
from typing import Any


def place_of(file: Path, history: Path) -> str:
    """Return by what a history knows a plan: the way from one to the other, wherever the two may be."""
    from milepost.simulate.report.media.plan_file import PlanFile

    return PlanFile.of(file, folder=history.parent).place


def review_of(result: Any, review: Any, *, history: Path | None) -> Any:
    """
    Return what a run says of a plan, as a history keeps it.

    Parameters
    ----------
    result
        The run.
    review
        What was read from the file of the plan.
    history
        The file of the history; none for the usual one.
    """
    from milepost.simulate.history.history import HISTORY
    from milepost.simulate.history.review import Review
    from milepost.simulate.report.media.versions import versions
    from milepost.simulate.report.media.words import printable

    path = history or HISTORY
    return Review.of(
        result,
        plan=review.text,
        file=printable(review.bottom.name),
        place=place_of(review.bottom, path),
        versions=versions(),
    )


def trend_with(kept: Any, *, history: Path | None) -> Any:
    """Return the trend of a plan up to a review that is to be kept; none where the history cannot be read."""
    from milepost.simulate.history.history import HISTORY, History, HistoryError
    from milepost.simulate.history.trend import Trend

    path = history or HISTORY
    try:
        earlier = History(path).reviews(kept.place) if path.exists() else ()
    except HistoryError:
        return None
    return Trend.of(sorted([*earlier, kept], key=lambda one: one.reviewed))


def record_review(kept: Any, *, history: Path | None) -> Path:
    """
    Keep a review, and return in which file.

    Raises
    ------
    HistoryError
        When it cannot be kept.
    """
    from milepost.simulate.history.history import HISTORY, History
    from milepost.simulate.report.media.folder import opened

    path = history or HISTORY
    with opened(path.parent):
        History(path).record(kept)
    return path
