"""Timing on a machine that does other things too: contenders take turns, and the best round counts."""

import time
from collections.abc import Callable, Mapping


def interleaved(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Time every contender once a round, after one call of each that does not count; seconds, sorted, by name."""
    for play in contenders.values():
        play()
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, play in contenders.items():
            begin = time.perf_counter()
            play()
            seconds[name].append(time.perf_counter() - begin)
    return {name: sorted(times) for name, times in seconds.items()}
