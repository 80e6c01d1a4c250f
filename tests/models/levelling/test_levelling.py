import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.models import Link, LinkKind
from milepost.models.levelling import Activity, level
from milepost.models.levelling.generation import in_turn
from milepost.models.levelling.priority import priorities
from milepost.models.levelling.project import Project
from tests.models.levelling.projects import CAPACITIES, SLACK, activities, check_kept, end


def crane(id: str, days: float, *links: str, floor: float = 0.0, holding: bool = False) -> Activity:
    return Activity(
        id=id,
        duration=days,
        after=tuple(map(Link.parse, links)),
        needs={"crane": 1},
        floor=floor,
        holding=holding,
    )


@given(activities())
def test_the_schedule_of_a_list_keeps_links_floors_and_capacities(made: list[Activity]) -> None:
    levelling = level(made, CAPACITIES)
    check_kept(made, CAPACITIES, levelling.times)
    assert sorted(levelling.order) == sorted(one.id for one in made if one.needs)


@given(activities())
def test_a_list_stands_behind_what_it_waits_for(made: list[Activity]) -> None:
    order = level(made, CAPACITIES).order
    for one in made:
        for link in one.after:
            if one.needs and link.predecessor in order:
                assert order.index(link.predecessor) < order.index(one.id)


@given(activities(leads=False, kinds=(LinkKind.FINISH_TO_START, LinkKind.START_TO_START)))
def test_no_rule_alone_gives_an_earlier_end(made: list[Activity]) -> None:
    project = Project.of(made, CAPACITIES)
    lists = [project.ordered(ranks) for ranks in priorities(project).values()]
    assert end(level(made, CAPACITIES).times) <= min(project.end(in_turn(project, order)) for order in lists) + SLACK


def test_what_takes_no_time_and_waits_for_a_lag_is_not_held_up_by_a_list() -> None:
    """By start it stands first and takes its unit first; the work behind it would then wait for its lag."""
    made = [
        Activity(id="a", duration=0.0),
        Activity(id="b", duration=0.0, after=(Link.parse("a FS+1"),), needs={"crane": 1}),
        Activity(id="c", duration=0.0, after=(Link.parse("b FS+2"),)),
        crane("work", 2),
    ]
    assert end(level(made, {"crane": 1}).times) == 3.0


@given(activities(), st.randoms(use_true_random=False))
def test_the_order_in_which_activities_are_given_plays_no_part(made: list[Activity], shuffled: random.Random) -> None:
    others = [
        Activity(
            id=one.id,
            duration=one.duration,
            after=tuple(reversed(one.after)),
            needs=dict(reversed([*one.needs.items()])),
            floor=one.floor,
        )
        for one in shuffled.sample(made, len(made))
    ]
    assert level(others, dict(reversed([*CAPACITIES.items()]))) == level(made, CAPACITIES)


def test_what_ties_is_told_apart_by_id() -> None:
    assert level([crane("b", 2), crane("c", 2), crane("a", 2)], {"crane": 1}).order == ("a", "b", "c")


def test_what_much_waits_for_goes_first() -> None:
    """The crane is free for 'a' later without any harm; ten days of other work wait for 'b'."""
    made = [crane("a", 3), crane("b", 2), Activity(id="c", duration=10.0, after=(Link(predecessor="b"),))]
    levelling = level(made, {"crane": 1})
    assert levelling.order == ("b", "a")
    assert levelling.times == {"b": (0.0, 2.0), "a": (2.0, 5.0), "c": (2.0, 12.0)}


def test_what_cannot_start_yet_does_not_keep_the_others_waiting() -> None:
    levelling = level([crane("a", 4, floor=5), crane("b", 5), crane("c", 1)], {"crane": 1})
    assert levelling.order == ("b", "a", "c")
    assert levelling.times == {"b": (0.0, 5.0), "a": (5.0, 9.0), "c": (9.0, 10.0)}


def test_what_takes_no_time_holds_nothing() -> None:
    levelling = level([crane("a", 5), crane("z", 0)], {"crane": 1})
    assert levelling.times == {"z": (0.0, 0.0), "a": (0.0, 5.0)}


def test_who_has_units_already_keeps_them_even_more_than_there_are() -> None:
    made = [crane("a", 1), crane("y", 3, holding=True), crane("z", 6, holding=True)]
    levelling = level(made, {"crane": 1})
    assert levelling.order == ("a",)
    assert levelling.times == {"y": (0.0, 3.0), "z": (0.0, 6.0), "a": (6.0, 7.0)}


def test_an_activity_that_needs_more_than_there_is_is_refused() -> None:
    made = [Activity(id="lift", duration=1.0, needs={"crane": 2})]
    with pytest.raises(ValueError, match="lift needs 2 of 1 crane"):
        level(made, {"crane": 1})


def test_a_project_without_activities_has_an_empty_list() -> None:
    assert level([], {"crane": 1}).order == ()
