"""Critical tasks: how often each drives the last major milestone, by which a page shades bars of its Gantt chart."""

from typing import Any

import numpy as np

from milepost.simulate.analysis.schedule.walk import walk_from
from milepost.simulate.result import Result
from milepost.simulate.web.gantt import MOST_DETAILS, with_details


def critical_message(result: Result) -> dict[str, Any]:
    """
    Return, by id of the tasks, in which share of the iterations each drives the last of the milestones told first.

    Of these it is the last in the plan that is ever reached; where none is, nothing is told of the tasks.
    """
    scenario, outcome = result.scenario, with_details(result.outcome, MOST_DETAILS)
    times = scenario.network.planned_times
    reached = [one.id for one in scenario.headline if np.isfinite(outcome.finish[one.id][: outcome.detail]).any()]
    last = max(reversed(reached), key=lambda id: times[id][1], default=None)
    if last is None:
        return {"last": None, "shares": {}}
    walk = walk_from(last, scenario, outcome)
    count = np.count_nonzero(walk.reached[last])
    driven = {id: np.count_nonzero(bits[walk.reached[last]] & 1) for id, bits in walk.critical.items()}
    return {"last": last, "shares": {id: float(driven.get(id, 0) / count) for id in scenario.tasks}}
