"""Habits: advice on how a plan of some size is made, so that it can be steered; its figures are right without it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import Final

from milepost.models.baseline import PlannedSpending
from milepost.models.bounds import SLACK
from milepost.models.distributions import Constant
from milepost.models.milestone import Level, Milestone
from milepost.models.problem import KeyPath, Remark
from milepost.models.rules.advice_rule import AdviceRule
from milepost.models.scenario import Scenario

GROWN: Final = 10
"""Tasks from which on a plan is judged by its habits: a smaller one is a sketch."""
FEWEST_MAJOR: Final = 2
MOST_MAJOR: Final = 5
"""Major milestones that are about three."""
FEWEST_MINOR: Final = 4
MOST_MINOR: Final = 6
"""Minor milestones before a major one that somebody can follow."""
FEWEST_PATHS: Final = 3
"""Paths that meet from which on a milestone belongs there."""
HIGH: Final = 0.3
"""Probability from which on a risk is high [-]."""
SOON: Final = 20
"""How far ahead work needs an owner: four weeks [working days]."""

_NAMED: Final = 3
"""Ids that a piece of advice names; the rest is counted."""
_FEWEST_DATES: Final = 4
"""Due dates that make a beat."""
_OFF_BEAT: Final = 3
"""By how many days an interval may be off a beat and still be on it [calendar days]."""


def advise_on_undated_milestones(scenario: Scenario) -> Iterator[Remark]:
    """Point at milestones without a due date, beside others that have one."""
    if any(one.due is not None for one in scenario.milestones.values()):
        without = [id for id, one in scenario.milestones.items() if one.due is None and one.reached is None]
        yield from _of_milestones(without, "{} no due date, and a milestone without one is a wish: give due")


def advise_on_no_owner(scenario: Scenario) -> Iterator[Remark]:
    """Point at milestones that nobody answers for."""
    without = [one.id for one in _own(scenario) if not one.owner and one.reached is None]
    yield from _of_milestones(without, "{} no owner: name who answers for it")


def advise_on_no_criteria(scenario: Scenario) -> Iterator[Remark]:
    """Point at milestones of which nobody says when they are reached."""
    without = [
        one.id for one in _own(scenario) if not one.deliverables and not one.exit_criteria and one.reached is None
    ]
    yield from _of_milestones(
        without,
        "{} neither deliverables nor exit criteria, so nobody can say whether it is reached: name what must be there",
    )


def advise_on_number_of_majors(scenario: Scenario) -> Iterator[Remark]:
    """Ask for about three major milestones."""
    count = len(_majors(scenario))
    if scenario.milestones and not FEWEST_MAJOR <= count <= MOST_MAJOR:
        message = (
            f"{count} milestone{' is' if count == 1 else 's are'} major, and those who steer decide at about three: "
        )
        cure = "make the lesser ones minor" if count > MOST_MAJOR else "make those major at which they decide"
        yield Remark(path=("milestones",), message=message + cure, on_key=True)


def advise_on_number_of_minors(scenario: Scenario) -> Iterator[Remark]:
    """Ask for some minor milestones before each major one, and not for too many."""
    majors = sorted(_majors(scenario), key=lambda one: scenario.network.planned_times[one.id][1])
    seen: set[str] = set()
    own = {one.id for one in _own(scenario)}
    for one in majors if len(majors) < len(own) else ():
        before = scenario.network.ancestors([one.id]) & own - seen
        seen |= before | {one.id}
        count = sum(scenario.milestones[id].level is Level.MINOR for id in before)
        if not FEWEST_MINOR <= count <= MOST_MINOR:
            message = (
                f"{count} minor milestones lead to {one.id!r}, and four to six show on the way whether it will be hit: "
            )
            cure = "take some together" if count > MOST_MINOR else "add some, or link them to it"
            yield Remark(path=("milestones", one.id), message=message + cure, on_key=True)


def advise_on_too_many_milestones(scenario: Scenario) -> Iterator[Remark]:
    """Point at more milestones than anybody looks at: the major ones with six before each."""
    enough = max(len(_majors(scenario)), 3) * (1 + MOST_MINOR)
    own = _own(scenario)
    if len(own) > enough:
        message = f"{len(own)} milestones, and more than {enough} are not looked at: make tasks of those"
        yield Remark(path=("milestones",), message=f"{message} that nobody decides at", on_key=True)


def advise_on_a_beat(scenario: Scenario) -> Iterator[Remark]:
    """Point at due dates on a regular beat: they come from a calendar and not from the work."""
    due = sorted({one.due for one in scenario.milestones.values() if one.due is not None})
    apart = [(later - earlier).days for earlier, later in pairwise(due)]
    if len(due) >= _FEWEST_DATES and max(apart) - min(apart) <= _OFF_BEAT and min(apart) > _OFF_BEAT:
        message = (
            f"due dates follow each other every {min(apart)} to {max(apart)} days, as if a calendar had set them: put "
            "each where the work that it judges ends"
        )
        yield Remark(path=("milestones",), message=message, on_key=True)


def advise_on_unretired_risks(scenario: Scenario) -> Iterator[Remark]:
    """Point at risks that nothing is done about."""
    retired = {risk for task in scenario.tasks.values() for risk in task.retires}
    answered = {task.only_if for task in scenario.tasks.values()}
    ids = [
        id
        for id, risk in scenario.risks.items()
        if not (id in retired or id in answered or risk.only_saves)
        and risk.probability > 0.0
        and risk.acceptable is None
    ]
    if ids:
        one = len(ids) == 1
        message = (
            f"nothing retires {_named(ids)}: name {'it' if one else 'them'} under retires of a task, or say with "
            "acceptable what is borne"
        )
        yield Remark(path=("risks", ids[0]), message=message, on_key=True)


def advise_on_late_retirement(scenario: Scenario) -> Iterator[Remark]:
    """Point at high risks that are retired only when half of what the plan spends is spent."""
    planned, times = PlannedSpending(scenario.agreed), scenario.agreed.network.planned_times
    whole = float(planned.spent(inf))
    if not whole > 0.0:
        return
    for id, risk in scenario.risks.items():
        ends = [times[task.id][1] for task in scenario.tasks.values() if id in task.retires]
        if not ends or risk.probability < HIGH or risk.only_saves:
            continue
        share = float(planned.spent(min(ends))) / whole
        if share > 0.5:
            message = (
                f"{id!r} has a probability of {risk.probability:g}, and the first task that retires it ends when "
                f"{100 * share:.0f}% of what the plan spends is spent: retire it earlier"
            )
            yield Remark(path=("risks", id), message=message, on_key=True)


def advise_on_undecided_stops(scenario: Scenario) -> Iterator[Remark]:
    """Point at risks that end the project without a decision on record that says so."""
    touched = {id for one in scenario.decisions for id in one.touches}
    ids = [id for id, risk in scenario.risks.items() if risk.stop and risk.probability > 0.0 and id not in touched]
    if ids:
        message = f"{_named(ids)} can end the project, and no decision says that it shall: add one that touches it"
        yield Remark(path=("risks", ids[0]), message=message, on_key=True)


def advise_on_merge_points(scenario: Scenario) -> Iterator[Remark]:
    """Point at tasks at which three paths or more meet, where dates are lost, and no milestone stands."""
    ids = [
        id
        for id, task in scenario.tasks.items()
        if len({link.predecessor for link in task.after if link.predecessor in scenario.tasks}) >= FEWEST_PATHS
    ]
    if ids:
        message = (
            f"three paths or more meet at {_named(ids)}, where the latest counts, and no milestone stands there: put "
            "one in between that shows it"
        )
        yield Remark(path=("tasks", ids[0], "after"), message=message)


def advise_on_half_retirements(scenario: Scenario) -> Iterator[Remark]:
    """Point at retirements that typically end halfway through a task that they should protect."""
    times = scenario.network.planned_times
    for id, task in scenario.tasks.items():
        end = times[id][1]
        halved = (
            (risk, one)
            for risk in task.retires
            for one in scenario.risks[risk].exposes
            if one != id and times[one][0] + SLACK < end < times[one][1] - SLACK
        )
        risk, target = next(halved, ("", ""))
        if risk:
            message = (
                f"{id!r} typically ends halfway through {target!r}, for which it then retires nothing of {risk!r}: let "
                "that wait for it, or do it earlier"
            )
            yield Remark(path=("tasks", id, "retires", risk), message=message, on_key=True)


def advise_on_delays_on_a_chain(scenario: Scenario) -> Iterator[Remark]:
    """Point at delays that count at several tasks, one after the other."""
    chained = {}
    for id, risk in scenario.risks.items():
        if risk.delay != Constant(value=0.0):
            precedes = scenario.network.precedence(risk.exposes)
            pairs = ((one, other) for one in risk.exposes for other in risk.exposes if one != other)
            pair = next((pair for pair in pairs if precedes(*pair)), None)
            if pair is not None:
                chained[id] = pair
    if chained:
        ids = [*chained]
        first, then = chained[ids[0]]
        which = f", of {ids[0]!r}" if len(ids) > 1 else ""
        message = (
            f"the delay of {_named(ids)} counts at several tasks of a chain{which} at {first!r} and again at {then!r}: "
            "expose one of them if the time is lost once"
        )
        yield Remark(path=("risks", ids[0], "exposes"), message=message)


def advise_on_unowned_work(scenario: Scenario) -> Iterator[Remark]:
    """Point at work of the next four weeks that nobody answers for."""
    now = 0.0 if scenario.as_of is None else scenario.days.opening(scenario.as_of)
    times, soon = scenario.network.planned_times, float(scenario.days.worked(now)) + SOON
    ids = [
        id
        for id, task in scenario.ahead.items()
        if not task.owner
        and scenario.days.worked(times[id][0]) < soon
        and times[id][1] > times[id][0]
        and task.only_if is None
    ]
    if ids:
        begins = "begins" if len(ids) == 1 else "begin"
        message = f"{_named(ids)} {begins} within four weeks and {_has(ids)} no owner: name who does it"
        yield Remark(path=("tasks", ids[0]), message=message, on_key=True)


HABITS: Final = (
    AdviceRule(
        id="milestone-date",
        reason="A milestone without a date is a wish.",
        cure="Give the milestone due.",
        find=advise_on_undated_milestones,
    ),
    AdviceRule(
        id="milestone-owner",
        reason="What nobody answers for, nobody brings about.",
        cure="Give the milestone owner.",
        find=advise_on_no_owner,
    ),
    AdviceRule(
        id="milestone-criteria",
        reason="Without deliverables or exit criteria nobody can say whether a milestone is reached.",
        cure="Give it deliverables or exit_criteria.",
        find=advise_on_no_criteria,
    ),
    AdviceRule(
        id="major-count",
        reason="Those who steer a plan decide at about three points.",
        cure="Make two to five milestones major, and the others minor.",
        find=advise_on_number_of_majors,
    ),
    AdviceRule(
        id="minor-count",
        reason="Four to six minor milestones show on the way whether a major one will be hit; more are not looked at.",
        cure="Add some before it, or take some together.",
        find=advise_on_number_of_minors,
    ),
    AdviceRule(
        id="too-many-milestones",
        reason="More milestones than the major ones with six before each are not looked at.",
        cure="Make tasks of those that nobody decides at.",
        find=advise_on_too_many_milestones,
    ),
    AdviceRule(
        id="regular-beat",
        reason="Due dates at equal intervals come from a calendar, not from the work.",
        cure="Put each where the work that it judges ends.",
        find=advise_on_a_beat,
    ),
    AdviceRule(
        id="unretired-risk",
        reason="A risk that nothing is done about stays as it is until it occurs.",
        cure="Name it under retires of a task, or say with acceptable what is borne.",
        find=advise_on_unretired_risks,
    ),
    AdviceRule(
        id="late-retirement",
        reason="A high risk that is retired late is retired with money that is lost if it occurs.",
        cure="Do what retires it earlier.",
        find=advise_on_late_retirement,
    ),
    AdviceRule(
        id="undecided-stop",
        reason="That a risk ends the project is a decision, and should be on record before it occurs.",
        cure="Add to decisions one that touches it.",
        find=advise_on_undecided_stops,
    ),
    AdviceRule(
        id="merge-point",
        reason="Where three paths or more meet the latest counts, so dates slip there that no path shows by itself.",
        cure="Put a milestone where they meet.",
        find=advise_on_merge_points,
    ),
    AdviceRule(
        id="half-retirement",
        reason="What ends halfway through an exposed task does nothing for that task.",
        cure="Let the task wait for it, or do it earlier.",
        find=advise_on_half_retirements,
    ),
    AdviceRule(
        id="delay-on-chain",
        reason="A delay counts at each exposed task at which the risk occurs, so in a chain it adds up.",
        cure="Expose one of them if the time is lost once.",
        find=advise_on_delays_on_a_chain,
    ),
    AdviceRule(
        id="unowned-work",
        reason="Work that begins within four weeks and that nobody answers for does not begin.",
        cure="Give the task owner.",
        find=advise_on_unowned_work,
    ),
)
"""What a plan of ten tasks or more is asked."""


def _majors(scenario: Scenario) -> list[Milestone]:
    return [one for one in scenario.milestones.values() if one.level is Level.MAJOR]


def _own(scenario: Scenario) -> list[Milestone]:
    """Return the milestones that do not just stand for the due date of a task."""
    return [one for one in scenario.milestones.values() if not one.is_of_task]


def _of_milestones(ids: Sequence[str], message: str) -> Iterator[Remark]:
    if ids:
        path: KeyPath = ("milestones", ids[0])
        yield Remark(path=path, message=message.format(f"{_named(ids)} {_has(ids)}"), on_key=True)


def _has(ids: Sequence[str]) -> str:
    return "has" if len(ids) == 1 else "have"


def _named(ids: Sequence[str]) -> str:
    """Name some ids; of many the first, and how many more there are."""
    *most, last = [*map(repr, ids[:_NAMED]), *([f"{len(ids) - _NAMED:,} more"] if len(ids) > _NAMED else [])]
    return f"{', '.join(most)} and {last}" if most else last
