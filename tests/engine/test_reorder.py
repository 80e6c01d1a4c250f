"""One program for every order: the same bits as a program made for that order alone."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from milepost.models import Milestone, Orderings, Retirement, Scenario
from milepost.models.link import Link
from milepost.models.resource import Resource
from milepost.simulate.engine.records import Records
from milepost.simulate.engine.reorder import Reordering
from milepost.simulate.engine.run import Play, play_each, simulate
from tests.plans import everything, plan, risk, task

ITERATIONS = 700
"""More than two groups, and no multiple of one."""

HALF = Retirement(probability=0.5)


def with_order(scenario: Scenario, *order: str) -> Scenario:
    assert scenario.orderings is not None
    return replace(scenario, orderings=replace(scenario.orderings, order=order))


def copied(records: Records) -> tuple[np.ndarray, ...]:
    return records.moments, records.cost, records.stop, records.expected_cost, records.begins


def test_a_reordered_program_gives_the_bits_of_one_made_for_that_order() -> None:
    scenario = everything()
    begun = Milestone(id="begun", name="begun", after=(Link.parse("build SS"), Link.parse("spike")))
    scenario = replace(scenario, milestones={"begun": begun, **scenario.milestones})
    assert scenario.orderings is not None
    reordering = Reordering(scenario)
    orders = list(permutations(scenario.orderings.among))
    programs = (Play(reordering.program(order), copied) for order in orders)
    for order, records in zip(orders, play_each(programs, iterations=ITERATIONS, seed=5), strict=True):
        alone = simulate(with_order(scenario, *order), iterations=ITERATIONS, seed=5)
        assert np.array_equal(records[0], np.array(list(alone.finish.values())))
        assert np.array_equal(records[1], alone.cost)
        assert np.array_equal(records[2], alone.stop)
        assert np.array_equal(records[3], alone.expected_cost)
        assert alone.begins["begun"].any()
        assert np.array_equal(records[4], np.array(list(alone.begins.values())))


def test_a_reordered_program_of_a_plan_with_resources_gives_the_bits_of_one_made_for_that_order() -> None:
    """The ordered tasks fill their places in a list with others, of which they share one more resource with some."""
    scenario = everything()
    needs = {
        "prototype": {"crane": 1, "hands": 2},
        "interviews": {"crane": 1},
        "spike": {"crane": 1, "hands": 4},
        "partner": {"hands": 2},
        "build": {"hands": 4},
        "train": {"hands": 2, "crane": 1},
    }
    among = ("prototype", "interviews", "spike")
    scenario = replace(
        scenario,
        tasks={id: replace(one, needs=needs.get(id, {})) for id, one in scenario.tasks.items()},
        resources={id: Resource(id=id, name=id, capacity=units) for id, units in {"crane": 1, "hands": 5}.items()},
        orderings=Orderings(among=among, resource="crane"),
    )
    assert len(scenario.network.pools) == 2
    reordering = Reordering(scenario)
    orders = list(permutations(among))
    programs = (Play(reordering.program(order), copied) for order in orders)
    for order, records in zip(orders, play_each(programs, iterations=ITERATIONS, seed=5), strict=True):
        pinned = replace(with_order(scenario, *order), levelling=scenario.network.listed)
        alone = simulate(pinned, iterations=ITERATIONS, seed=5)
        assert np.array_equal(records[0], np.array(list(alone.finish.values())))
        assert np.array_equal(records[1], alone.cost)
        assert np.array_equal(records[3], alone.expected_cost)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_programs_come_back_in_order_whatever_the_number_of_threads(threads: int) -> None:
    scenario = everything()
    program = Reordering(scenario).program(scenario.network.listed)
    costs = play_each([Play(program, lambda records: records.cost)] * 3, iterations=ITERATIONS, seed=5, threads=threads)
    one = simulate(scenario, iterations=ITERATIONS, seed=5).cost
    assert all(np.array_equal(cost, one) for cost in costs)


def test_a_later_range_continues_an_earlier_one() -> None:
    scenario = everything()
    program = Reordering(scenario).program(scenario.network.listed)
    whole = simulate(scenario, iterations=1_024 + ITERATIONS, seed=5).cost
    (later,) = play_each([Play(program, lambda records: records.cost)], first=1_024, iterations=ITERATIONS, seed=5)
    assert np.array_equal(later, whole[1_024:])


def mutual() -> Scenario:
    """Two tasks, each of which retires what the other is exposed to."""
    return plan(
        [task("a", 2, retires={"s": HALF}), task("b", 3, retires={"r": HALF})],
        {"end": ["a", "b"]},
        [risk("r", 0.5, exposes=("a",), delay=1), risk("s", 0.5, exposes=("b",), delay=1)],
        orderings=Orderings(among=("a", "b"), crews=1),
    )


def test_of_two_tasks_that_help_each_other_the_earlier_one_helps() -> None:
    reordering = Reordering(mutual())
    for order, helped in ((("a", "b"), "s"), (("b", "a"), "r")):
        records = reordering.program(order)
        keeps = [
            records.retirements["keep_probability"][judgement["first_retirement"]] for judgement in records.judgements
        ]
        places = [list(mutual().risks)[judgement["risk"]] for judgement in records.judgements]
        assert dict(zip(places, keeps, strict=True)) == {helped: 0.5, ({"r", "s"} - {helped}).pop(): 1.0}


def test_an_order_that_cannot_be_judged_is_refused_with_its_path() -> None:
    """What c retires, for which b matters, cannot be known for a before b."""
    scenario = plan(
        [task("a", 2), task("b", 3, retires={"s": HALF}), task("c", 4, retires={"r": HALF})],
        {"end": ["a", "c"]},
        [risk("r", 0.5, exposes=("a",), delay=1), risk("s", 0.5, exposes=("c",), delay=1)],
        orderings=Orderings(among=("a", "b"), crews=1),
    )
    reordering = Reordering(scenario)
    reordering.program(("b", "a"))
    with pytest.raises(ValueError, match="a -> b -> c"):
        reordering.program(("a", "b"))


def test_what_comes_after_a_later_task_of_the_list_retires_nothing_for_an_earlier_one() -> None:
    scenario = plan(
        [task("a", 2), task("b", 3), task("c", 4, "b", retires={"r": Retirement(probability=1.0)})],
        {"end": ["a", "c"]},
        [risk("r", exposes=("a",), delay=1)],
        orderings=Orderings(among=("a", "b"), crews=1),
    )
    reordering = Reordering(scenario)
    programs = [Play(reordering.program(order), lambda records: float(records.moments[0][0])) for order in ("ab", "ba")]
    assert play_each(programs, iterations=256) == [3 + 3 + 4, 3 + 4]


@pytest.mark.parametrize("order", [("a",), ("a", "a"), ("a", "b", "c")])
def test_an_order_names_each_task_once(order: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="names each task of among once"):
        Reordering(mutual()).program(order)


def test_a_plan_without_orderings_says_how_to_add_them() -> None:
    with pytest.raises(ValueError, match=r"orderings\.among"):
        Reordering(plan([task("a", 2)], {"end": ["a"]}))
