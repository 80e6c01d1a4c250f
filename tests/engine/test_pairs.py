"""How values of two plans lie apart is what comparing them one by one says."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from milepost.simulate.engine.pairs import apart

TIMES = st.sampled_from([0.0, 1.0, 2.5, 1e9, math.inf]) | st.floats(0.0, 1e6)


@given(pairs=st.lists(st.tuples(TIMES, TIMES), max_size=60))
def test_values_lie_apart_as_one_after_the_other_does(pairs: list[tuple[float, float]]) -> None:
    before, after = (np.array([pair[k] for pair in pairs], np.float64) for k in (0, 1))
    larger = [0.0 if one == other else other - one for one, other in pairs]
    count = sum(one != other for one, other in pairs)
    assert apart(before, after) == (count, min(larger, default=math.inf), max(larger, default=-math.inf))


def test_values_may_be_read_only_and_steps_apart() -> None:
    before, after = np.zeros(8)[::2], np.arange(4.0)
    after.flags.writeable = False
    assert apart(before, after) == (3, 0.0, 3.0)
