"""Notes on the reviews of a plan: what the reader of a trend should know of them."""

from collections.abc import Iterator

from milepost.simulate.history.trend import Trend
from milepost.simulate.report.media.words import counted


def trend_notes(trend: Trend) -> Iterator[str]:
    """Yield how many reviews do not count, and whether there are too few."""
    if trend.replaced:
        are = "is of a day that was" if trend.replaced == 1 else "are of days that were"
        yield f"{counted(trend.replaced, 'review')} {are} recorded once more: of a day the last counts"
    if len(trend.reviews) == 1:
        yield "a trend takes a second review: record one of a later day with milepost run FILE --record"
