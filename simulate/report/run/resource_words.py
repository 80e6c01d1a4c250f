"""What tasks wait for, and what more units would bring, in the planner's words."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.report.media.interval_words import in_tenths
from milepost.simulate.report.media.json import known
from milepost.simulate.report.media.words import label, one_line, shortened
from milepost.simulate.result import Result

_NAMED: Final = 3
"""Resources that are named: those that tasks wait longest for, or of which a unit brings most."""

_ROOM: Final = 40
"""How long a name is at most [characters]."""


def resource_sentences(result: Result) -> Iterator[str]:
    """Yield how long tasks wait for resources, and what one unit more of each would save, and no limits."""
    waited = [one for one in result.resources.outlooks.values() if one.waiting.value]
    longest = sorted(waited, key=lambda one: -one.waiting.value)[:_NAMED]
    if longest:
        waits = "; ".join(f"{_short(one.name)} ({one.waiting.value:.1f})" for one in longest)
        yield f"Tasks wait longest, in working days of all together on average, for: {waits}."
    last = result.scenario.schedule.last
    if last is None or result.drivers is None:
        return
    units, names = result.drivers.units, result.scenario.resources
    saved = {f"one more of {_short(names[id].name)}": one for id, one in units.resources.items()}
    days = {what: one.milestones[last.id].promise for what, one in saved.items()}
    moving = [item for item in days.items() if _is_known(item[1])]
    told = sorted(moving, key=lambda item: -item[1].value)[:_NAMED]
    if units.without_limits is not None:
        told += [("no limits at all", units.without_limits.milestones[last.id].promise)]
    words = "; ".join(f"{what} ({in_tenths(one)})" for what, one in told if _is_known(one))
    if words:
        yield f"More units would save, in working days of the promise date of {label(last.name)}: {words}."


def resource_document(result: Result) -> dict[str, Any] | None:
    """Return what is said of resources, and the plan without limits beside it; none without resources."""
    if not result.resources.outlooks:
        return None
    free = None if result.drivers is None else result.drivers.units.without_limits
    without: Mapping[str, Any] | None = None
    if free is not None:
        without = {id: known(effect.columns()) for id, effect in free.milestones.items()}
    return {"sentences": list(resource_sentences(result)), "without_limits": without}


def _short(name: str) -> str:
    return shortened(one_line(name), _ROOM)


def _is_known(saved: Estimate) -> bool:
    """Return whether something is known to be saved, or lost."""
    return saved.low > 0.0 or saved.high < 0.0
