import numpy as np
import pytest

from milepost.models import LinkKind, Orderings, Retirement
from milepost.models.distributions import Pert
from milepost.simulate.analysis.risks.occurrence import decision_times, occurrences
from milepost.simulate.engine.run import simulate
from tests.plans import everything, plan, risk, task


def test_a_risk_first_occurs_where_it_occurs_at_the_earliest_decision() -> None:
    """The engine keeps only the first occurrence of a risk: all that are found must have that as their earliest."""
    scenario = everything()
    outcome = simulate(scenario, iterations=5_000, seed=9)
    found, decided = occurrences(scenario, outcome), decision_times(scenario, outcome)
    some = 0
    for id, first in outcome.risk_time.items():
        times = [np.where(found[key], decided[key[1]], np.inf) for key in found if key[0] == id]
        # Beyond a stop no milestone is reached, and what waits for one has no time.
        known = first < outcome.stop
        assert np.array_equal(np.min(times, axis=0)[known], first[known])
        some += int(np.isfinite(first[known]).sum())
    assert some > 1_000


def test_a_push_by_a_finish_link_does_not_reopen_a_decision() -> None:
    """The work is decided at 0, though it starts at 8 so as not to finish before the other work."""
    scenario = plan([task("long", 10), task("short", 2, "long FF+0")])
    outcome = simulate(scenario, iterations=256)
    assert scenario.tasks["short"].after[0].kind == LinkKind.FINISH_TO_FINISH
    assert set(decision_times(scenario, outcome)["short"]) == {0.0}
    assert set(outcome.task_start["short"]) == {8.0}


def test_a_decision_waits_for_a_crew_that_a_response_gives_back_once_it_is_known_not_to_run() -> None:
    """That is on day 3, though the response itself would have been pushed to day 10; the last task is pushed too."""
    scenario = plan(
        [task("long", 10), task("answer", 4, "long SS+3", "long FF", only_if="never"), task("last", 2, "long FF")],
        risks=[risk("never", 0.0, exposes=("last",))],
        orderings=Orderings(among=("answer", "last"), order=("answer", "last")),
    )
    decided = decision_times(scenario, simulate(scenario, iterations=256))
    assert set(decided["answer"]) == set(decided["last"]) == {3.0}


@pytest.mark.parametrize(("order", "struck"), [(("probe", "spike"), 0.0), (("spike", "probe"), 1.0)])
def test_what_a_later_task_of_the_list_retires_strikes_an_earlier_one(order: tuple[str, ...], struck: float) -> None:
    scenario = plan(
        [task("probe", Pert(low=1, mode=2, high=5), retires={"bug": Retirement(probability=1.0)}), task("spike", 3)],
        risks=[risk("bug", exposes=("spike",), delay=1)],
        orderings=Orderings(among=("probe", "spike"), order=order),
    )
    outcome = simulate(scenario, iterations=512)
    assert occurrences(scenario, outcome)["bug", "spike"].mean() == struck
