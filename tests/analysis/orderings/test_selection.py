"""Finalists come of races on iterations that no figure sees, and what fares alike takes one place."""

from itertools import permutations

import pytest

from milepost.models import Orderings, Retirement, Scenario
from milepost.models.distributions import Pert
from milepost.models.orderings import Alternative
from milepost.simulate.analysis.orderings.contenders import named_contenders
from milepost.simulate.analysis.orderings.criterion import Cost, Criterion, Promise
from milepost.simulate.analysis.orderings.method import Method
from milepost.simulate.analysis.orderings.player import Player
from milepost.simulate.analysis.orderings.question import SELECTED_FROM, Question
from milepost.simulate.analysis.orderings.search import SEARCHED_ON
from milepost.simulate.analysis.orderings.selection import MOST_FINALISTS, Choice, choose_finalists
from tests.plans import plan, risk, task

EITHER = Pert(low=2, mode=3, high=6)


def queue(count: int = 4, *, crews: int = 1, **more: object) -> Scenario:
    """Write tasks of which only the last retires anything, so that what counts is how early it comes."""
    ids = [f"t{k}" for k in range(count)]
    tasks = [task(id, EITHER) for id in ids[:-1]]
    tasks.append(task(ids[-1], EITHER, retires={"trouble": Retirement(probability=1.0)}))
    return plan(
        [*tasks, task("wait", 6), task("build", 10, "wait", daily=100.0)],
        {"end": ["build"]},
        [risk("trouble", 0.5, exposes=("build",), delay=20)],
        orderings=Orderings(among=tuple(ids), order=tuple(ids), crews=crews, **more),  # type: ignore[arg-type]  # a row's keywords
    )


def choice(scenario: Scenario, method: Method, *criteria: Criterion) -> Choice:
    asked = criteria or (Cost(zone=20.0),)
    question = Question(scenario=scenario, criteria=asked, iterations=1_000, seed=1, confidence=0.8)
    named, _ = named_contenders(scenario)
    return choose_finalists(Player(question), named, method)


def test_all_orders_race_and_the_best_is_left_with_those_that_have_a_name() -> None:
    chosen = choice(queue(), Method.ALL)
    assert chosen.selection.orders == 24
    assert chosen.selection.method == Method.ALL
    assert chosen.finalists[0].name == "in force"
    assert any(one.order[0] == "t3" for one in chosen.finalists)
    assert len(chosen.finalists) <= MOST_FINALISTS


def test_of_orders_that_nothing_tells_apart_one_is_left_for_all() -> None:
    """With a crew for each, an order is no more than what it lets retire: the retiring task is nobody's follower."""
    chosen = choice(queue(crews=4), Method.ALL)
    assert sum(chosen.selection.alike) + len(chosen.finalists) == len(list(permutations(range(4))))


def test_a_search_races_on_iterations_after_those_that_it_searched_on() -> None:
    searched, raced = choice(queue(), Method.SEARCH), choice(queue(), Method.ALL)
    assert searched.selection.method == Method.SEARCH
    assert searched.selection.tried > 0
    assert searched.seen.start == raced.seen.start == SELECTED_FROM
    assert searched.seen.stop > SEARCHED_ON.stop
    assert len(searched.seen) % 256 == 0


def test_named_orders_alone_need_no_iteration() -> None:
    chosen = choice(queue(), Method.NAMED)
    assert (chosen.selection.method, chosen.selection.iterations, len(chosen.seen)) == (Method.NAMED, 0, 0)
    assert chosen.selection.alike == (0,) * len(chosen.finalists)


def test_what_is_not_a_mean_is_raced_by_the_hit_of_the_earliest_date() -> None:
    chosen = choice(queue(), Method.ALL, Promise(milestone="end", zone=0.5), Cost(zone=20.0))
    hit, cost = chosen.selection.raced_by
    assert hit.text == "hit:end"
    assert 16 <= hit.limit < 36
    assert cost == Cost(zone=20.0)
    assert chosen.selection.iterations >= 2 * 24 * 1_024


@pytest.mark.parametrize("method", Method)
def test_what_cannot_be_judged_is_told_and_takes_no_place(method: Method) -> None:
    scenario = plan(
        [
            task("a", EITHER, retires={"later": Retirement(probability=0.5)}),
            task("b", EITHER, retires={"early": Retirement(probability=0.5)}),
            task("x", EITHER, retires={"between": Retirement(probability=0.5)}),
            task("y", EITHER, "a", daily=10.0),
        ],
        {"end": ["y"]},
        [
            risk("early", 0.5, exposes=("x",), delay=4),
            risk("between", 0.5, exposes=("a",), delay=4),
            risk("later", 0.5, exposes=("y",), delay=4),
        ],
        orderings=Orderings(
            among=("a", "b"), order=("b", "a"), compare=(Alternative(name="a first", order=("a", "b")),)
        ),
    )
    chosen = choice(scenario, method)
    assert {one.order for one in chosen.finalists} == {("b", "a")}
    assert [one.order for one in chosen.unjudged] == ([("a", "b")] if method == Method.ALL else [])
