"""Questions: states of a plan of which a page wants to know what comes of them."""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, replace

from milepost.models import Problem, Scenario, forecast, without_risks, without_tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    One state of the document.

    Parameters
    ----------
    rev
        Its number.
    read
        Reads it, in the thread that answers; raises ScenarioError where it is no valid plan.
    advise
        Returns what a planner would want to look at again; none where nobody asks.
    off
        What is switched off: `risks.ID` of risks that never occur, `tasks.ID` of tasks that are left undone.
    tab
        Who asks; none for all tabs.
    draft
        Whether it is half typed, or under a finger that drags.
    key
        Something that is the same for the same state, of which then what is known is used again; none of a state that
        is asked about once.
    """

    rev: int
    read: Callable[[], Scenario]
    advise: Callable[[], Sequence[Problem]] | None = None
    off: frozenset[str] = frozenset()
    tab: str | None = None
    draft: bool = False
    key: Hashable = None

    def scenario(self) -> Scenario:
        """Return what is to be played."""
        return switched_off(self.read(), self.off)


def switched_off(scenario: Scenario, off: Collection[str]) -> Scenario:
    """
    Return what lies ahead of a plan in which some risks never occur and some tasks are left undone.

    What the plan does not have, and tasks that have begun, are passed over.
    """
    if not off:
        return scenario
    ahead = forecast(scenario)
    risks = [id for id in ahead.risks if f"risks.{id}" in off]
    undone = [id for id, task in ahead.tasks.items() if f"tasks.{id}" in off and task.actual is None]
    if risks:
        ahead = without_risks(ahead, risks)
    return without_tasks(ahead, undone) if undone else ahead


def named(scenario: Scenario, off: Collection[str]) -> Scenario:
    """Return the plan under a name that says what is switched off in it, so that nobody takes it for the plan."""
    return replace(scenario, name=f"{scenario.name} (without {', '.join(sorted(off))})") if off else scenario
