"""Differing: what two scenario files say differently, by id and field, in their own words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Final

from milepost.models.decision import Decision
from milepost.models.difference import Difference, DifferenceKind
from milepost.models.file.import_review import ImportReview, import_review
from milepost.models.file.plan_text import PlanText
from milepost.models.file.reader import read_with_data
from milepost.models.file.setting import flow
from milepost.models.file.source import Plain
from milepost.models.scenario import Scenario, digest_of, plain, plain_field

_LAST: Final = ("calendars", "milestones", "tasks", "risks", "resources", "correlations", "orderings", "decisions")
"""What is told in this sequence, after what is said of the plan as a whole."""
_BY_ID: Final = ("calendars", "milestones", "tasks", "risks", "resources")
_OF_ORDERINGS: Final = ("among", "crews", "resource", "order")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPair:
    """
    Two plans and what they say differently.

    Parameters
    ----------
    before, after
        The plans.
    differences
        What became of the parts of the first: those of the plan as a whole, then milestones, tasks and risks by id;
        of its decisions those that are gone.
    imported
        What came of the plans of other programs that they are, or lie over.
    """

    before: Scenario
    after: Scenario
    differences: tuple[Difference, ...]
    imported: tuple[ImportReview, ...] = ()

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Return what was settled in the second plan and not in the first, the earliest first."""
        known = {digest_of(one) for one in self.before.decisions}
        new = (one for one in self.after.decisions if digest_of(one) not in known)
        return tuple(sorted(new, key=lambda one: one.date))


def read_pair(before: str | Path | PlanText, after: str | Path | PlanText) -> PlanPair:
    """
    Read two scenario files, or what stood in them, and find what they say differently.

    Two ways to write one thing are no difference, nor is the order of parts in a file.

    Raises
    ------
    ScenarioError
        When one is not a valid scenario.
    """
    was, said, below = read_with_data(before)
    now, says, above = read_with_data(after)
    reviews = import_review(below, was), import_review(above, now)
    found = () if was.digest == now.digest else tuple(_differences(was, now, said, says))
    return PlanPair(before=was, after=now, differences=found, imported=tuple(filter(None, reviews)))


def _differences(
    before: Scenario, after: Scenario, said: Mapping[str, Any], says: Mapping[str, Any]
) -> Iterator[Difference]:
    whole = _names(before) - {*_LAST}
    parts = [name for name in whole if is_dataclass(getattr(before, name) or getattr(after, name))]
    yield from _of_fields((), whole - {*parts}, (before, after), (said, says))
    for name in (field.name for field in fields(before) if field.name in parts):
        pair = getattr(before, name), getattr(after, name)
        yield from _of_fields((name,), _names(pair[0] or pair[1]), pair, (_below(said, name), _below(says, name)))
    ranges = _below(said, "ranges"), _below(says, "ranges")
    for name in _BY_ID:
        written = (
            {id: _with_range(part, ranges[0]) for id, part in _below(said, name).items()},
            {id: _with_range(part, ranges[1]) for id, part in _below(says, name).items()},
        )
        yield from _of_ids((name,), getattr(before, name), getattr(after, name), written)
    yield from _of_correlations(before, after)
    yield from _of_orderings(before, after, (_below(said, "orderings"), _below(says, "orderings")))
    kept = {digest_of(one) for one in after.decisions}
    for one, text in zip(before.decisions, said.get("decisions") or (), strict=True):
        if digest_of(one) not in kept:
            path = ("decisions", one.date.isoformat())
            yield Difference(path=path, kind=DifferenceKind.TAKEN_OUT, before=_text(text), after=None)


def _of_fields(
    path: tuple[str, ...], names: Iterable[str], parts: tuple[Any, Any], written: tuple[Any, Any]
) -> Iterator[Difference]:
    """Yield the fields of a part that differ; one that neither file has hangs on others, which are told."""
    for field in fields(parts[0] or parts[1]):
        was, now = (None if part is None else plain_field(part, field) for part in parts)
        if field.name in names and was != now:
            before, after = (_text(_at(one, field.name)) for one in written)
            if before != after:
                yield Difference(path=(*path, field.name), kind=DifferenceKind.CHANGED, before=before, after=after)


def _of_ids(
    path: tuple[str, ...], before: Mapping[str, Any], after: Mapping[str, Any], written: tuple[Any, Any]
) -> Iterator[Difference]:
    """Yield which parts with an id are new, which differ, field by field, and which are gone."""
    for id, part in after.items():
        if id not in before:
            text = _text(written[1].get(id))
            yield Difference(path=(*path, id), kind=DifferenceKind.NEW, before=None, after=text)
        else:
            parts = before[id], part
            yield from _of_fields((*path, id), _names(part), parts, (written[0].get(id), written[1].get(id)))
    for id in before:
        if id not in after:
            text = _text(written[0].get(id))
            yield Difference(path=(*path, id), kind=DifferenceKind.TAKEN_OUT, before=text, after=None)


def _of_correlations(before: Scenario, after: Scenario) -> Iterator[Difference]:
    """Yield groups that are new, differ in how closely they go together, or are gone; a group is known by its ids."""
    was, now = ({_members(group): f"{group.rho:g}" for group in one.correlations} for one in (before, after))
    for members in dict.fromkeys([*now, *was]):
        if was.get(members) != now.get(members):
            kind = _kind(members in was, members in now)
            yield Difference(path=("correlations", members), kind=kind, before=was.get(members), after=now.get(members))


def _of_orderings(before: Scenario, after: Scenario, written: tuple[Any, Any]) -> Iterator[Difference]:
    parts = before.orderings, after.orderings
    if parts == (None, None):
        return
    yield from _of_fields(("orderings",), _OF_ORDERINGS, parts, written)
    compared = [{one.name: plain(one) for one in part.compare} if part else {} for part in parts]
    texts = [_below(part, "compare") for part in written]
    for name in dict.fromkeys([*compared[1], *compared[0]]):
        if compared[0].get(name) != compared[1].get(name):
            kind = _kind(name in compared[0], name in compared[1])
            said, says = (_text(text.get(name)) for text in texts)
            yield Difference(path=("orderings", "compare", name), kind=kind, before=said, after=says)


def _kind(was: bool, now: bool) -> DifferenceKind:
    if was and now:
        return DifferenceKind.CHANGED
    return DifferenceKind.NEW if now else DifferenceKind.TAKEN_OUT


def _members(group: Any) -> str:
    return ", ".join(sorted(group.tasks or group.risks))


def _names(part: Any) -> set[str]:
    return {field.name for field in fields(part)}


def _below(part: Any, key: str) -> Mapping[str, Any]:
    """Return the mapping below a key; an empty one where nothing stands."""
    return _at(part, key) or {}


def _at(part: Any, key: str) -> Any:
    """Return what stands behind a key; an alternative that is a list alone has none."""
    return part.get(key) if isinstance(part, Mapping) else None


def _with_range(part: Any, ranges: Mapping[str, Any]) -> Any:
    """Return a part whose duration says by what range it is multiplied, since either changes it."""
    if not isinstance(part, Mapping) or not part.get("range"):
        return part
    name = str(part["range"])
    text = f"{_text(part.get('duration'))} with range {name} {_text(ranges.get(name))}"
    return {**{key: value for key, value in part.items() if key != "range"}, "duration": Plain(text)}


def _text(value: Any) -> str | None:
    """Write what stands in a file on one line, as it could stand there; nothing where nothing does."""
    return None if value is None else flow(value)
