"""Exposure from its definition, one iteration and one time after the other, in plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass

from milepost.models import Risk, Scenario
from milepost.simulate.engine.outcome import Outcome

SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class PlainExposure:
    """The exposure of some risks in each iteration, at any time."""

    scenario: Scenario
    outcome: Outcome
    risks: Sequence[Risk]

    def at(self, time: float, lane: int, unit: str, *, threats: bool) -> float:
        """Sum p_r(t) g_r(t) harm over the exposed tasks with e_i > t, and p_r(t) g_r(t) E[cost] while there is one."""
        if time >= float(self.outcome.stop[lane]) - SLACK:
            return 0.0
        total = 0.0
        for risk in self.risks:
            probability, impact = self.left(risk, time, lane)
            undecided = [id for id in risk.exposes if float(self.outcome.decided(id)[lane]) > time + SLACK]
            for id in undecided:
                days = self.harm(risk, id)
                amount = days if unit == "days" else days * self.scenario.tasks[id].daily.mean
                total += probability * impact * (max(amount, 0.0) if threats else min(amount, 0.0))
            if unit == "money" and undecided and (risk.cost.mean > 0.0) == threats:
                share = max(self.runs(risk, id) for id in risk.exposes)
                total += probability * impact * share * risk.cost.mean
        return total

    def stop(self, time: float, lane: int) -> float:
        """Return the probability that a risk that is still to be judged stops the project."""
        if time >= float(self.outcome.stop[lane]) - SLACK:
            return 0.0
        safe = 1.0
        for risk in self.risks:
            judging = [id for id, task in self.scenario.tasks.items() if id in risk.exposes or risk.id in task.reveals]
            if risk.stop and any(float(self.outcome.decided(id)[lane]) > time + SLACK for id in judging):
                safe *= 1.0 - self.left(risk, time, lane)[0] * max(self.runs(risk, id) for id in judging)
        return 1.0 - safe

    def left(self, risk: Risk, time: float, lane: int) -> tuple[float, float]:
        """Return p_r(t) and g_r(t): what all that has finished by t, and had its effect, leaves."""
        probability, impact = risk.probability, 1.0
        for id, task in self.scenario.tasks.items():
            effect = self.outcome.task_effect.get(id)
            acts = effect is None or effect[lane] > 0
            if risk.id in task.retires and acts and float(self.outcome.task_finish[id][lane]) <= time + SLACK:
                probability *= 1.0 - task.retires[risk.id].probability
                impact *= 1.0 - task.retires[risk.id].impact
        return probability, impact

    def harm(self, risk: Risk, id: str) -> float:
        """Return E[delay] + E[base] (E[stretch] - 1), at least -E[base], as often as the task runs."""
        task = self.scenario.tasks[id]
        rounds = 1.0
        if task.rounds is not None:
            rounds = sum((1.0 - task.rounds.probability) ** k for k in range(task.rounds.at_most))
        base = task.duration.mean * rounds
        return self.runs(risk, id) * max(risk.delay.mean + base * (risk.stretch.mean - 1.0), -base)

    def runs(self, risk: Risk, id: str) -> float:
        """Return how probably a task runs, as the file gives it."""
        gate = self.scenario.tasks[id].only_if
        return 1.0 if gate is None or gate == risk.id else self.scenario.risks[gate].probability
