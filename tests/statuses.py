"""What a planner would have entered on a day of a plan that went as one of its iterations does."""

from dataclasses import replace
from datetime import date

from milepost.models import Scenario
from milepost.models.actual import Actual
from milepost.models.risk import RiskState
from milepost.simulate.engine.outcome import Outcome


def status_of(plan: Scenario, outcome: Outcome, iteration: int, as_of: date) -> Scenario:
    """Enter the dates of what has begun and finished before a day in an iteration, and which risks have occurred."""
    begun = {}
    for id, task in plan.tasks.items():
        start, finish = outcome.task_start[id][iteration], outcome.task_finish[id][iteration]
        first, last = (plan.days.date_of(float(times[iteration])) for times in outcome.dated_task(id))
        if finish > start and first is not None and last is not None and first < as_of:
            begun[id] = replace(task, actual=Actual(start=first, finish=last if last < as_of else None))
    occurred = {risk for (risk, id), struck in outcome.struck.items() if id in begun and struck[iteration]}
    risks = {id: replace(plan.risks[id], state=RiskState.OCCURRED) for id in occurred}
    return replace(plan, as_of=as_of, tasks={**plan.tasks, **begun}, risks={**plan.risks, **risks})
