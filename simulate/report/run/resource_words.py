"""What tasks wait for, and what more units would bring, in the planner's words."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from milepost.models.units import CREWS
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
    units = result.drivers.units
    more = [(_one_more(id, result), one.milestones[last.id].promise) for id, one in units.resources.items()]
    more.sort(key=lambda item: -abs(item[1].value))
    free = [] if units.without_limits is None else [units.without_limits.milestones[last.id].promise]
    for what, sign in (("save", 1.0), ("cost", -1.0)):
        told = [(name, one.times(sign)) for name, one in more if _is_more(one.times(sign))][:_NAMED]
        told += [("no limits at all", one.times(sign)) for one in free if _is_more(one.times(sign))]
        if told:
            words = "; ".join(f"{name} ({in_tenths(one)})" for name, one in told)
            yield f"More units would {what}, in working days of the promise date of {label(last.name)}: {words}."
    if units.left_out:
        yield (
            f"One unit more was played of the {len(more)} resources of which a unit has most work, of "
            f"{len(more) + units.left_out:,} that can be short."
        )


def resource_document(result: Result) -> dict[str, Any] | None:
    """Return what is said of resources, and the plan without limits beside it; none without resources."""
    units = None if result.drivers is None else result.drivers.units
    if not result.resources.outlooks and (units is None or not units.resources):
        return None
    free = None if units is None else units.without_limits
    without: Mapping[str, Any] | None = None
    if free is not None:
        without = {id: known(effect.columns()) for id, effect in free.milestones.items()}
    return {"sentences": list(resource_sentences(result)), "without_limits": without}


def _one_more(id: str, result: Result) -> str:
    if id == CREWS:
        orderings = result.scenario.orderings
        return "a second crew" if orderings is None or orderings.crews == 1 else "one crew more"
    return f"one more of {_short(result.scenario.resources[id].name)}"


def _short(name: str) -> str:
    return shortened(one_line(name), _ROOM)


def _is_more(saved: Estimate) -> bool:
    """Return whether it is known to be above 0."""
    return saved.low > 0.0
