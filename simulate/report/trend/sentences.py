"""What the reviews of a plan come to in words: how promises, hits and money have moved, and by what."""

import math
from collections.abc import Iterator
from typing import Final

from milepost.simulate.analysis.comparison.moves import MilestoneMove, Move
from milepost.simulate.history.review import MilestoneReview
from milepost.simulate.history.trend import MilestoneTrend, Trend
from milepost.simulate.report.media.interval_words import in_tenths, with_reach
from milepost.simulate.report.media.words import amount, counted, label, one_line, rough_percent, short_date
from milepost.simulate.report.trend.reviewed import Reviewed

AT_FIRST: Final = "at the first review"
MOST_TOLD: Final = 8
"""Milestones of which it is said how they have moved; of more those that are least likely to be hit."""


def heading(trend: Trend) -> str:
    """Return which plan it is, and how often it was reviewed."""
    days = " to ".join(dict.fromkeys(map(short_date, (trend.days[0], trend.days[-1]))))
    return f"{label(trend.last.name)}: {counted(len(trend.reviews), 'review')}, {days}"


def trend_sentences(trend: Trend) -> Iterator[str]:
    """Yield how promises and hits have moved since the first review, then how money and progress stand."""
    told = trend.most_urgent(MOST_TOLD)
    for one in told:
        yield milestone_sentence(one, trend)
    if len(told) < len(trend.headline):
        yield f"And {counted(len(trend.headline) - len(told), 'more milestone')}: trend.csv has all."
    yield from _standing(trend)
    yield from _cost(trend)


def milestone_sentence(milestone: MilestoneTrend, trend: Trend) -> str:
    """Return how the promise date and the hit probability of a milestone have moved since the first review of it."""
    first, last, name = milestone.first, milestone.last, label(milestone.last.name)
    since = AT_FIRST
    if milestone.is_new:
        since = f"at the review of {short_date(trend.days[milestone.said.index(first)])}, the first that has it"
    if last.reached_on is not None:
        due = f", due on {short_date(last.due)}" if last.due else ""
        promised = "" if first.reached_on else f"; promised for {_promised(first)} {since}"
        return f"{name}: reached on {short_date(last.reached_on)}{due}{promised}."
    if milestone.is_gone:
        gone = max(k for k, one in enumerate(milestone.said) if one is not None) + 1
        return (
            f"{name}: no longer in the plan at the review of {short_date(trend.days[gone])}; "
            f"promised for {_promised(last)} at the one before."
        )
    return f"{name}: {'; '.join(_moved(milestone, since))}."


def move_sentences(reviewed: Reviewed) -> Iterator[str]:
    """Yield what moved the milestones from one review to another: what has happened, or changes of the plan."""
    between = reviewed.between
    if between is None:
        return
    moves = between.moves.milestones
    days = f"From the review of {short_date(between.before.reviewed)} to that of {short_date(between.after.reviewed)}"
    told = [moves[one.id] for one in reviewed.trend.most_urgent(MOST_TOLD) if one.id in moves]
    if not told:
        yield f"{days}: no milestone in common, by its id, that is told first."
        return
    moved = [one for one in told if any(map(is_moved, (one.promise, one.hit)))]
    if not moved:
        yield f"{days} nothing has moved."
        return
    yield f"{days}, by what has happened (facts) and by what else is said of the plan (plan):"
    for one in moved:
        yield _move_sentence(one)
    if len(moved) < len(told):
        yield f"{counted(len(told) - len(moved), 'other milestone')} not moved."
    if between.moves.obstacle:
        obstacle = one_line(between.moves.obstacle).rstrip(".")
        yield f"Facts and plan are not told apart, for one plan cannot have the facts of the other: {obstacle}."


def move_words(move: Move, unit: str = "") -> str:
    """
    Return by how much something has moved, and its parts where they are known.

    Examples
    --------
    >>> from milepost.simulate.analysis.statistics.estimate import Estimate
    >>> three, five, less = (Estimate(value=v, low=v, high=v) for v in (3.0, 5.0, -2.0))
    >>> move_words(Move(total=three, facts=five, plan=less), "points")
    '+3.0 points (facts +5.0, plan -2.0)'
    """
    if math.isnan(move.total.value):
        return "never, as before"
    total = f"{in_tenths(move.total)} {unit if math.isfinite(move.total.value) else ''}".rstrip()
    if math.isnan(move.facts.value):
        return total
    return f"{total} (facts {in_tenths(move.facts)}, plan {in_tenths(move.plan)})"


def is_moved(move: Move) -> bool:
    """Return whether something has moved, or would have by facts or by the plan alone."""
    return any(one.value for one in (move.total, move.facts, move.plan) if not math.isnan(one.value))


def _moved(milestone: MilestoneTrend, since: str) -> Iterator[str]:
    """Yield how a milestone has moved that lies ahead."""
    first, last, is_one = milestone.first, milestone.last, len(milestone.known) == 1
    now, then = _promised(last), _promised(first)
    if is_one:
        yield f"promised for {now}{'' if since == AT_FIRST else f' {since}'}"
    else:
        yield f"promised for {then} {since}" + (" and now" if now == then else f", {now} now")
    hits = {word: one.hit.value for word, one in (("then", first), ("now", last)) if not math.isnan(one.hit.value)}
    told = {word: rough_percent(share) for word, share in hits.items()}
    if is_one or len(set(told.values())) < len(told):
        yield from (f"hit {share}{'' if is_one else ' then and now'}" for share in [*told.values()][:1])
    elif told:
        yield f"hit {', '.join(f'{share} {word}' for word, share in told.items())}"
    if first.due != last.due:
        due, was = ("no date" if one is None else short_date(one) for one in (last.due, first.due))
        yield f"due on {due} now, on {was} then"


def _promised(one: MilestoneReview) -> str:
    return "no date" if one.promise.value is None else short_date(one.promise.value)


def _move_sentence(one: MilestoneMove) -> str:
    before, after = ("no date" if day is None else short_date(day) for day in (one.promise_before, one.promise_after))
    dates = f"promised for {before}, then {after}" if before != after else f"promised for {before} in both"
    said = [f"{dates}: {move_words(one.promise, 'working days')}" if is_moved(one.promise) else dates]
    if not math.isnan(one.hit.total.value):
        said.append(f"hit {move_words(one.hit, 'points') if is_moved(one.hit) else 'as before'}")
    return f"{label(one.milestone.name)}: {'; '.join(said)}."


def _standing(trend: Trend) -> Iterator[str]:
    """Yield how much is spent and reached at the last review, and what the plan had by then."""
    last, said, planned = trend.last, [], []
    if last.budget is not None:
        said.append(f"burn {rough_percent(last.burn)}")
        planned.append(rough_percent(last.planned_burn))
    elif last.spent or last.planned_spent:
        said.append(f"{amount(last.spent, last.currency)} spent")
        planned.append(amount(last.planned_spent, last.currency))
    if last.milestones:
        said.append(f"progress {rough_percent(last.progress)}")
        planned.append(rough_percent(last.planned_progress))
    if said and last.as_of is not None:
        day = short_date(last.reviewed)
        yield f"At the review of {day}: {' and '.join(said)}; the plan had {' and '.join(planned)} by then."


def _cost(trend: Trend) -> Iterator[str]:
    """Yield what the plan costs by the last review and by the first, and whether its budget will do."""
    first, last = trend.first, trend.last
    if not last.cost.value:
        return
    is_alike = first is not last and first.currency.split() == last.currency.split()
    was = f", {amount(first.cost.value, '')} {AT_FIRST}" if is_alike else ""
    said = [f"Cost: {with_reach(last.cost.value, last.cost.reach, last.currency)} on average{was}"]
    if not math.isnan(last.within.value):
        known = first is not last and not math.isnan(first.within.value)
        was = f", {rough_percent(first.within.value)} {AT_FIRST}" if known else ""
        said.append(f"within the budget {rough_percent(last.within.value)}{was}")
    yield f"{'; '.join(said)}."
