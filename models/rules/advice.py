"""Advice: what a planner would want to look at again, though the scenario is valid."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import inf, prod
from typing import Final

from milepost.models.baseline import PlannedSpending
from milepost.models.bounds import SLACK
from milepost.models.distributions import Constant, Distribution, falls_from_zero, planned_value
from milepost.models.problem import Remark, cut
from milepost.models.public_holidays import regional_holidays
from milepost.models.risk import Risk
from milepost.models.rules.advice_rule import AdviceRule
from milepost.models.rules.alternatives import alternatives_of
from milepost.models.rules.crew_advice import advise_on_idle_crews
from milepost.models.rules.habits import GROWN, HABITS
from milepost.models.rules.order import problems_of
from milepost.models.rules.status_advice import advise_on_risks_at_work, advise_on_sequence, advise_on_unreached
from milepost.models.scenario import Scenario
from milepost.models.task import Task

FAR: Final = 10.0
"""Time between a milestone in the plan and its due date beyond which a year must be wrong [years]."""

_REGIONS: Final = 12
"""Regions of a country that advice names."""


def advise(scenario: Scenario) -> Iterator[Remark]:
    """Go through all rules but those that the plan asks to ignore; of habits only a plan of some size is asked."""
    asked = RULES if len(scenario.tasks) >= GROWN else [one for one in RULES if one not in HABITS]
    for rule in asked:
        if rule.find is not None and rule.id not in scenario.advice_ignored:
            yield from (replace(remark, rule=rule.id) for remark in rule.find(scenario))


def advise_on_no_milestone(scenario: Scenario) -> Iterator[Remark]:
    """Ask for a milestone: a plan is judged by them."""
    if not scenario.milestones:
        yield Remark(
            path=(), message="no milestone stands here, so only the tasks' times come out: add one with a due date"
        )


def advise_on_no_due_date(scenario: Scenario) -> Iterator[Remark]:
    """Ask for a due date: without one nothing can be hit."""
    if scenario.milestones and all(milestone.due is None for milestone in scenario.milestones.values()):
        message = "no milestone has a due date, so no probability of a hit comes out: add due to at least one"
        yield Remark(path=("milestones",), message=message, on_key=True)


def advise_on_loose_tasks(scenario: Scenario) -> Iterator[Remark]:
    """Point at tasks that no milestone waits for, and that change neither risks nor money nor who has a crew."""
    if scenario.milestones:
        crewed = set(scenario.orderings.among if scenario.orderings else ())
        costly = [risk for risk in scenario.risks.values() if risk.stop or not _is_nothing(risk.cost)]
        harmed = {id for risk in costly for id in risk.exposes}
        acting = {id for id, task in scenario.tasks.items() if id in crewed or id in harmed or _acts(task)}
        needed = acting | scenario.network.ancestors([*scenario.milestones, *acting])
        for id in scenario.tasks:
            if id not in needed:
                message = f"no milestone waits for {id!r}, so it changes no answer: put it after of what needs it"
                yield Remark(path=("tasks", id), message=message, on_key=True)


def advise_on_loose_milestones(scenario: Scenario) -> Iterator[Remark]:
    """Point at milestones that are reached at once, since they come after nothing."""
    for id, milestone in scenario.milestones.items():
        if not milestone.after and milestone.not_before is None:
            message = f"{id!r} comes after nothing, so it is reached on day 0: add what must come before to its after"
            yield Remark(path=("milestones", id), message=message, on_key=True)


def advise_on_past_dates(scenario: Scenario) -> Iterator[Remark]:
    """Point at due dates before the start, which nothing can hit any more."""
    for id, milestone in scenario.milestones.items():
        if milestone.due is not None and milestone.due < scenario.days.start:
            message = f"{milestone.due} is before the plan starts, on {scenario.days.start}, so {id!r} cannot be hit"
            yield Remark(path=("milestones", id, "due"), message=f"{message}: give a later date, or start earlier")


def advise_on_hopeless_dates(scenario: Scenario) -> Iterator[Remark]:
    """Point at due dates that the plan misses even at the most likely durations."""
    dated = scenario.dating.planned
    for id, milestone in scenario.milestones.items():
        if milestone.due is None or milestone.due < scenario.days.start:
            continue
        finish = dated[id][1]
        if finish > scenario.days.due_offset(milestone.due) + SLACK:
            day = scenario.days.iso(finish) or "never"
            message = f"{milestone.due} is before {day}, when {id!r} is reached at the most likely durations"
            yield Remark(path=("milestones", id, "due"), message=f"{message}: give a later date, or plan shorter work")


def advise_on_due_dates_off_work(scenario: Scenario) -> Iterator[Remark]:
    """Point at due dates on days off: the last working day before them is what counts."""
    for id, milestone in scenario.milestones.items():
        due = milestone.due
        if due is not None and due >= scenario.days.start:
            offset = scenario.days.due_offset(due)
            if offset == scenario.days.due_offset(due - timedelta(days=1)):
                message = f"{due} is a day off, so the last day that counts for {id!r} is {scenario.days.iso(offset)}"
                yield Remark(path=("milestones", id, "due"), message=f"{message}: name that day, or the next one")


def advise_on_far_due_dates(scenario: Scenario) -> Iterator[Remark]:
    """Point at due dates that are so far behind the plan that a year must be wrong."""
    times = scenario.dating.planned
    for id, milestone in scenario.milestones.items():
        reached = scenario.days.iso(times[id][1])
        if milestone.due is not None and reached:
            years = (milestone.due - date.fromisoformat(reached)).days / 365.25
            if years > FAR:
                message = (
                    f"{milestone.due} is {years:.0f} years after {reached}, when {id!r} is reached at the most likely"
                )
                yield Remark(path=("milestones", id, "due"), message=f"{message} durations: correct the year")


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


def advise_on_idle_start(scenario: Scenario) -> Iterator[Remark]:
    """Point at a start on a free day."""
    if scenario.days.start != scenario.start:
        message = f"{scenario.start} is a free day, so the plan starts on {scenario.days.start}: name that day"
        yield Remark(path=("start",), message=message)


def advise_on_unknown_holidays(scenario: Scenario) -> Iterator[Remark]:
    """Point at public holidays that are not known as far as the plan goes."""
    days, country = scenario.days, scenario.calendar.country
    if days.resolved_until is None:
        return
    times = scenario.dating.planned
    latest = days.iso(max((finish for _, finish in times.values() if finish < inf), default=0.0))
    last = max([latest, *(one.due.isoformat() for one in scenario.milestones.values() if one.due is not None)])
    if last > days.resolved_until.isoformat():
        missing = "of later ones some are missing" if days.thins_out else "no later one counts"
        message = (
            f"public holidays of {country} are known until {days.resolved_until}, and the plan goes on until {last}"
        )
        yield Remark(path=("calendar", "country"), message=f"{message}: {missing}, so list them under holidays")


def advise_on_regions(scenario: Scenario) -> Iterator[Remark]:
    """Point at a country without a region where public holidays differ by region: only those count that all have."""
    calendar, year = scenario.calendar, scenario.days.start.year
    if calendar.country is None or calendar.region is not None:
        return
    worked = {
        region: sum(calendar.week[day.weekday()] and day not in scenario.days.holidays for day in days)
        for region, days in regional_holidays(calendar.country, year).items()
    }
    more = {region: count for region, count in worked.items() if count}
    if more:
        least, most = min(more.values()), max(more.values())
        between = f"{most}" if least == most else f"{least} to {most}"
        named = ", ".join([*more][:_REGIONS]) + (", ..." if len(more) > _REGIONS else "")
        message = (
            f"only the public holidays that all of {calendar.country} has are free, and {len(more)} of its "
            f"{len(worked)} regions have more, {between} on working days of {year}: name yours under region ({named})"
        )
        yield Remark(path=("calendar", "country"), message=message)


def advise_on_idle_risks(scenario: Scenario) -> Iterator[Remark]:
    """Point at risks that harm nothing."""
    revealed = {risk for task in scenario.tasks.values() for risk in task.reveals}
    answered = {task.only_if for task in scenario.tasks.values()}
    for id, risk in scenario.risks.items():
        if not risk.exposes and not (risk.stop and id in revealed):
            message = f"{id!r} exposes nothing and stops nothing: name under exposes what suffers when it occurs"
            yield Remark(path=("risks", id), message=message, on_key=True)
        elif risk.probability == 0.0:
            message = f"with a probability of 0 {id!r} never occurs: give a higher one, or take the risk out"
            yield Remark(path=("risks", id, "probability"), message=message)
        elif not risk.stop and id not in answered and _is_harmless(risk):
            message = f"{id!r} has no delay, stretch or cost and does not stop the project: say what it does"
            yield Remark(path=("risks", id), message=message, on_key=True)


def advise_on_acceptance(scenario: Scenario) -> Iterator[Remark]:
    """Point at risks that are acceptable at once, and at those that nothing makes so."""
    for id, risk in scenario.risks.items():
        if risk.acceptable is None or risk.probability == 0.0:
            continue
        left = risk.probability * prod(
            1.0 - task.retires[id].probability for task in scenario.tasks.values() if id in task.retires
        )
        path = ("risks", id, "acceptable")
        if risk.probability <= risk.acceptable + SLACK:
            message = f"{id!r} has a probability of {risk.probability:g}, so it is acceptable from the start"
            yield Remark(path=path, message=f"{message}: accept less, or leave acceptable out")
        elif left > risk.acceptable + SLACK:
            message = f"what retires {id!r} leaves a probability of {left:.3g}, so it never becomes acceptable"
            yield Remark(path=path, message=f"{message}: retire more of it, or accept more")


def advise_on_idle_responses(scenario: Scenario) -> Iterator[Remark]:
    """Point at work that waits for what never occurs."""
    for id, task in scenario.tasks.items():
        risk = scenario.risks.get(task.only_if) if task.only_if else None
        if risk is not None and risk.probability == 0.0:
            message = f"{risk.id!r} has a probability of 0, so {id!r} never runs: give it a higher one"
            yield Remark(path=("tasks", id, "only_if"), message=message)


def advise_on_idle_revelations(scenario: Scenario) -> Iterator[Remark]:
    """Point at risks that are to be revealed though they stop nothing."""
    for id, task in scenario.tasks.items():
        for index, risk in enumerate(task.reveals):
            if not scenario.risks[risk].stop:
                message = f"{risk!r} does not stop the project, so revealing it changes nothing: give it stop: true"
                yield Remark(path=("tasks", id, "reveals", index), message=message)


def advise_on_retirements(scenario: Scenario) -> Iterator[Remark]:
    """Point at retirements that nothing is left for, or that typically end after all they are for has begun."""
    if not any(task.retires for task in scenario.tasks.values()):
        return
    judged: defaultdict[str, list[str]] = defaultdict(list)
    acted_on: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for (target, risk), retiring in scenario.network.retirements.items():
        judged[risk].append(target)
        for id in retiring:
            acted_on[id, risk].append(target)
    times = scenario.network.planned_times
    for id, task in scenario.tasks.items():
        for risk in task.retires:
            targets = acted_on[id, risk]
            last = min(targets, key=lambda target: (-times[target][0], target), default=None)
            if judged[risk] == [id]:
                message = f"only {id!r} suffers from {risk!r}, and it can retire nothing for itself: expose other tasks"
            elif judged[risk] and not targets:
                message = f"all that is exposed to {risk!r} comes before {id!r}, which so retires nothing: do it sooner"
            elif last is not None and times[last][0] < times[id][1] - SLACK:
                message = (
                    f"{id!r} typically ends on day {times[id][1]:g}, when all that suffers from {risk!r} has begun, "
                    f"{last!r} last on day {times[last][0]:g}: let that wait for it, or do it earlier"
                )
            else:
                continue
            yield Remark(path=("tasks", id, "retires", risk), message=message, on_key=True)


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
        reason="A crew waits for a task that is not ready while another could begin.",
        cure="Put the other first in the list.",
        find=advise_on_idle_crews,
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
        cure="Take the link out if it need not.",
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


def _acts(task: Task) -> bool:
    return bool(task.retires or task.reveals or task.cost or task.daily)


def _is_harmless(risk: Risk) -> bool:
    return _is_nothing(risk.delay) and _is_nothing(risk.cost) and risk.stretch == Constant(value=1.0)


def _is_nothing(quantity: Distribution) -> bool:
    return quantity == Constant(value=0.0)
