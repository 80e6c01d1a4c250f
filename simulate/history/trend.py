"""Trend: what the reviews of a plan said, one review a day, and of each milestone in turn."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from milepost.models import Level
from milepost.simulate.history.history import HistoryError
from milepost.simulate.history.recorded import NOTHING, days_of
from milepost.simulate.history.review import MilestoneReview, Review


@dataclass(frozen=True, kw_only=True)
class MilestoneTrend:
    """
    What the reviews of a plan said of a milestone.

    Parameters
    ----------
    id
        Of the milestone.
    said
        What each review said of it; none at those whose plan did not have it.
    """

    id: str
    said: tuple[MilestoneReview | None, ...]

    @cached_property
    def known(self) -> tuple[MilestoneReview, ...]:
        """What was said of it, by the reviews whose plan had it."""
        return tuple(one for one in self.said if one is not None)

    @property
    def first(self) -> MilestoneReview:
        """Return what was said of it first."""
        return self.known[0]

    @property
    def last(self) -> MilestoneReview:
        """Return what was said of it last."""
        return self.known[-1]

    @property
    def is_new(self) -> bool:
        """Return whether the plan did not have it at the first review."""
        return self.said[0] is None

    @property
    def is_gone(self) -> bool:
        """Return whether the plan no longer has it at the last review."""
        return self.said[-1] is None

    @property
    def is_forecast(self) -> bool:
        """Return whether it lay ahead at any review."""
        return any(one.reached_on is None for one in self.known)

    @property
    def urgency(self) -> tuple[bool, bool, float]:
        """Return what decides which of too many is shown first, the least: what lies ahead and is least likely hit."""
        hit = self.last.hit.value
        return self.last.reached_on is not None, self.is_gone, math.inf if math.isnan(hit) else hit


@dataclass(frozen=True, kw_only=True)
class Trend:
    """
    The reviews of a plan.

    Parameters
    ----------
    reviews
        One for each day that was reviewed, the earliest first; one or more.
    replaced
        How many were recorded of days that have a later one.
    """

    reviews: tuple[Review, ...]
    replaced: int

    @classmethod
    def of(cls, reviews: Iterable[Review]) -> Self:
        """
        Return the trend of reviews in the sequence of their days; of a day the last recorded counts.

        Raises
        ------
        HistoryError
            When there are none.
        """
        every = tuple(reviews)
        if not every:
            raise HistoryError(NOTHING)
        by_day = {one.reviewed: one for one in every}
        return cls(reviews=tuple(by_day.values()), replaced=len(every) - len(by_day))

    @property
    def first(self) -> Review:
        """Return the first review."""
        return self.reviews[0]

    @property
    def last(self) -> Review:
        """Return the last review."""
        return self.reviews[-1]

    @property
    def days(self) -> tuple[date, ...]:
        """Return the days of the reviews."""
        return tuple(one.reviewed for one in self.reviews)

    def on(self, day: date) -> Review:
        """
        Return the review of a day.

        Raises
        ------
        HistoryError
            When there is none.
        """
        found = next((one for one in self.reviews if one.reviewed == day), None)
        if found is None:
            raise HistoryError(f"{day} is not a day of a review: name one of {days_of(self.reviews)}")
        return found

    @cached_property
    def milestones(self) -> Mapping[str, MilestoneTrend]:
        """The milestones by id, in the order of the last review; then those that it no longer has."""
        ids = dict.fromkeys(id for review in reversed(self.reviews) for id in review.milestones)
        return {id: MilestoneTrend(id=id, said=tuple(one.milestones.get(id) for one in self.reviews)) for id in ids}

    @cached_property
    def headline(self) -> tuple[MilestoneTrend, ...]:
        """The milestones that are told first: the major ones, or all of them where none is major."""
        every = tuple(self.milestones.values())
        return tuple(one for one in every if one.last.level == Level.MAJOR) or every

    def most_urgent(self, most: int, *, forecast: bool = False) -> tuple[MilestoneTrend, ...]:
        """
        Return those of the milestones told first that there is room for, in their order.

        Parameters
        ----------
        most
            How many there is room for; of more those that lie ahead and are least likely to be hit.
        forecast
            Whether to leave out what was reached before the first review of it.
        """
        among = [one for one in self.headline if one.is_forecast or not forecast]
        kept = {one.id for one in sorted(among, key=lambda one: one.urgency)[:most]}
        return tuple(one for one in among if one.id in kept)
