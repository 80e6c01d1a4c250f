"""What a player plays of a contender is the plan that the contender makes."""

from dataclasses import replace

import numpy as np
import pytest

from milepost.models import Scenario
from milepost.models.orderings import Alternative
from milepost.simulate.analysis.orderings.contenders import Contender, named_contenders
from milepost.simulate.analysis.orderings.criterion import Cost, Promise
from milepost.simulate.analysis.orderings.player import Player
from milepost.simulate.analysis.orderings.question import Question
from milepost.simulate.engine.run import simulate
from tests.plans import everything

ITERATIONS = 1_000
ALTERNATIVES = (
    Alternative(name="spike first", order=("spike", "interviews", "partner", "prototype")),
    Alternative(name="without the partner", without=("partner",)),
    Alternative(name="held", hold={"build": ("interviews",)}),
)


def compared(**more: object) -> Scenario:
    scenario = everything()
    assert scenario.orderings is not None
    return replace(scenario, orderings=replace(scenario.orderings, compare=ALTERNATIVES, **more))  # type: ignore[arg-type]  # a row's keywords


def question() -> Question:
    criteria = (Cost(zone=1.0), Promise(milestone="live", zone=0.5))
    return Question(scenario=compared(), criteria=criteria, iterations=ITERATIONS, seed=4, confidence=0.8)


def contender(name: str) -> Contender:
    return next(one for one in named_contenders(compared())[0] if one.name == name)


@pytest.mark.parametrize("name", ["in force", *(one.name for one in ALTERNATIVES)])
def test_a_contender_comes_to_what_a_run_of_its_plan_does(name: str) -> None:
    player, cost = Player(question(), threads=2), Cost(zone=1.0)
    alone = simulate(contender(name).apply(compared()), iterations=512 + ITERATIONS, seed=4, also=["live"])
    [values] = player.values([contender(name)], cost, range(512, 512 + ITERATIONS))
    assert np.array_equal(values, cost.values(compared(), alone)[512:])
    watched = player.watch(contender(name))
    assert np.array_equal(watched.outcome.cost, alone.cost[:ITERATIONS])
    assert watched.outcome.detail == ITERATIONS


def test_estimates_are_means_and_dates_of_the_iterations_asked_for() -> None:
    contenders = [contender(one.name) for one in ALTERNATIVES]
    found = Player(question()).estimates(contenders, question().choice)
    assert question().choice.start == 1_024
    for place, one in enumerate(contenders):
        outcome = simulate(one.apply(compared()), iterations=ITERATIONS, seed=4, first=1_024, also=["live"])
        assert found[0, place] == pytest.approx(outcome.expected_cost.mean())
        date = np.quantile(outcome.finish["live"], 0.8, method="inverted_cdf")
        assert found[1, place] == pytest.approx(date) or (np.isinf(found[1, place]) and np.isinf(date))


def test_orders_share_a_key_only_where_they_fare_the_same() -> None:
    player = Player(question())
    keys = [player.key(contender(name)) for name in ("in force", *(one.name for one in ALTERNATIVES))]
    assert len(set(keys)) == 4
    free = replace(question(), scenario=compared(crews=4))
    in_force = named_contenders(free.scenario)[0][0]
    later = ("partner", *(id for id in in_force.order if id != "partner"))  # retires for what is not in the list
    moved = replace(in_force, order=later, alternative=Alternative(name="partner first", order=later))
    roomy = Player(free)
    assert roomy.key(moved) == roomy.key(in_force)
    [first, second] = roomy.values([moved, in_force], Cost(zone=1.0), range(ITERATIONS))
    assert np.array_equal(first, second)
    sooner = ("spike", *(id for id in in_force.order if id != "spike"))  # retires for the prototype, if not after it
    other = replace(in_force, order=sooner, alternative=Alternative(name="spike first", order=sooner))
    assert roomy.key(other) != roomy.key(in_force)
