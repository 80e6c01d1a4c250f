"""Lookups: the same to the last bit however the lanes are grouped, and never outside their arrays."""

import os
import subprocess
import sys

import numpy as np
import pytest

from milepost.models.distributions import Constant, Distribution, Empirical, Pert, Triangular, Uniform
from milepost.simulate.engine.lookup import quantiles
from milepost.simulate.engine.tables import build_tables

QUANTITIES: list[Distribution] = [
    Pert(low=1, mode=2, high=5),
    Triangular(low=1, mode=2, high=5),
    Uniform(low=1, high=2),
    Empirical(observations=(3, 8, 5, 5, 9)),
    Constant(value=3),
]
TABLES = build_tables(QUANTITIES)
EXTREMES = [0, 1, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1]
WORDS = np.append(np.random.default_rng(2).integers(0, 2**32, 1018, dtype=np.uint32), np.array(EXTREMES, np.uint32))


@pytest.mark.parametrize("which", range(len(QUANTITIES)))
@pytest.mark.parametrize("lanes", [1, 3, 4, 7, 256, 257])  # whole vectors, remainders, and both
def test_results_do_not_depend_on_how_many_lanes_a_call_has(which: int, lanes: int) -> None:
    together, apart = np.empty(WORDS.size), np.empty(WORDS.size)
    cell = np.empty(WORDS.size, np.int64)
    quantiles(WORDS, which, TABLES, cell, together)
    for begin in range(0, WORDS.size, lanes):
        part = slice(begin, begin + lanes)
        quantiles(WORDS[part], which, TABLES, cell[part], apart[part])
    assert (together == apart).all()


@pytest.mark.slow
def test_no_lookup_reads_or_writes_outside_its_arrays() -> None:
    """Numba checks every index when it is told to; a process of its own, as it is told at import."""
    script = """
import numpy as np
from milepost.models.distributions import Discrete, Empirical, Pert, Triangular, Uniform
from milepost.simulate.engine.lookup import quantiles
from milepost.simulate.engine.tables import CELLS, build_tables

words = np.array([0, 1, 2, 2**31 - 1, 2**31, 2**32 - 3, 2**32 - 2, 2**32 - 1], np.uint32)
cell, out = np.empty(words.size, np.int64), np.empty(words.size)
tables = build_tables([Pert(low=1, mode=2, high=5), Triangular(low=1, mode=2, high=5), Uniform(low=1, high=2),
                       Empirical(observations=(3, 8, 5)), Discrete(values=(1, 2), weights=(1, 3))])
quantiles(words, 0, tables, cell, out)
assert 0 <= cell.min() and cell.max() + 4 <= tables.cubic.size
quantiles(words[:3], 0, tables, cell[:3], out[:3])
for which in range(1, 5):
    quantiles(words, which, tables, cell, out)
"""
    checked = {**os.environ, "NUMBA_BOUNDSCHECK": "1"}
    done = subprocess.run([sys.executable, "-c", script], env=checked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
