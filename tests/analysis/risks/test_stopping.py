import math

import numpy as np

from milepost.models import read_scenario
from milepost.simulate import run
from milepost.simulate.analysis.statistics.proportion import Proportion
from tests.plans import FAULTS, assert_mean, risk
from tests.results import result_of

QUIET = ([math.inf], [1.0])


def test_a_plan_without_stopping_risks_cannot_be_stopped() -> None:
    assert result_of({}, risks=[(risk(), *QUIET)]).stopping is None


def test_stops_are_counted_by_the_risk_that_caused_them_and_the_most_frequent_comes_first() -> None:
    risks = [(risk(id, stop=True), *QUIET) for id in ("a", "b", "c")]
    stop = [5.0] * 40 + [math.inf] * 60
    stopped_by = {
        "a": [True] * 10 + [False] * 90,
        "b": [False] * 100,
        "c": [False] * 10 + [True] * 30 + [False] * 60,
    }
    stopping = result_of({}, risks=risks, cost=[0.0] * 100, stop=stop, stopped_by=stopped_by).stopping
    assert stopping is not None
    assert stopping.probability == Proportion.of(40, 100)
    found = [(id, cause.either, cause.alone, cause.together) for id, cause in stopping.by.items()]
    c, a, none = (Proportion.of(count, 100) for count in (30, 10, 0))
    assert found == [("c", c, c, none), ("a", a, a, none)]


def test_a_stop_at_one_moment_is_shared() -> None:
    """Two risks of one half at one task: each stops a quarter alone, and both together stop another one."""
    result = run(read_scenario(FAULTS / "tiestop.yaml"), iterations=10_000)
    stopping = result.stopping
    assert stopping is not None
    assert_mean(np.isfinite(result.outcome.stop), 0.75)
    both = [result.outcome.stopped_by[id] for id in ("r1", "r2")]
    for one, other in (both, both[::-1]):
        assert_mean(one & ~other, 0.25)
        assert_mean(one & other, 0.25)
    for id, one, other in zip(("r1", "r2"), both, both[::-1], strict=True):
        counts = one.sum(), (one & ~other).sum(), (one & other).sum()
        either, alone, together = (Proportion.of(int(count), 10_000) for count in counts)
        assert (stopping.by[id].either, stopping.by[id].alone) == (either, alone)
        row = result.risks.set_index("risk").loc[id]
        assert (row["stops"], row["stops_alone"], row["stops_together"]) == (either.value, alone.value, together.value)
        assert (row["stops_together_low"], row["stops_together_high"]) == (together.low, together.high)


def test_a_plan_that_could_be_stopped_and_is_not_says_so() -> None:
    stopping = result_of({}, risks=[(risk(stop=True), *QUIET)], cost=[0.0] * 100).stopping
    assert stopping is not None
    assert stopping.probability == Proportion.of(0, 100)
    assert not stopping.by
