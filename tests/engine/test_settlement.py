"""What tasks cost is settled as early as can be, and nothing but speed shows it."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given

from milepost.models.distributions import Constant, Shifted
from milepost.models.milestone import Milestone
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.simulate.engine import builder
from milepost.simulate.engine.run import simulate
from tests.plans import plan, risk, task
from tests.strategies import scenarios


def settled_last(nodes: Sequence[Task | Milestone], stopping: Sequence[int]) -> dict[str, int]:
    """Settle all when every stop is known."""
    return {node.id: len(nodes) - 1 for node in nodes}


def costs(scenario: Scenario) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    outcome = simulate(scenario, iterations=300)
    return np.array([outcome.cost, outcome.expected_cost])


@given(scenario=scenarios())
def test_when_costs_are_settled_does_not_show(scenario: Scenario) -> None:
    early = costs(scenario)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(builder, "settlements", settled_last)
        late = costs(scenario)
    assert (early == late).all()


def test_what_takes_no_time_costs_nothing_where_what_follows_it_at_once_stops_the_project() -> None:
    """The saving leaves the probe no time, so that it stops the project as the purchase would begin."""
    tasks = [task("wait", 3), task("purchase", 0, "wait", cost=100), task("probe", 1, "purchase")]
    risks = [risk("fatal", exposes=("probe",), stop=True, delay=Shifted(of=Constant(value=0.0), by=1))]
    assert (costs(plan(tasks, risks=risks)) == 0).all()


@pytest.mark.parametrize("stop", [False, True])
def test_a_chain_needs_no_more_rows_the_longer_it_is(stop: bool) -> None:
    """In a chain every stop comes after all that was paid before."""

    def rows(length: int) -> int:
        ids = [f"t{number}" for number in range(length)]
        tasks = [task(id, 2, *ids[max(0, k - 1) : k], cost=5, daily=1) for k, id in enumerate(ids)]
        return builder.build_program(plan(tasks, risks=[risk("fatal", 0.1, exposes=tuple(ids), stop=stop)])).rows

    assert rows(40) == rows(20)
