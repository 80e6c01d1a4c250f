"""Timing on a machine that does other things too: contenders take turns, and the best round counts."""

import time
from collections.abc import Callable, Mapping


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
