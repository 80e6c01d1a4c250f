"""Ordering: the order of a kept state as one that the plan compares with its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from milepost.models.file.rewriting.matching import same
from milepost.simulate.web.document.document import Document
from milepost.simulate.web.ops.op import Op
from milepost.simulate.web.ops.reading import read_ops
from milepost.simulate.web.ops.state import State
from milepost.simulate.web.saving.error import SavingError


def ordering_of(document: Document, name: str, state: State) -> Sequence[Op]:
    """
    Return the changes by which the order of a state is compared with the one in force.

    Raises
    ------
    SavingError
        When the state has no order of its own.
    """
    orderings = _orderings(document.file.merged(state.data))
    order = orderings.get("order")
    if not isinstance(order, list):
        raise SavingError(f"{name!r} has no order of its own: put its tasks in another sequence first")
    without = _without(orderings, state)
    entry: Any = {"order": order, "without": without} if without else order
    return read_ops([["set", ["orderings", "compare", name], entry]])


def is_order_alone(document: Document, state: State) -> bool:
    """Return whether a state differs from the present one in its order, and what it leaves undone of it, alone."""
    orderings = _orderings(document.file.merged(state.data))
    said = {f"tasks.{id}" for id in _without(orderings, state)}
    rest, now = (_but_order(document.file.merged(one.data)) for one in (state, document.state))
    return state.off <= said | document.state.off and same(rest, now)


def _without(orderings: Mapping[str, Any], state: State) -> list[str]:
    among = orderings.get("among") or []
    undone = [one.removeprefix("tasks.") for one in sorted(state.off) if one.startswith("tasks.")]
    return [one for one in undone if one in among]


def _but_order(data: Mapping[str, Any]) -> dict[str, Any]:
    orderings = {key: one for key, one in _orderings(data).items() if key not in ("order", "compare")}
    return {**data, "orderings": orderings}


def _orderings(data: Any) -> Any:
    found = data.get("orderings")
    return found if isinstance(found, dict) else {}
