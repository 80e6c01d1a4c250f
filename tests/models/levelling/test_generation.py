from collections.abc import Iterator, Sequence
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.models import Link, LinkKind
from milepost.models.levelling import Activity
from milepost.models.levelling.generation import in_turn, parallel, serial
from milepost.models.levelling.priority import priorities
from milepost.models.levelling.project import Project
from milepost.models.network import Times
from tests.models.levelling.projects import CAPACITIES, SLACK, activities, check_kept, end

FORWARD = (LinkKind.FINISH_TO_START, LinkKind.START_TO_START)


def timed(made: Sequence[Activity], starts: Sequence[float]) -> Times:
    return {one.id: (start, start + one.duration) for one, start in zip(made, starts, strict=True)}


def after(*texts: str) -> tuple[Link, ...]:
    return tuple(map(Link.parse, texts))


def lists(project: Project) -> Iterator[tuple[int, ...]]:
    """Yield every list in which each activity stands behind what it waits for."""
    for order in permutations(range(len(project.durations))):
        if all(order.index(other) < order.index(one) for one, links in enumerate(project.after) for other, _ in links):
            yield order


def shortest(made: Sequence[Activity]) -> float:
    """Return the earliest end of all schedules with whole starts."""
    longest = int(sum(one.duration + one.floor + sum(link.lag for link in one.after) for one in made))
    best = float("inf")
    for starts in product(range(longest + 1), repeat=len(made)):
        times = timed(made, [float(start) for start in starts])
        if end(times) < best:
            try:
                check_kept(made, CAPACITIES, times)
            except AssertionError:
                continue
            best = end(times)
    return best


@given(activities())
def test_every_generation_keeps_links_floors_and_capacities(made: list[Activity]) -> None:
    project = Project.of(made, CAPACITIES)
    for ranks in priorities(project).values():
        order = project.ordered(ranks)
        for starts in (serial(project, order), parallel(project, ranks), in_turn(project, order)):
            check_kept(made, CAPACITIES, timed(made, starts))


@given(activities(kinds=FORWARD, leads=False, shortest=1), st.data())
def test_nothing_in_a_serial_schedule_can_start_earlier_while_all_else_stays(
    made: list[Activity], data: st.DataObject
) -> None:
    project = Project.of(made, CAPACITIES)
    times = timed(made, serial(project, project.ordered(data.draw(st.permutations(range(len(made)))))))
    for one in made:
        for start in range(int(times[one.id][0])):
            with pytest.raises(AssertionError):
                check_kept(made, CAPACITIES, {**times, one.id: (float(start), start + one.duration)})


@given(activities(most=4, kinds=FORWARD, leads=False, shortest=1))
def test_one_of_the_lists_gives_the_shortest_schedule_that_there_is(made: list[Activity]) -> None:
    """Of work that takes time: else what begins with something may have to take its units a moment before it."""
    made = [
        Activity(id=one.id, duration=min(one.duration, 2.0), after=one.after, needs=one.needs, floor=min(one.floor, 1))
        for one in made
    ]
    project = Project.of(made, CAPACITIES)
    assert min(project.end(serial(project, order)) for order in lists(project)) == shortest(made)


@given(activities(leads=False, kinds=FORWARD, shortest=1), st.sampled_from(["LFT", "LST", "MTS", "GRPW", "MSLK"]))
def test_units_taken_by_the_starts_of_a_schedule_let_nothing_finish_later(made: list[Activity], rule: str) -> None:
    made = sorted(made, key=lambda one: (one.duration > 0.0, one.id))
    project = Project.of(made, CAPACITIES)
    ranks = priorities(project)[rule]
    for starts in (serial(project, project.ordered(ranks)), parallel(project, ranks)):
        turns = in_turn(project, project.ordered(starts))
        assert all(turn <= start + SLACK for turn, start in zip(turns, starts, strict=True))


@given(activities())
def test_time_that_runs_backwards_twice_runs_forwards(made: list[Activity]) -> None:
    project = Project.of(made, CAPACITIES)
    again = project.mirrored.mirrored
    assert [sorted(links) for links in again.after] == [sorted(links) for links in project.after]
    starts = serial(project, project.ordered(project.floors))
    moved = {
        start - back for start, back in zip(starts, again.mirrored_starts(project.mirrored_starts(starts)), strict=True)
    }
    assert max(moved) - min(moved) <= SLACK, "all is moved by one and the same time"


def test_a_hand_worked_project() -> None:
    """
    Three welders: a (2 days, 2 of them) and b (3 days, 1) go at once; c (2 days, 2) waits for a.

    At 2 two welders are free again: c starts, and d (1 day, all 3) at 4, when c is done. Parallel generation puts e
    (4 days, 1), which ranks last, at 3, when b is done, and d then waits until 7; serial generation has placed d first.
    """
    made = [
        Activity(id="a", duration=2.0, needs={"welders": 2}),
        Activity(id="b", duration=3.0, needs={"welders": 1}),
        Activity(id="c", duration=2.0, needs={"welders": 2}, after=after("a")),
        Activity(id="d", duration=1.0, needs={"welders": 3}),
        Activity(id="e", duration=4.0, needs={"welders": 1}),
    ]
    project = Project.of(made, {"welders": 3})
    assert serial(project, [0, 1, 2, 3, 4]) == [0.0, 0.0, 2.0, 4.0, 5.0]
    assert parallel(project, [0.0, 1.0, 2.0, 3.0, 4.0]) == [0.0, 0.0, 2.0, 7.0, 3.0]
    assert in_turn(project, [0, 1, 2, 4, 3]) == [0.0, 0.0, 2.0, 7.0, 3.0]


def test_rules_rank_by_late_times_followers_work_and_slack() -> None:
    """
    The path a, b, d takes 8 days; c has two days of slack before d.

    Late starts a 0, b 2, c 5, d 6; durations 2, 4, 1, 2; c starts early at 3, its floor.
    """
    made = [
        Activity(id="a", duration=2.0),
        Activity(id="b", duration=4.0, after=after("a")),
        Activity(id="c", duration=1.0, floor=3.0),
        Activity(id="d", duration=2.0, after=after("b", "c")),
    ]
    ranks = priorities(Project.of(made, {}))
    assert ranks["LST"] == [-8.0, -6.0, -3.0, -2.0]
    assert ranks["LFT"] == [-6.0, -2.0, -2.0, 0.0]
    assert ranks["MTS"] == [-2.0, -1.0, -1.0, 0.0]
    assert ranks["GRPW"] == [-6.0, -6.0, -3.0, -2.0]
    assert ranks["MSLK"] == [-8.0, -8.0, -6.0, -8.0]
