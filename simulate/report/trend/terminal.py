"""The trend of a plan in a terminal: promise dates by review, then how they have moved, and by what."""

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from milepost.models import Level
from milepost.simulate.analysis.schedule.chosen import MOST_MILESTONES
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.history.review import MilestoneReview, Review
from milepost.simulate.history.trend import MilestoneTrend, Trend
from milepost.simulate.report.media.words import label, percent, rough_percent, short_date
from milepost.simulate.report.trend.reviewed import Reviewed
from milepost.simulate.report.trend.sentences import heading, move_sentences, trend_sentences

_DATE: Final = 11
"""What a column of dates takes [characters]."""
_HIT: Final = 23
"""What the column of hits takes at the most [characters]."""
_NAME: Final = 24
"""What names are given before there is more than one column of dates [characters]."""
_MOST_DATES: Final = 12
"""Reviews that are shown even where there is room for more."""
_REACHED: Final = "*"
"""What stands behind the date of a milestone that is reached."""


def print_trend(reviewed: Reviewed, console: Console) -> None:
    """Print the promise dates of the last reviews, then sentences on how they have moved, and what has moved them."""
    trend = reviewed.trend
    console.print(Text(heading(trend), style="bold"))
    console.print()
    shown = trend.most_urgent(MOST_MILESTONES)
    if shown:
        count = _columns(shown, trend, width=console.width)
        console.print(_table(shown, trend.reviews[-count:], trend))
        console.print()
        console.print(Text(_explanation(shown, trend, count), style="dim"))
        console.print()
    for sentence in trend_sentences(trend):
        console.print(Text(sentence))
    moves = [*move_sentences(reviewed)]
    if moves:
        console.print()
    for sentence in moves:
        console.print(Text(sentence))


def _columns(shown: Sequence[MilestoneTrend], trend: Trend, *, width: int) -> int:
    """Return of how many reviews there is room for the dates."""
    name = min(max(len(label(one.last.name)) for one in shown) + 1, _NAME)
    return max(min((width - name - _HIT) // _DATE, len(trend.reviews), _MOST_DATES), 1)


def _table(shown: Sequence[MilestoneTrend], reviews: Sequence[Review], trend: Trend) -> Table:
    """Lay the table out; in a narrow terminal names are wrapped."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("Milestone", overflow="fold")
    for review in reviews:
        table.add_column(short_date(review.reviewed), justify="right", no_wrap=True)
    table.add_column("Hit", justify="right", no_wrap=True)
    for one in shown:
        dates = [_date(said) for said in one.said[-len(reviews) :]]
        style = "bold" if one.last.level == Level.MAJOR else ""
        table.add_row(*map(Text, (label(one.last.name), *dates, _hits(one))), style=style)
    return table


def _date(said: MilestoneReview | None) -> str:
    if said is None:
        return "-"
    if said.reached_on is not None:
        return f"{short_date(said.reached_on)}{_REACHED}"
    return short_date(said.promise.value)


def _hits(milestone: MilestoneTrend) -> str:
    """Return with what probability it was hit by the first review of it, and is by the last, and which way that is."""
    first, last = milestone.first.hit, milestone.last.hit
    now, then = (rough_percent(one.value) if one.value >= 0 else "" for one in (last, first))
    if milestone.is_gone or not now:
        return "-"
    return now if now == then or not then else f"{then} {_way(first, last)} {now}"


def _way(first: Estimate, last: Estimate) -> str:
    """Return which way a share has gone, where its intervals do not overlap."""
    return "down to" if last.high < first.low else "up to" if last.low > first.high else "to"


def _explanation(shown: Sequence[MilestoneTrend], trend: Trend, count: int) -> str:
    """Return what the columns and marks of the table mean, and what there is no room for."""
    confidences = [one.confidence for one in trend.reviews[-count:]]
    low, high = (percent(one(confidences)) for one in (min, max))
    is_reached = any(one.last.reached_on is not None for one in shown)
    left_out = len(trend.reviews) - count, len(trend.headline) - len(shown)
    said = (
        f"Below the day of a review: the date kept with {low if low == high else f'{low} to {high}'} probability, as "
        "it was known then.",
        f"{_REACHED}: reached on that day." if is_reached else "",
        "Hit: by the due date as it stood, at the first review and now." if len(trend.reviews) > 1 else "",
        f"Shown are the last {count} of {len(trend.reviews):,} reviews: trend.csv has all." if left_out[0] else "",
        f"Shown are {len(shown)} of {len(trend.headline):,} milestones: trend.csv has all." if left_out[1] else "",
    )
    return " ".join(filter(None, said))
