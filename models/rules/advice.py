"""Advice: what a planner would want to look at again, though the scenario is valid."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from math import inf
from typing import Final

from milepost.models.baseline import PlannedSpending
from milepost.models.bounds import SLACK
from milepost.models.distributions import falls_from_zero, planned_value
from milepost.models.problem import Remark, cut
from milepost.models.rules.advice_rule import AdviceRule
from milepost.models.rules.alternatives import alternatives_of
from milepost.models.rules.calendar_advice import (
    advise_on_idle_calendars,
    advise_on_idle_start,
    advise_on_regions,
    advise_on_unknown_holidays,
)
from milepost.models.rules.crew_advice import advise_on_idle_crews
from milepost.models.rules.habits import GROWN, HABITS
from milepost.models.rules.milestone_advice import (
    advise_on_due_dates_off_work,
    advise_on_far_due_dates,
    advise_on_hopeless_dates,
    advise_on_late_starts,
    advise_on_loose_milestones,
    advise_on_loose_tasks,
    advise_on_no_due_date,
    advise_on_no_milestone,
    advise_on_past_dates,
)
from milepost.models.rules.order import problems_of
from milepost.models.rules.resource_advice import (
    advise_on_idle_resources,
    advise_on_late_retirements,
    advise_on_moved_tasks,
)
from milepost.models.rules.risk_advice import (
    advise_on_acceptance,
    advise_on_idle_responses,
    advise_on_idle_revelations,
    advise_on_idle_risks,
    advise_on_retired_savings,
    advise_on_retirements,
)
from milepost.models.rules.status_advice import advise_on_risks_at_work, advise_on_sequence, advise_on_unreached
from milepost.models.scenario import Scenario


def advise(scenario: Scenario) -> Iterator[Remark]:
    """Go through all rules but those that the plan asks to ignore; of habits only a plan of some size is asked."""
    asked = RULES if len(scenario.tasks) >= GROWN else [one for one in RULES if one not in HABITS]
    for rule in asked:
        if rule.find is not None and rule.id not in scenario.advice_ignored:
            yield from (replace(remark, rule=rule.id) for remark in rule.find(scenario))


def advise_on_small_budget(scenario: Scenario) -> Iterator[Remark]:
    """Point at a budget that the plan passes even at the most likely durations and without a risk."""
    total = scenario.budget.total
    spent = float(PlannedSpending(scenario.agreed).spent(inf))
    if total is not None and spent > total * (1.0 + SLACK):
        message = (
            f"{total:,.10g} is less than the {spent:,.10g} that the plan spends at its most likely durations, without "
            f"any risk: raise it by {spent - total:,.10g}, or plan to spend less"
        )
        yield Remark(path=("budget", "total"), message=message)


def advise_on_equal_names(scenario: Scenario) -> Iterator[Remark]:
    """Point at names that several tasks, milestones or risks have: tables cannot tell them apart."""
    for kind, parts in (("tasks", scenario.tasks), ("milestones", scenario.milestones), ("risks", scenario.risks)):
        called: defaultdict[str, list[str]] = defaultdict(list)
        for id, part in parts.items():
            called[" ".join(part.name.split())].append(id)
        for name, ids in called.items():
            if len(ids) > 1:
                others = f" and {len(ids) - 2} more" if len(ids) > 2 else ""
                message = f"{ids[0]!r}, {ids[1]!r}{others} are all called {cut(name)!r}, and tables show names alone"
                yield Remark(path=(kind, ids[1], "name"), message=f"{message}: give each a name of its own")


def advise_on_durations_of_no_length(scenario: Scenario) -> Iterator[Remark]:
    """Point at durations that are most likely 0, for which the plan itself takes another value."""
    for id, task in scenario.tasks.items():
        if falls_from_zero(task.duration) and task.only_if is None:
            message = (
                f"of all durations 0 is the likeliest for {id!r}, so the plan's own dates and money take the median, "
                f"{planned_value(task.duration):.3g} working days: to have them take another value, give three points"
            )
            yield Remark(path=("tasks", id, "duration"), message=message)


def advise_on_idle_money(scenario: Scenario) -> Iterator[Remark]:
    """Point at money that never moves."""
    if scenario.budget.burn and not scenario.milestones:
        message = f"{scenario.budget.burn:g} a day is spent until the last milestone, and there is none: add one"
        yield Remark(path=("budget", "burn"), message=message)
    if scenario.tolerance.gap is not None and scenario.budget.total is None:
        message = f"{scenario.tolerance.gap:g} is a share of the budget, and there is none: give budget.total"
        yield Remark(path=("tolerance", "gap"), message=message)
    for id, milestone in scenario.milestones.items():
        if milestone.value is not None and milestone.value.per_day_late and milestone.due is None:
            message = f"{id!r} has no due date, so it is never late: give it one, or take per_day_late out"
            yield Remark(path=("milestones", id, "value", "per_day_late"), message=message)
        if milestone.value is not None and milestone.value.at_most is not None and not milestone.value.per_day_late:
            message = (
                f"nothing is taken off for a day after the due date of {id!r}: give per_day_late, or take at_most out"
            )
            yield Remark(path=("milestones", id, "value", "at_most"), message=message)


def advise_on_alternatives(scenario: Scenario) -> Iterator[Remark]:
    """Point at alternatives that a comparison has to leave out."""
    for path, alternative in alternatives_of(scenario):
        for problem in problems_of(scenario, alternative):
            message = f"{alternative.name!r} is left out of a comparison, since {problem}"
            yield Remark(path=path, message=message, on_key=True)


THOUSANDS: Final = AdviceRule(
    id="thousands",
    reason="A point parts the decimals of a number, and never thousands.",
    cure="Write thousands without a point.",
)
NEW_TASK: Final = AdviceRule(
    id="new-task",
    reason="A task that an overlay adds, that nothing links to and that is called almost as one below may be a slip.",
    cure="Correct the id, or link to it.",
)
IDLE_RULE: Final = AdviceRule(
    id="idle-rule",
    reason="A rule under apply that sets nothing, or leaves tasks out, may not do what it is there for.",
    cure="Take it out, or look for other tasks.",
)

RULES: Final = (
    AdviceRule(
        id="no-milestone",
        reason="A plan is judged by its milestones.",
        cure="Add one with a due date.",
        find=advise_on_no_milestone,
    ),
    AdviceRule(
        id="no-due-date",
        reason="Without a due date nothing can be hit.",
        cure="Give due to at least one milestone.",
        find=advise_on_no_due_date,
    ),
    AdviceRule(
        id="loose-task",
        reason="A task that leads to no milestone changes no answer.",
        cure="Put it into after of what needs it.",
        find=advise_on_loose_tasks,
    ),
    AdviceRule(
        id="loose-milestone",
        reason="A milestone that comes after nothing is reached at once.",
        cure="Add what must come before to its after.",
        find=advise_on_loose_milestones,
    ),
    AdviceRule(
        id="past-date",
        reason="A due date before the start cannot be hit.",
        cure="Give a later date, or start earlier.",
        find=advise_on_past_dates,
    ),
    AdviceRule(
        id="hopeless-date",
        reason="A due date that the plan misses even at its most likely durations was planned backwards.",
        cure="Give a later date, or plan shorter work.",
        find=advise_on_hopeless_dates,
    ),
    AdviceRule(
        id="late-start",
        reason="A latest start holds nothing in a plan that is played forwards, and the plan is later.",
        cure="Plan what the task waits for earlier, or give a later day.",
        find=advise_on_late_starts,
    ),
    AdviceRule(
        id="due-off-work",
        reason="Of a due date on a day off the working day before it counts.",
        cure="Name that day, or the next one.",
        find=advise_on_due_dates_off_work,
    ),
    AdviceRule(
        id="far-date",
        reason="A due date many years behind the plan has a wrong year.",
        cure="Correct the year.",
        find=advise_on_far_due_dates,
    ),
    AdviceRule(
        id="small-budget",
        reason="The plan spends more than the budget even if all goes as planned.",
        cure="Raise the budget, or plan to spend less.",
        find=advise_on_small_budget,
    ),
    AdviceRule(
        id="equal-names",
        reason="Tables show names alone, and cannot tell equal ones apart.",
        cure="Give each a name of its own.",
        find=advise_on_equal_names,
    ),
    AdviceRule(
        id="idle-crew",
        reason="A crew, or a unit of a resource, waits for a task that is not ready while another could begin.",
        cure="Put the other first in the list.",
        find=advise_on_idle_crews,
    ),
    AdviceRule(
        id="idle-resource",
        reason="A resource that no task needs changes no answer.",
        cure="Say under needs which tasks do.",
        find=advise_on_idle_resources,
    ),
    AdviceRule(
        id="moved-task",
        reason="A task that stands in the list before what it waits for is moved behind it.",
        cure="Put it there.",
        find=advise_on_moved_tasks,
    ),
    AdviceRule(
        id="unhelped-task",
        reason="A task retires nothing for one that comes before it by the list in which they take units.",
        cure="Put it first in the list.",
        find=advise_on_late_retirements,
    ),
    AdviceRule(
        id="likeliest-nothing",
        reason="Where 0 is the likeliest duration the plan's own dates take the median.",
        cure="Give three points.",
        find=advise_on_durations_of_no_length,
    ),
    AdviceRule(
        id="idle-start",
        reason="A plan cannot start on a day off.",
        cure="Name the first working day.",
        find=advise_on_idle_start,
    ),
    AdviceRule(
        id="idle-calendar",
        reason="A calendar that no task or milestone has changes no answer.",
        cure="Say under calendar which do.",
        find=advise_on_idle_calendars,
    ),
    AdviceRule(
        id="unknown-holidays",
        reason="Public holidays are not known as far as the plan goes.",
        cure="List them under holidays.",
        find=advise_on_unknown_holidays,
    ),
    AdviceRule(
        id="region",
        reason="Public holidays differ by region, and only those that all have are free.",
        cure="Name yours under region.",
        find=advise_on_regions,
    ),
    AdviceRule(
        id="idle-risk",
        reason="A risk that harms nothing, or never occurs, changes no answer.",
        cure="Say what it exposes, and what it does.",
        find=advise_on_idle_risks,
    ),
    AdviceRule(
        id="acceptable",
        reason="A risk that is acceptable at once, or never becomes so, needs another limit or more that retires it.",
        cure="Accept more or less, or retire more of it.",
        find=advise_on_acceptance,
    ),
    AdviceRule(
        id="idle-response",
        reason="Work that waits for what never occurs never runs.",
        cure="Give the risk a higher probability.",
        find=advise_on_idle_responses,
    ),
    AdviceRule(
        id="idle-revelation",
        reason="Revealing a risk that stops nothing changes nothing.",
        cure="Give it stop: true.",
        find=advise_on_idle_revelations,
    ),
    AdviceRule(
        id="idle-retirement",
        reason="What ends after all that a risk exposes has begun retires nothing.",
        cure="Do it earlier, or let the others wait for it.",
        find=advise_on_retirements,
    ),
    AdviceRule(
        id="retired-saving",
        reason="What retires a risk that only saves time or money takes that away.",
        cure="Take it out of retires.",
        find=advise_on_retired_savings,
    ),
    AdviceRule(
        id="idle-money",
        reason="Money that never moves, or a tolerance of nothing, changes no answer.",
        cure="Add what it is counted by.",
        find=advise_on_idle_money,
    ),
    AdviceRule(
        id="left-out-alternative",
        reason="An alternative that contradicts the plan is left out of a comparison.",
        cure="Mend its order.",
        find=advise_on_alternatives,
    ),
    AdviceRule(
        id="out-of-sequence",
        reason="What has happened before what it comes after makes what follows wait for both.",
        cure="Take the link out if it need not, or let progress override such links.",
        find=advise_on_sequence,
    ),
    AdviceRule(
        id="unreached",
        reason="All before a milestone is done, and nobody says that it is reached.",
        cure="Add reached, or what is missing.",
        find=advise_on_unreached,
    ),
    AdviceRule(
        id="risk-at-work",
        reason="A task that takes long tells that a risk is at work in it.",
        cure="Give the probability that you believe today.",
        find=advise_on_risks_at_work,
    ),
    THOUSANDS,
    NEW_TASK,
    IDLE_RULE,
    *HABITS,
)
"""All rules, in the sequence in which they are asked."""
