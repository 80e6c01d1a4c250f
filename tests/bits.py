"""
Bits: what the engine computes, hashed, so that systems can be compared.

Random words are integers. The kernel adds, multiplies, divides, compares and takes square roots, each of which IEEE 754
rounds in one way, and fuses none of them. So a plan whose quantities are constant, uniform, triangular or discrete has
the same bits on every system, and their digest is held by a test.

Quantiles of other families go through tables made with exp, log and the incomplete beta and normal functions, whose
last bits are those of the system's mathematical library and of the release of scipy. Of these plans the figures are
held, to a relative 1e-9; their digests are printed, so that one can see which systems agree to the bit, and promised
for none.

Run `python -m tests.bits` to print both, and `python -m tests.bits --write` to state them anew.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from milepost.models import Scenario, read_scenario
from milepost.models.distributions import Constant, Discrete, Triangular, Uniform
from milepost.models.money import Budget
from milepost.models.orderings import Orderings
from milepost.models.risk import Retirement
from milepost.models.rounds import Rounds
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.run import simulate
from tests.plans import plan, risk, task

ITERATIONS: Final = 2_048
SCENARIOS: Final = sorted((Path(__file__).parents[1] / "scenarios").glob("*.yaml"))
_ARRAYS: Final = (
    *("finish", "cost", "expected_cost", "stop", "stopped_by", "task_start", "task_finish", "task_effect"),
    *("risk_time", "risk_charge", "risk_latent"),
)
HELD: Final = Path(__file__).parent / "cases" / "bits.json"


def exact_plan() -> Scenario:
    """Write a plan with every part of the kernel in it but the tables of smooth families and the copula."""
    return plan(
        [
            task("ask", Triangular(low=8, mode=12, high=25), daily=100.1, retires={"demand": 0.5}),
            task("try", Uniform(low=3, high=12), "ask SS+1", cost=2_000, rounds=Rounds(probability=0.6, at_most=3)),
            task("spike", Discrete(values=(2.5, 5, 9.1), weights=(3, 2, 1)), retires={"heat": Retirement(impact=0.3)}),
            task("build", Triangular(low=30, mode=40, high=80), "spike", "try FF+4", daily=700, reveals=("law",)),
            task("rescue", Uniform(low=5, high=9), "build", cost=8_000, only_if="demand"),
        ],
        {"ready": ["build", "rescue"], "live": ["ready FS+2.2"]},
        [
            risk("demand", 0.45, exposes=("build",), delay=Triangular(low=5, mode=10, high=30), cost=7e3),
            risk("heat", 0.5, exposes=("build",), stretch=Uniform(low=1.1, high=2), cost=Constant(value=1 / 3)),
            risk("law", 0.1, exposes=("build", "rescue"), cost=150, stop=True),
        ],
        budget=Budget(total=120_000, burn=240.4),
        orderings=Orderings(among=("ask", "try", "spike"), crews=2),
    )


def digest(outcome: Outcome) -> str:
    """Hash what came of every iteration, to the last bit."""
    whole = hashlib.sha256()
    for name, values in arrays_of(outcome):
        whole.update(f"{name}:{values.dtype.str}".encode())
        whole.update(np.ascontiguousarray(values + 0.0 if values.dtype.kind == "f" else values).tobytes())
    return whole.hexdigest()


def figures(outcome: Outcome) -> dict[str, list[float]]:
    """Return how many values of each time and of money are finite, and their mean."""
    found = {}
    for name, values in arrays_of(outcome):
        if name.partition(".")[0] in ("finish", "cost", "stop", "risk_time"):
            finite = values[np.isfinite(values)]
            found[name] = [finite.size, float(finite.mean()) if finite.size else 0.0]
    return found


def arrays_of(outcome: Outcome) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield arrays of an outcome with their names."""
    for field in _ARRAYS:
        value = getattr(outcome, field)
        if isinstance(value, np.ndarray):
            yield field, value
        elif isinstance(value, Mapping):
            yield from ((f"{field}.{key}", value[key]) for key in sorted(value))


def state() -> dict[str, Any]:
    """Return what is held of this system's bits: one digest, and the figures of the shipped scenarios."""
    return {
        "exact": digest(simulate(exact_plan(), iterations=ITERATIONS, seed=1)),
        "figures": {
            path.stem: figures(simulate(read_scenario(path), iterations=ITERATIONS, seed=1)) for path in SCENARIOS
        },
    }


def main() -> None:
    """Print the digests, or state anew what is held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="state anew what the tests hold")
    if parser.parse_args().write:
        pairs = re.sub(r"\[\s+(\d+),\s+(\S+)\s+\]", r"[\1, \2]", json.dumps(state(), indent=1))
        HELD.write_text(f"{pairs}\n", encoding="utf-8")
    print(f"exact      {digest(simulate(exact_plan(), iterations=ITERATIONS, seed=1))}")
    for path in SCENARIOS:
        print(f"{path.stem:10} {digest(simulate(read_scenario(path), iterations=ITERATIONS, seed=1))}")


if __name__ == "__main__":
    main()
