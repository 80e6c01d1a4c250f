"""A plain numpy pass over a scenario, written from the semantics alone, that takes the engine's own uniforms."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from milepost.models.distributions import Distribution
from milepost.models.link import LinkKind
from milepost.models.scenario import Scenario
from milepost.models.task import Task
from milepost.simulate.engine.lookup import quantiles
from milepost.simulate.engine.philox import GROUP, Purpose, draw, entity
from milepost.simulate.engine.tables import build_tables

Reals = NDArray[np.float64]


def play_plainly(scenario: Scenario, iterations: int, seed: int = 0) -> Mapping[str, tuple[Reals, Reals]]:
    """Give start and finish of every task and milestone, float64[iterations] each [working days]."""
    times: dict[str, tuple[Reals, Reals]] = {}
    while len(times) < len(scenario.nodes):
        for id, node in scenario.nodes.items():
            if id in times or any(link.predecessor not in times for link in node.after):
                continue
            floor = scenario.days.begin_offset(node.not_before) if node.not_before else 0
            decided = np.full(iterations, float(floor))
            duration = drawn(node.duration, id, iterations, seed) if isinstance(node, Task) else np.zeros(iterations)
            for link in node.after:
                if link.kind == LinkKind.FINISH_TO_START:
                    decided = np.maximum(decided, times[link.predecessor][1] + link.lag)
                elif link.kind == LinkKind.START_TO_START:
                    decided = np.maximum(decided, times[link.predecessor][0] + link.lag)
            start = decided
            for link in node.after:
                if link.kind == LinkKind.FINISH_TO_FINISH:
                    start = np.maximum(start, times[link.predecessor][1] + link.lag - duration)
                elif link.kind == LinkKind.START_TO_FINISH:
                    start = np.maximum(start, times[link.predecessor][0] + link.lag - duration)
            times[id] = start, start + duration
    return times


def drawn(quantity: Distribution, id: str, iterations: int, seed: int) -> Reals:
    """Give the engine's own draws of a duration."""
    words = np.concatenate(
        [
            words_of(seed, entity("node", id), Purpose.DURATION, 0, group)
            for group in range((iterations + GROUP - 1) // GROUP)
        ]
    )
    return looked_up(quantity, words)[:iterations]


def words_of(seed: int, name: int, purpose: int, turn: int, group: int) -> NDArray[np.uint32]:
    """Give the 256 words of one group."""
    words = np.empty(GROUP, np.uint32)
    draw(np.uint64(seed), np.uint64(name), int(purpose), turn, group, words)
    return words


def looked_up(quantity: Distribution, words: NDArray[np.uint32]) -> Reals:
    """Give the quantiles that the engine's lookup has for these words."""
    out = np.empty(words.size)
    quantiles(words, 0, build_tables([quantity]), np.empty(words.size, np.int64), out)
    return out
