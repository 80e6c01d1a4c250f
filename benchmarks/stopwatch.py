"""Timing on a machine that does other things too: contenders take turns, and the best round counts."""

import argparse
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Asked(NamedTuple):
    """How much a benchmark is asked to play: iterations of every contender, timed rounds, and tasks of the plans."""

    iterations: int
    rounds: int
    sizes: tuple[int, ...]


def asked(description: str | None, *, iterations: int = 200_000, of: str = "every contender") -> Asked:
    """Read from the command line how much to play; of how many iterations unless it says, and of what, for --help."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--iterations", type=int, default=iterations, help=f"of {of} ({iterations:,})")
    parser.add_argument("--rounds", type=int, default=7, help="how often each contender is timed; the best counts (7)")
    parser.add_argument(
        "--quick", action="store_true", help="only 100 tasks and 10,000 iterations, to see that all works"
    )
    given = parser.parse_args()
    return Asked(10_000, 0, (100,)) if given.quick else Asked(given.iterations, given.rounds, (100, 1000))


def interleaved(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """
    Time every contender once a round, after one call of each; seconds, sorted, by name.

    That call does not count, unless there are no rounds: to see that all works, it is enough.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds + 1):
        for name, play in contenders.items():
            begin = time.perf_counter()
            play()
            seconds[name].append(time.perf_counter() - begin)
    return {name: sorted(times[1:] or times) for name, times in seconds.items()}
