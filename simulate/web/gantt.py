"""The Gantt chart of a page: when all work and all milestones may fall."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from milepost.models import Milestone, Scenario
from milepost.models.timing import BEGINNING
from milepost.simulate.analysis.schedule.tasks import times_of_task
from milepost.simulate.analysis.statistics.quantile import rank_of
from milepost.simulate.analysis.statistics.sample import SLACK
from milepost.simulate.engine.order_statistics import order_statistics
from milepost.simulate.engine.outcome import KEPT, Outcome
from milepost.simulate.report.media.positions import day_position, positions
from milepost.simulate.result import Result

TASK: Final = "task"
MILESTONE: Final = "milestone"
_EARLY, _MIDDLE, _LATE = 0.10, 0.50, 0.90
_DIGITS: Final = 3
"""Of positions in days: a minute and a half."""

MOST_DETAILS: Final = 2_048
"""Detailed iterations that the chart is of, at the most: it is drawn anew while a finger is on a key."""

Times = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """
    When a task or a milestone may fall, over the detailed iterations in which it comes about.

    Parameters
    ----------
    id, name, kind
        Of the task or milestone.
    places
        P10 and P50 of the start, P50 and P90 of the finish, of a milestone P10, P50 twice and P90 [days of the axis].
    comes
        In which share of the iterations it comes about [-].
    """

    id: str
    name: str
    kind: str
    places: Sequence[float]
    comes: float


def gantt_message(result: Result) -> dict[str, Any]:
    """Return the rows of the chart, each below what it waits for, with places from the start of the plan on [days]."""
    scenario, outcome = result.scenario, with_details(result.outcome, MOST_DETAILS)
    start = day_position(scenario.days.start)
    known = {bar.id: bar for bar in _bars(result, outcome) if not np.isnan(bar.places[1])}
    order = scenario.network.ordered_by(lambda id: known[id].places[1] if id in known else -np.inf)
    rows = [
        {
            "id": bar.id,
            "name": bar.name,
            "kind": bar.kind,
            "p": [round(place - start, _DIGITS) if place == place else None for place in bar.places],
            "comes": bar.comes,
        }
        for bar in (known[id] for id in order if id in known)
    ]
    return {"from": scenario.days.start.isoformat(), "rows": rows, "n": outcome.detail}


def _bars(result: Result, outcome: Outcome) -> Iterator[Bar]:
    """Yield all bars; what happens by the plan's calendar is placed at once, since each placing has its price."""
    scenario = result.scenario
    found = [*_task_times(scenario, outcome), *_milestone_times(result, outcome)]
    places = positions(scenario.days, np.array([times for *_, times in found]).reshape(-1, 4))
    for row, (id, comes, times) in enumerate(found):
        node = scenario.nodes[id]
        place = _placed_fact(scenario, id, times) if id in scenario.facts else places[row].tolist()
        kind = MILESTONE if isinstance(node, Milestone) else TASK
        yield Bar(id=id, name=node.name, kind=kind, places=place, comes=comes)


def _placed_fact(scenario: Scenario, id: str, times: Times) -> list[float]:
    """Place the bar of what has begun: what has happened lies on the day that the file gives."""
    ended = scenario.days_of(id)
    begun = scenario.days_of_start(id) if id in scenario.tasks else ended
    return [*positions(begun, times[:2]).tolist(), *positions(ended, times[2:]).tolist()]


def _task_times(scenario: Scenario, outcome: Outcome) -> Iterator[tuple[str, float, Times]]:
    """Yield of each task that ever runs in what share of the iterations it does, and when it is dated."""
    if not outcome.detail or not scenario.tasks:
        return
    starts, finishes = (np.stack([*rows.values()]) for rows in (outcome.task_start, outcome.task_finish))
    plain = _plain(outcome, starts, finishes)
    begun = _quantiles(starts[plain], outcome.detail, (_EARLY, _MIDDLE)) + BEGINNING
    ended = _quantiles(finishes[plain], outcome.detail, (_MIDDLE, _LATE))
    found = iter(np.concatenate([begun, ended], axis=1))
    for id, is_plain in zip(scenario.tasks, plain, strict=True):
        if is_plain:
            yield id, 1.0, next(found)
        else:
            yield from _times_of(id, outcome)


def _plain(outcome: Outcome, starts: Times, finishes: Times) -> NDArray[np.bool_]:
    """Return which tasks run, take time and are over before any stop, in every iteration, dated by their own times."""
    plain = (finishes > starts).all(axis=1)
    stop = outcome.stop[: outcome.detail]
    if (stop < np.inf).any():
        plain &= ((starts < stop - SLACK) & (finishes <= stop + SLACK)).all(axis=1)
    apart = (outcome.task_payments, outcome.task_begins, outcome.task_redated)
    return plain & np.array([not any(id in one for one in apart) for id in outcome.task_start], dtype=np.bool_)


def _times_of(id: str, outcome: Outcome) -> Iterator[tuple[str, float, Times]]:
    """Yield the same of one task, over the iterations in which it starts, and over those in which it finishes."""
    starts, finishes = times_of_task(id, outcome)
    runs, done = (int(np.count_nonzero(times < np.inf)) for times in (starts, finishes))
    if runs == 0:
        return
    begins, ends = outcome.dated_task(id)
    begins = np.where(starts < np.inf, begins, np.inf) if runs < starts.size else begins
    ends = np.where(finishes < np.inf, ends, np.inf) if done < starts.size else ends
    begun = _quantiles(begins[None], runs, (_EARLY, _MIDDLE))[0]
    ended = _quantiles(ends[None], done, (_EARLY, _MIDDLE, _LATE))[0]
    earliest = np.fmin(begun, ended[:2])  # what takes no time begins when it ends
    yield id, runs / starts.size, np.concatenate([earliest, ended[1:]])


def _milestone_times(result: Result, outcome: Outcome) -> Iterator[tuple[str, float, Times]]:
    """Yield the same of each milestone that is ever reached; those reached equally often are looked into at once."""
    reached = {id: one.reached.value for id, one in result.dates.items() if one.reached.value > 0.0}
    if not reached:
        return
    dated = np.stack([outcome.dated(id)[: outcome.detail] for id in reached])
    came = np.count_nonzero(dated < np.inf, axis=1)
    found = np.empty((len(dated), 3))
    for count in np.unique(came).tolist():
        found[came == count] = _quantiles(dated[came == count], count, (_EARLY, _MIDDLE, _LATE))
    for (id, share), (early, middle, late) in zip(reached.items(), found, strict=True):
        yield id, share, np.array([early, middle, middle, late])


def _quantiles(rows: Times, came: int, shares: Sequence[float]) -> Times:
    """Return quantiles of the `came` times of each row, float64[m, n], that are not infinite; NaN where none is."""
    if came == 0 or not len(rows):
        return np.full((len(rows), len(shares)), np.nan)
    return order_statistics(rows, [rank_of(share, came) for share in shares])


def with_details(outcome: Outcome, most: int) -> Outcome:
    """Return an outcome with the first of its detailed iterations alone."""
    if outcome.detail <= most:
        return outcome
    rows: dict[str, Any] = {
        name: {key: row[..., :most] for key, row in getattr(outcome, name).items()}
        for name, kept in KEPT.items()
        if kept.of.in_detail
    }
    return replace(outcome, detail=most, **rows)
