"""Stakes: what a risk may do until the tasks that it harms are decided."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import numpy as np

from milepost.models import Risk, Scenario
from milepost.simulate.analysis.risks.falls import Fall, Stake, falls
from milepost.simulate.analysis.risks.harm import Harm, Sign, runs
from milepost.simulate.engine.outcome import Outcome, Times


class Unit(StrEnum):
    """What harm is counted in."""

    DAYS = "days"
    """Working days."""
    MONEY = "money"
    """The scenario's currency."""


Measure = tuple[Sign, Unit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """
    What a risk may do.

    Parameters
    ----------
    whole
        Its probability with nothing done about it [-].
    measures
        What its harm is counted in: the rows of the amounts at stake and of their falls.
    each
        What is at stake, until when.
    """

    whole: float
    measures: tuple[Measure, ...]
    each: tuple[Stake, ...]

    @classmethod
    def of(cls, risk: Risk, scenario: Scenario, outcome: Outcome) -> Self:
        """Return the harm at each exposed task until that is decided, and the charge until all of them are."""
        if risk.probability == 0.0:
            return cls(whole=0.0, measures=(), each=())
        harm = Harm.of(risk, scenario)
        parts = {sign: harm.part(sign) for sign in Sign}
        amounts: list[tuple[Times, dict[Measure, float]]] = []
        for id in risk.exposes:
            days = {(sign, Unit.DAYS): part.days[id] for sign, part in parts.items()}
            money = {(sign, Unit.MONEY): part.daily[id] for sign, part in parts.items()}
            amounts.append((outcome.decided(id), {**days, **money}))
        if harm.cost:
            last = last_decided(risk.exposes, outcome)
            amounts.append((last, {(sign, Unit.MONEY): part.cost for sign, part in parts.items()}))
        measures = tuple(
            measure
            for measure in ((sign, unit) for sign in Sign for unit in Unit)
            if any(some.get(measure) for _, some in amounts)
        )
        stakes = (
            Stake(until=until, amounts=np.array([some.get(measure, 0.0) for measure in measures]))
            for until, some in amounts
            if any(some.values())
        )
        return cls(whole=risk.probability, measures=measures, each=tuple(stakes))

    @classmethod
    def of_stop(cls, risk: Risk, scenario: Scenario, outcome: Outcome) -> Self:
        """Return the stop of the project, at stake until all tasks are decided that are exposed to it or reveal it."""
        judging = judged_at(risk, scenario)
        if not risk.stop or not judging or risk.probability == 0.0:
            return cls(whole=0.0, measures=(), each=())
        share = max(runs(scenario.tasks[id], risk, scenario) for id in judging)
        return cls(
            whole=share * risk.probability,
            measures=(),
            each=(Stake(until=last_decided(judging, outcome), amounts=np.ones(1)),),
        )

    def falls(self, keeping: Mapping[str, float], outcome: Outcome) -> Iterator[Fall]:
        """Yield all by which they fall, given what each task that retires the risk leaves of it [-]."""
        return falls(self.whole, keeping, self.each, outcome)


def judged_at(risk: Risk, scenario: Scenario) -> Sequence[str]:
    """Return the ids of the tasks at which a stopping risk is judged: exposed to it, or revealing it."""
    return [*risk.exposes, *(task.id for task in scenario.tasks.values() if risk.id in task.reveals)]


def last_decided(tasks: Collection[str], outcome: Outcome) -> Times:
    """Return, float64[n], when the last of some tasks is decided [working days from start]."""
    last: Times = np.max([outcome.decided(id) for id in tasks], axis=0)
    return last
