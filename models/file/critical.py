"""Critical: which tasks are, before rules say anything that hangs on it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from milepost.models.file.document import Document
from milepost.models.file.reading import Reading
from milepost.models.file.shared import APPLY, Shared
from milepost.models.file.where import asks_for_critical
from milepost.models.rules.order import check_list_against_links
from milepost.models.rules.scenario import SHAPE_RULES
from milepost.models.scenario import Scenario


def critical_tasks(data: dict[str, Any], said: Mapping[str, bool]) -> frozenset[str] | None:
    """
    Return the ids of the tasks without total float in the plan itself, at the most likely of their own durations.

    What rules say does not count, or they could never agree; only a task without a duration has that of a rule for
    which it does not matter what is critical. Nor does it count what has happened.

    Parameters
    ----------
    data
        Plain data of a scenario with its rules.
    said
        By id, whether the plan of another program says itself that a task is, which counts for more.

    Returns
    -------
    None where nobody asks, and where the plan has problems by which it is not known; those are told elsewhere.
    """
    rules = data.get(APPLY)
    rules = [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []
    others = [rule for rule in rules if not asks_for_critical(rule)]
    if len(others) == len(rules):
        return None
    tasks = data.get("tasks")
    if isinstance(tasks, dict) and tasks.keys() <= said.keys():
        return frozenset(id for id in tasks if said[id])
    durations = [{key: rule.get(key) for key in ("where", "ids", "duration")} for rule in others]
    plan = _plan({**Shared({**data, APPLY: durations}).data, APPLY: None})
    if plan is None:
        return None
    floats = plan.schedule.total_float
    return frozenset(id for id in plan.tasks if said.get(id, floats[id] <= 0.0))


def _plan(data: dict[str, Any]) -> Scenario | None:
    """Make of plain data a plan that has floats, in which nobody asks what must be known; none where that fails."""
    try:
        scenario, wrong = Document.model_validate(data, context=Reading.of(data)).scenario("")
    except ValidationError:
        return None
    scenario = replace(scenario, tasks={id: replace(task, retires={}) for id, task in scenario.tasks.items()})
    wrong += [remark for rule in SHAPE_RULES for remark in rule(scenario)]
    return None if wrong or any(check_list_against_links(scenario)) else scenario
