import numpy as np
import pytest
from hypothesis import given

from milepost.models import Orderings, Retirement, Scenario
from milepost.models.distributions import Pert
from milepost.simulate.analysis.risks.occurrence import occurrences
from milepost.simulate.engine.run import simulate
from tests.oracle import play_plainly
from tests.plans import plan, risk, task
from tests.strategies import scenarios


@given(scenario=scenarios())
def test_a_risk_occurs_where_it_does_in_a_plain_pass_on_the_same_uniforms(scenario: Scenario) -> None:
    found = occurrences(scenario, simulate(scenario, iterations=300, seed=5))
    plain = play_plainly(scenario, 300, seed=5).occurred
    assert found.keys() == plain.keys()
    for key, occurs in found.items():
        np.testing.assert_array_equal(occurs, plain[key])


@pytest.mark.parametrize(("order", "struck"), [(("probe", "spike"), 0.0), (("spike", "probe"), 1.0)])
def test_what_a_later_task_of_the_list_retires_strikes_an_earlier_one(order: tuple[str, ...], struck: float) -> None:
    scenario = plan(
        [task("probe", Pert(low=1, mode=2, high=5), retires={"bug": Retirement(probability=1.0)}), task("spike", 3)],
        risks=[risk("bug", exposes=("spike",), delay=1)],
        orderings=Orderings(among=("probe", "spike"), order=order),
    )
    outcome = simulate(scenario, iterations=512)
    assert occurrences(scenario, outcome)["bug", "spike"].mean() == struck
