"""Starting overlay: what to lay over a plan of another program to begin with, as text with comments."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from milepost.models.calendar import EARLIEST, LATEST
from milepost.models.file.comment import comment, listed, on_a_line, waiting
from milepost.models.file.document import PLAN, PROJECT
from milepost.models.file.imported import Imported
from milepost.models.file.imported_resources import busiest
from milepost.models.file.inventory import Group, Inventory
from milepost.models.file.plan_ids import ids_in
from milepost.models.file.refreshed import written_ids
from milepost.models.file.scalar import as_yaml
from milepost.models.file.writer import text_of
from milepost.models.imports import Sort
from milepost.models.link import ID
from milepost.models.milestone import Level
from milepost.models.problem import cut

_HANDFUL: Final = 8
"""Milestones that are major where the plan has more."""
_MINUTE: Final = timedelta(minutes=1)
"""By which what ends at midnight ends on the day before."""
_NAMED: Final = 8
"""Values of a code that are named where it has more."""
_NOT_OF_ID: Final = re.compile("[^A-Za-z0-9]+")
_GROUP: Final = re.compile(r"[^\W\d_][\w/.-]*(?: [\w/.-]+)*")
"""A path that can be looked for as it is, without quotes."""
_RANGES: Final = """\
ranges:
  routine: [0.9, 1.0, 1.3]
  rough: [0.8, 1.1, 2.0]
"""
_TOLERANCE: Final = """\
tolerance:
  hit: 0.8
"""
_RISK: Final = """\
risks:
  late_permit:
    name: The permit is late
    category: dependency
    probability: 0.3
    exposes: [{}]
    delay: [5, 10, 40]
"""


def starting_overlay(imported: Imported, *, plan: str, name: str, schema: str, project: str = "") -> str:
    """
    Write a scenario that lies over a plan of another program, and can be run as it is.

    Parameters
    ----------
    imported
        The plan.
    plan
        Where its file is, as seen from the scenario.
    name
        What it is called, where the file does not say.
    schema
        Where editors find the schema, as seen from the scenario; empty where there is none.
    project
        Name of the project that is meant, where the file holds several.
    """
    found = Inventory.of(imported)
    names = {"name": imported.data.get("name") or name, PLAN: plan, PROJECT: project}
    parts = (
        _head(imported, found, schema),
        text_of({key: part for key, part in names.items() if part}),
        _told(imported),
        _status(imported, found),
        _money(imported, found),
        _groups(found.groups),
        _codes(found.codes),
        _fields(found),
        _calendars(found.calendars),
        _resources(imported),
        _uncertainty(found),
        _milestones(imported),
        comment("With a lower probability of being hit by its due date a milestone is an exception:") + _TOLERANCE,
        _risks(imported),
        comment("The ids that the file has now, packed, so that it can be told which it has lost or got since:")
        + written_ids(ids_in(imported.data)),
    )
    return "\n".join(part for part in parts if part)


def whole_plan(imported: Imported, *, name: str, schema: str) -> str:
    """
    Write a plan of another program as one scenario.

    Parameters
    ----------
    imported
        The plan.
    name
        What it is called, where the file does not say.
    schema
        Where editors find the schema, as seen from the scenario; empty where there is none.
    """
    head = _schema_line(schema) + comment(
        f"All that was read of {imported.file}, {imported.kind}, which is needed no more: what is changed there does "
        "not come here. Times are in working days of the calendar of each task."
    )
    parts = (head, _told(imported), text_of({"name": name, **imported.data}))
    return "\n".join(part for part in parts if part)


def _told(imported: Imported) -> str:
    """Return as comments what of a file could not be taken as it is, worst first; empty where all could."""
    if not imported.notices:
        return ""
    said = "".join(comment(f"- {notice.sentence}", "  ") for notice in imported.notices)
    return comment("What could not be taken from the file as it is:") + said


def _schema_line(schema: str) -> str:
    return f"# yaml-language-server: $schema={schema}\n" if schema else ""


def _head(imported: Imported, found: Inventory, schema: str) -> str:
    return _schema_line(schema) + comment(
        f"This lies over {imported.kind}: {_many(found.tasks, 'task')}, {_many(found.milestones, 'milestone')}, "
        f"{_many(found.links, 'link')}. That file stays as it is, and is read again on every run: save the next export "
        "under the same name. "
        "What stands here counts more than what stands there. Lines that begin with # say something, or wait to be "
        "put to use."
    )


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _status(imported: Imported, found: Inventory) -> str:
    as_of = imported.data.get("as_of")
    if as_of is None:
        return ""
    return comment(
        f"The status is that of the file: at the beginning of {as_of}, {found.finished:,} of {found.tasks:,} tasks are "
        f"finished and {found.under_way:,} under way. Of each export, milepost run --record keeps the figures, and "
        "milepost trend shows from them how dates have moved; milepost run --calibrated multiplies durations ahead by "
        "what finished tasks have taken beside their estimates."
    )


def _money(imported: Imported, found: Inventory) -> str:
    currency = str(imported.data.get("currency") or "")
    spent = f", of which {found.spent:,.0f} is spent" if found.spent else ""
    costs = f"The costs in the file come to {found.cost:,.0f} {currency}".rstrip() + spent
    said = f"{costs if found.cost else 'The file has no costs'}. What may be spent in all, and what a working day of a "
    total = f"{found.cost:.0f}" if found.cost >= 1 else "900000"
    lines = [*([] if currency else ["currency: EUR"]), f"budget: {{total: {total}, burn: 2400}}"]
    return comment(f"{said}standing team costs beside the tasks, are said so:") + waiting("\n".join(lines))


def _groups(groups: Iterable[Group]) -> str:
    lines = [f"{one.tasks:6,}  {one.path}{f'  (WBS {one.wbs})' if one.wbs else ''}" for one in groups]
    return comment("Groups, with the tasks in each:") + listed(lines) if lines else ""


def _codes(codes: Mapping[str, Mapping[str, int]]) -> str:
    lines = []
    for code, values in codes.items():
        named = [f"{value} {count:,}" for value, count in values.items()]
        more = [f"and {len(named) - _NAMED:,} more"] if len(named) > _NAMED else []
        lines.append(f"{code}: {', '.join([*named[:_NAMED], *more])}")
    return comment("Codes, with the tasks that have each value:") + listed(lines) if lines else ""


def _fields(found: Inventory) -> str:
    lines = [f"{name}: {one.tasks:,} of {found.tasks:,}, as {cut(one.example)!r}" for name, one in found.fields.items()]
    return comment("Fields of the user, with the tasks in which they are filled:") + listed(lines) if lines else ""


def _calendars(calendars: Mapping[str, int]) -> str:
    lines = [f"{count:6,}  {name}" for name, count in calendars.items()]
    said = "Calendars beside that of the plan, with the tasks and milestones that are worked by each:"
    return comment(said) + listed(lines) if lines else ""


def _uncertainty(found: Inventory) -> str:
    """Return a range for all, and how to have others for some."""
    if not found.certain:
        return ""
    factors = comment(
        "How long tasks may take, as factors of the durations in the file: least, most likely and most. They are "
        "examples, and come from no data: put in what finished work has taken beside its estimates, or what those say "
        "who do the work."
    )
    rules = comment("Of the rules the first counts that finds a task: what is for some stands above what is for all.")
    together = comment(
        "Drawn each by itself, the durations of many tasks even out, and the plan looks surer than it is: tasks that "
        "go well or badly together are correlated."
    )
    some = waiting(f"  - {{where: {_some(found)}, range: rough}}")
    every = f"  - where: all\n    range: routine\n{waiting('    correlated: {rho: 0.3}')}"
    return f"{factors}{_RANGES}\n{rules}{together}apply:\n{some}{every}"


def _some(found: Inventory) -> str:
    """Return a condition that finds some tasks."""
    groups = [one for one in found.groups if one.tasks < found.tasks and _GROUP.fullmatch(one.path)]
    return f"{{group: {max(groups, key=lambda one: one.tasks).path}}}" if groups else "{critical: true}"


def _milestones(imported: Imported) -> str:
    """Return a handful of milestones with their dates, and the others as comments."""
    every = imported.data.get("milestones") or {}
    days = _days(imported)
    by_date = sorted(every, key=lambda id: (days.get(id, date.max), [*every].index(id)))
    ahead = [id for id in by_date if not every[id].get("reached")]
    major = [id for id in ahead if every[id].get("level") != Level.MINOR.value]
    shown = ahead if len(ahead) <= _HANDFUL else major[-_HANDFUL:]
    said = comment(
        "The milestones that are major, with their dates in the file; others are minor unless they stand here. A due "
        "date that is put to use is what the milestone is judged by, whatever later exports say."
    )
    promised = any("due" in every[id] for id in shown)
    ends = "" if promised or not shown or days.get(shown[-1], date.min) <= imported.plan.start.date() else shown[-1]
    lines = [_milestone(id, every[id], days.get(id), dated=id == ends) for id in shown]
    lines += [f"  {as_yaml(id)}: {{level: minor}}  # {_name(id, every[id])}\n" for id in major if id not in shown]
    rest = [id for id in ahead if id not in shown and id not in major]
    waits = listed(f"{as_yaml(id)}: {{level: major}}  # {_name(id, every[id], days.get(id))}" for id in rest)
    return f"{said}milestones:\n{''.join(lines)}{waits}" if lines else ""


def _milestone(id: str, data: Mapping[str, object], day: date | None, *, dated: bool) -> str:
    """Return a milestone; the date that it has in the file is its due date only where it is to be dated."""
    due = f"    # due in the file by {data['due']}\n" if "due" in data else ""
    if day and not due:
        due = f"    {'' if dated else '# '}due: {day}\n"
    return f"  {as_yaml(id)}:  # {_name(id, data, day)}\n    level: major\n{due}"


def _name(id: str, data: Mapping[str, object], day: date | None = None) -> str:
    name = on_a_line(cut(str(data.get("name") or id)))
    return f"{name}, {day}" if day else name


def _days(imported: Imported) -> dict[str, date]:
    """Return on which day the file has each milestone, of those of which it says that; it ends with its last task."""
    activities = imported.plan.activities
    ends = [one.stored.finish for one in activities if one.stored.finish]
    added = (imported.data.get("milestones") or {}).keys() - {one.id for one in activities} if ends else ()
    days = {id: (max(ends) - _MINUTE).date() for id in added}
    for one in activities:
        moment = one.stored.finish or one.stored.start
        if moment and one.sort.is_milestone:
            at_end = one.sort is not Sort.START_MILESTONE
            days[one.id] = (moment - _MINUTE).date() if at_end else moment.date()
    return {id: day for id, day in days.items() if EARLIEST <= day <= LATEST}


def _resources(imported: Imported) -> str:
    """Return as comments the busiest resources, which hold nothing up until it is said how many there are."""
    named = {_NOT_OF_ID.sub("_", pair[0].name).strip("_"): pair for pair in busiest(imported.plan)}
    lines = [
        f"  {id}: {{capacity: {max(1, round(one.units))}}}  # {on_a_line(one.name)}, for {_many(tasks, 'task')}\n"
        for id, (one, tasks) in [*named.items()][:_HANDFUL]
        if re.fullmatch(ID, id)
    ]
    if not lines:
        return ""
    said = (
        "Resources hold nothing up until it is said how many there are; then work waits for them as it is dated there:"
    )
    return comment(said) + waiting(f"resources:\n{''.join(lines)}levelling: {{order: planned}}\n")


def _risks(imported: Imported) -> str:
    """Return a risk that waits to be put to use, at the longest task ahead."""
    ahead = [one for one in imported.plan.activities if not (one.sort.is_milestone or one.actual.start)]
    if not ahead:
        return ""
    longest = max(ahead, key=lambda one: one.remaining)
    said = "What may happen: its probability, the tasks that it harms and how long it holds them up in working days:"
    return comment(said) + waiting(_RISK.format(as_yaml(longest.id)))
