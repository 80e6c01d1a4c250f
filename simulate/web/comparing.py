"""Comparing: states of a plan side by side, on the same random numbers, each against the first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from milepost.models import Alternative, Scenario
from milepost.simulate.analysis.comparison.change import Change, Figure
from milepost.simulate.analysis.comparison.comparison import hit_change, mean_cost_change, promise_change
from milepost.simulate.analysis.comparison.played import Played
from milepost.simulate.analysis.orderings.compare import compare_orders
from milepost.simulate.analysis.orderings.error import CannotCompareError
from milepost.simulate.analysis.variants import Progress
from milepost.simulate.report.comparison.words import change_words
from milepost.simulate.report.media.words import counted, currency_words, label, percent
from milepost.simulate.report.orderings.verdict import verdict
from milepost.simulate.result import Result
from milepost.simulate.web.figures import change_parts, ends, promise_parts

_ERROR: Final = 0.05
"""How often any of the differences of one figure may lie outside its interval [-]."""
_FEWEST: Final = 1_000
"""Iterations with which orders can be compared."""


def compared_message(states: Mapping[str, Result], *, progress: Progress, threads: int | None = None) -> dict[str, Any]:
    """
    Return the states side by side.

    All differences of one figure hold together: with more states each has a wider interval.

    Parameters
    ----------
    states
        What came of them by their names, on the same iterations; the others are held against the first.
    progress
        Told how far orders have been played, where the states are orders of one plan.
    threads
        How many to play these with.
    """
    results = [*states.values()]
    level = 1.0 - _ERROR / max(1, len(results) - 1)
    pairs = [(results[0].played_times, one.played_times) for one in results[1:]]
    ids = [*dict.fromkeys(id for result in results for id in result.milestone)]
    changes = {id: [_changes(id, *pair, level) for pair in pairs] for id in ids}
    costs = [mean_cost_change(*pair, level=level) for pair in pairs]
    return {
        "names": [*states],
        "n": results[0].outcome.iterations,
        "rows": [
            {
                "id": id,
                "name": next(result.milestone[id].milestone.name for result in results if id in result.milestone),
                "cells": [
                    _cell(id, result, changes[id][k - 1] if k else (None, None)) for k, result in enumerate(results)
                ],
            }
            for id in ids
        ],
        "cost": [
            {"mean": ends(result.money.cost.mean), **change_parts("mean", costs[k - 1] if k else None)}
            for k, result in enumerate(results)
        ],
        "sentences": [*_sentences(states, changes, costs, progress, threads)],
    }


def _changes(id: str, before: Played, after: Played, level: float) -> tuple[Change | None, Change | None]:
    """Return how much more probably a milestone of both is hit, and how much later its promise date is."""
    if id not in before.scenario.milestones or id not in after.scenario.milestones:
        return None, None
    return hit_change(id, before, after, level=level), promise_change(id, before, after, level=level)


def _cell(id: str, result: Result, changes: tuple[Change | None, Change | None]) -> dict[str, Any] | None:
    if id not in result.milestone:
        return None
    one = result.milestone[id]
    return {
        "due": None if one.due is None else one.due.isoformat(),
        "hit": None if one.hit is None else ends(one.hit),
        **change_parts("hit", changes[0]),
        "promise": promise_parts(one.promise),
        **change_parts("promise", changes[1]),
    }


def _sentences(
    states: Mapping[str, Result],
    changes: Mapping[str, Sequence[tuple[Change | None, Change | None]]],
    costs: Sequence[Change | None],
    progress: Progress,
    threads: int | None,
) -> Iterator[str]:
    """Yield a sentence for each state beside the first, how well that is known, and which order to take."""
    first, *others = states
    headline = [one.milestone for one in states[first].headline]
    for k, name in enumerate(others):
        said = []
        for one in headline:
            hit, promise = changes[one.id][k]
            words = [
                f"hit {change_words(Figure.HIT, hit)} points" if hit and hit.is_clear else "",
                _promise_words(promise, states[name].confidence),
            ]
            if any(words):
                said.append(f"{label(one.name)}: {', '.join(filter(None, words))}")
        cost = costs[k]
        if cost is not None and cost.is_clear:
            unit = currency_words(states[name].scenario.currency)
            said.append(f"cost on average: {change_words(Figure.COST_MEAN, cost)} {unit}".rstrip())
        beside = f"{label(name)} beside {label(first)}"
        yield f"{beside}: {'; '.join(said)}." if said else f"{beside}: nothing that counts is known to differ."
    if len(others) > 1:
        n = states[first].outcome.iterations
        yield (
            f"Differences are on the same {counted(n, 'case')}; all {len(others)} of one figure hold together with 95% "
            "probability."
        )
    yield from _orders(states, progress, threads)


def _promise_words(change: Change | None, confidence: float) -> str:
    """Return by how much a date moves; nothing where that does not count."""
    if change is None or not change.is_clear:
        return ""
    words = change_words(Figure.PROMISE, change)
    is_turn = abs(change.difference.value) == float("inf")
    return f"{percent(confidence)} date {words}{'' if is_turn else ' working days'}"


def _orders(states: Mapping[str, Result], progress: Progress, threads: int | None) -> Iterator[str]:
    """Yield which order to take, as `milepost order` does, where the states differ by nothing else."""
    plans = {name: result.scenario for name, result in states.items()}
    first, *others = plans.values()
    if first.orderings is None or not others or any(_but_order(one) != _but_order(first) for one in others):
        return
    one = next(iter(states.values()))
    try:
        alternatives = tuple(
            Alternative(name=name, order=plan.network.ordered) for name, plan in zip([*plans][1:], others, strict=True)
        )
        asked = replace(first, orderings=replace(first.orderings, compare=alternatives))
        orders = compare_orders(
            asked,
            iterations=max(_FEWEST, one.outcome.iterations),
            seed=one.outcome.seed,
            threads=threads,
            confidence=one.confidence,
            progress=progress,
        )
    except CannotCompareError:
        return
    yield from verdict(orders)


def _but_order(scenario: Scenario) -> str:
    """Return a digest of a plan without the order that is in force in it."""
    orderings = scenario.orderings
    rest = None if orderings is None else replace(orderings, order=None, compare=())
    return replace(scenario.unnamed, orderings=rest, written=None).digest
