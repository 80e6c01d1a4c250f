"""Recording: the review of a plan on its way into a history."""

from pathlib import Path
from typing import Any


def place_of(file: Path, history: Path) -> str:
    """Return by what a history knows a plan: the way from one to the other, wherever the two may be."""
    from milepost.simulate.report.media.plan_file import PlanFile

    return PlanFile.of(file, folder=history.parent).place


def record_review(result: Any, review: Any, *, history: Path | None) -> None:
    """
    Keep what a run says of a plan.

    Parameters
    ----------
    result
        The run.
    review
        What was read from the file of the plan.
    history
        The file to keep it in; none for the usual one.

    Raises
    ------
    HistoryError
        When it cannot be kept.
    """
    from milepost.simulate.history.history import HISTORY, History
    from milepost.simulate.history.review import Review
    from milepost.simulate.report.media.folder import opened
    from milepost.simulate.report.media.versions import versions
    from milepost.simulate.report.media.words import printable

    path = history or HISTORY
    kept = Review.of(
        result,
        plan=review.text,
        file=printable(review.bottom.name),
        place=place_of(review.bottom, path),
        versions=versions(),
    )
    with opened(path.parent):
        History(path).record(kept)
