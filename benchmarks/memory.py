"""
Peak memory of 1,000,000 iterations of 1,000 tasks with 20 milestones, in a process of its own.

Run `python benchmarks/memory.py`.
"""

import argparse
import resource
import sys

from network import network
from plan import as_scenario

from milepost.simulate import run

_TARGET = 1e9


def main() -> None:
    """Play the plan, make its table of milestones, and print the peak of the memory in use."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--iterations", type=int, default=1_000_000)
    iterations = parser.parse_args().iterations
    result = run(as_scenario(network(1000, n_milestones=20)), iterations=iterations)
    rows = len(result.milestones)
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(f"{iterations:,} iterations of 1,000 tasks with {rows} milestones: {peak / 1e6:,.0f} MB", end=" ")
    print(f"(to reach: less than {_TARGET / 1e6:,.0f} MB)")


if __name__ == "__main__":
    main()
