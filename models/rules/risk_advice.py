"""Advice on risks: those that change no answer, and work about them that does nothing."""

from collections import defaultdict
from collections.abc import Iterator
from math import prod

from milepost.models.bounds import SLACK
from milepost.models.distributions import Constant
from milepost.models.problem import Remark
from milepost.models.risk import Risk
from milepost.models.scenario import Scenario


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
    times, dated, iso = scenario.network.planned_times, scenario.dating.planned, scenario.days.iso
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
                    f"{id!r} typically ends on {iso(dated[id][1])}, when all that suffers from {risk!r} has begun, "
                    f"{last!r} last on {iso(dated[last][0])}: let that wait for it, or do it earlier"
                )
            else:
                continue
            yield Remark(path=("tasks", id, "retires", risk), message=message, on_key=True)


def advise_on_retired_savings(scenario: Scenario) -> Iterator[Remark]:
    """Point at retirements of what only saves."""
    for id, task in scenario.tasks.items():
        for risk in task.retires:
            if scenario.risks[risk].only_saves:
                message = f"{risk!r} only saves, and {id!r} would take that away: take it out of retires"
                yield Remark(path=("tasks", id, "retires", risk), message=message, on_key=True)


def _is_harmless(risk: Risk) -> bool:
    harmless = risk.delay == Constant(value=0.0) and risk.cost == Constant(value=0.0)
    return harmless and risk.stretch == Constant(value=1.0)
