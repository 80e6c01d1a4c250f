"""Said off: a plan that says in its file what is only switched off in a page."""

from collections.abc import Collection, Mapping, Set
from typing import Any, Final

from milepost.models import Scenario
from milepost.models.file.rewriting.scalar_text import said
from milepost.models.variant import left_undone
from milepost.simulate.web.ops.state import Data

_STAYS: Final = ("name", "after", "calendar", "owner", "notes", "group", "codes", "wbs", "fields")
"""What a task that is left undone still has."""


def said_off(data: Data, off: Collection[str], scenario: Scenario) -> Data:
    """
    Return the data of a plan in which some risks never occur and some tasks are left undone.

    A risk gets the probability 0, a task no duration, and nothing that costs or helps. Whoever writes it reads it
    again, and sees whether it says all that was meant.

    Parameters
    ----------
    data
        All that the plan says, what lies below its file too.
    off
        What is switched off: `risks.ID` of risks, `tasks.ID` of tasks, of which those that have begun are passed over.
    scenario
        The plan, as it is read from the data.
    """
    never = {id for id in scenario.risks if f"risks.{id}" in off}
    undone = left_undone(
        scenario, [id for id, one in scenario.tasks.items() if f"tasks.{id}" in off and not one.actual]
    )
    risks = {id: _risk(one, undone, is_never=id in never) for id, one in _of(data, "risks").items()}
    made = {**data, **({"risks": risks} if risks else {})}
    if undone:
        made["tasks"] = {id: _undone(one) if id in undone else one for id, one in _of(data, "tasks").items()}
        if scenario.orderings is not None:
            order = [id for id in scenario.network.ordered if id not in undone]
            made["orderings"] = _ordered(_of(data, "orderings"), order)
    return {key: one for key, one in made.items() if one is not None}


def _risk(part: Any, undone: Set[str], *, is_never: bool) -> Any:
    exposes = part.get("exposes") if isinstance(part, dict) else None
    if isinstance(exposes, list) and not undone.isdisjoint(exposes):
        part = {**part, "exposes": [id for id in exposes if id not in undone]}
    return {**part, "probability": said("0")} if is_never else part


def _undone(part: Any) -> Any:
    stays = {key: one for key, one in part.items() if key in _STAYS}
    return {**stays, "duration": said("0")}


def _ordered(part: Mapping[str, Any], order: list[str]) -> Mapping[str, Any] | None:
    """Put an order of those that are left in force; with none left nothing needs a crew."""
    if not order:
        return None
    among = [id for id in part.get("among") or [] if id in order]
    rest = {key: one for key, one in part.items() if key != "compare"}
    return {**rest, "among": among, "order": [said(id) for id in order]}


def _of(data: Data, key: str) -> Mapping[str, Any]:
    found = data.get(key)
    return found if isinstance(found, dict) else {}
