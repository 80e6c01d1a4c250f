"""Sentences on a trend say what was said first and what is said now."""

import math
from dataclasses import replace

from milepost.models import Milestone
from milepost.simulate.analysis.comparison.moves import MilestoneMove, Move, Moves
from milepost.simulate.analysis.statistics.estimate import UNKNOWN, Estimate
from milepost.simulate.history.review import Review
from milepost.simulate.report.trend.notes import trend_notes
from milepost.simulate.report.trend.reviewed import Between, Reviewed
from milepost.simulate.report.trend.sentences import heading, move_sentences, trend_sentences
from tests.reviews import reviewed, said, trend

ZERO = Estimate(value=0.0, low=0.0, high=0.0)
NOTHING = Move(total=ZERO, facts=ZERO, plan=ZERO)
UNKNOWN_MOVE = Move(total=UNKNOWN, facts=UNKNOWN, plan=UNKNOWN)


def first_of(*reviews: Review) -> str:
    return next(iter(trend_sentences(trend(*reviews))))


def test_a_milestone_has_its_promise_its_hit_and_its_due_date_then_and_now() -> None:
    first = reviewed("2026-03-02", said(promise="2026-06-12", hit=0.62))
    assert first_of(first) == "Launch: promised for 12 Jun 26; hit 62.0%."
    later = reviewed("2026-03-09", said(promise="2026-07-01", hit=0.5, due="2026-06-20"))
    assert first_of(first, later) == (
        "Launch: promised for 12 Jun 26 at the first review, 1 Jul 26 now; hit 62.0% then, 50.0% now; "
        "due on 20 Jun 26 now, on 10 Jun 26 then."
    )
    same = replace(first, reviewed=later.reviewed)
    as_before = "Launch: promised for 12 Jun 26 at the first review and now; hit 62.0% then and now."
    assert first_of(first, same) == as_before
    lost = reviewed("2026-03-09", said(promise=None, due=None))
    assert first_of(first, lost) == (
        "Launch: promised for 12 Jun 26 at the first review, no date now; hit 62.0% then; due on no date now, "
        "on 10 Jun 26 then."
    )


def test_what_is_reached_new_or_gone_is_told_as_that() -> None:
    before, done = reviewed("2026-03-02", said()), said(reached="2026-03-05", due="2026-03-04")
    assert first_of(before, reviewed("2026-03-09", done)) == (
        "Launch: reached on 5 Mar 26, due on 4 Mar 26; promised for 15 Jun 26 at the first review."
    )
    assert first_of(reviewed("2026-03-09", done)) == "Launch: reached on 5 Mar 26, due on 4 Mar 26."
    assert first_of(reviewed("2026-03-02"), reviewed("2026-03-09", said())) == (
        "Launch: promised for 15 Jun 26 at the review of 9 Mar 26, the first that has it; hit 50.0%."
    )
    assert first_of(before, reviewed("2026-03-09"), reviewed("2026-03-16")) == (
        "Launch: no longer in the plan at the review of 9 Mar 26; promised for 15 Jun 26 at the one before."
    )


def test_money_and_progress_stand_beside_the_plan_and_the_cost_beside_the_first() -> None:
    first = reviewed("2026-03-02", said(), cost=Estimate(value=800.0), within=Estimate(value=0.9))
    last = reviewed("2026-03-09", said())
    assert [*trend_sentences(trend(first, last))][1:] == [
        "At the review of 9 Mar 26: burn 25.0% and progress 25.0%; the plan had 20.0% and 50.0% by then.",
        "Cost: 900 ±10 EUR on average, 800 at the first review; within the budget 70.0%, 90.0% at the first review.",
    ]
    bare = replace(last, budget=None, milestones={}, cost=Estimate(value=0.0), within=UNKNOWN)
    spent = "At the review of 9 Mar 26: 250 EUR spent; the plan had 200 EUR by then."
    assert [*trend_sentences(trend(bare))] == [spent]
    dear = replace(first, currency="USD", within=UNKNOWN)
    assert [*trend_sentences(trend(dear, last))][-1] == "Cost: 900 ±10 EUR on average; within the budget 70.0%."


def test_of_many_milestones_eight_are_told() -> None:
    review = reviewed("2026-03-09", *(said(f"m{k}") for k in range(11)), name="Plan")
    told = [*trend_sentences(trend(review))]
    assert told[7].startswith("M7: ")
    assert told[8] == "And 3 more milestones: trend.csv has all."
    assert heading(trend(review)) == "Plan: 1 review, 9 Mar 26"


def moved(*moves: MilestoneMove, obstacle: str = "") -> list[str]:
    reviews = [reviewed(day, said(), said("pilot")) for day in ("2026-03-02", "2026-03-09")]
    between = Between(
        before=reviews[0],
        after=reviews[1],
        moves=Moves(milestones={one.milestone.id: one for one in moves}, cost=NOTHING, obstacle=obstacle),
        seed=0,
        iterations=1000,
    )
    return [*move_sentences(Reviewed(trend=trend(*reviews), between=between))]


def move(id: str, promise: Move, hit: Move) -> MilestoneMove:
    one = Milestone(id=id, name=id.capitalize(), after=())
    return MilestoneMove(
        milestone=one, promise=promise, p50=promise, hit=hit, promise_before=said().promise.value, promise_after=None
    )


def parts(total: float, facts: float, plan: float) -> Move:
    one, two, three = (Estimate(value=value, low=value, high=value) for value in (total, facts, plan))
    return Move(total=one, facts=two, plan=three)


def test_what_moved_a_milestone_is_told_part_by_part_and_what_did_not_is_counted() -> None:
    assert moved(move("launch", parts(3, 5, -2), parts(-8, -6, -2)), move("pilot", NOTHING, UNKNOWN_MOVE)) == [
        "From the review of 2 Mar 26 to that of 9 Mar 26, by what has happened (facts) and by what else is said of the "
        "plan (plan):",
        "Launch: promised for 15 Jun 26, then no date: +3.0 working days (facts +5.0, plan -2.0); "
        "hit -8.0 points (facts -6.0, plan -2.0).",
        "1 other milestone not moved.",
    ]
    assert moved(move("pilot", parts(1, 1, 0), NOTHING))[1].endswith("(facts +1.0, plan 0); hit as before.")
    assert moved(move("pilot", NOTHING, NOTHING)) == [
        "From the review of 2 Mar 26 to that of 9 Mar 26 nothing has moved."
    ]
    assert moved() == [
        "From the review of 2 Mar 26 to that of 9 Mar 26: no milestone in common, by its id, that is told first."
    ]


def test_never_and_what_nobody_can_tell_apart_is_said() -> None:
    lost = replace(UNKNOWN_MOVE, total=Estimate(value=math.inf))
    told = moved(move("launch", lost, replace(UNKNOWN_MOVE, total=Estimate(value=-8.0))), obstacle="tasks.a: too long")
    assert told[1] == "Launch: promised for 15 Jun 26, then no date: now never; hit -8.0 ±? points."
    assert told[2].endswith("for one plan cannot have the facts of the other: tasks.a: too long.")


def test_notes_tell_of_reviews_that_do_not_count_and_of_a_single_one() -> None:
    one = reviewed("2026-03-02", said())
    assert [*trend_notes(trend(one, one))] == [
        "1 review is of a day that was recorded once more: of a day the last counts",
        "a trend takes a second review: record one of a later day with milepost run FILE --record",
    ]
    assert [*trend_notes(trend(one, reviewed("2026-03-09")))] == []
