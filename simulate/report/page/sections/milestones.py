"""Every milestone of a plan that has more of them than a first look has room for: to be searched, a group each."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.report.media.interval_words import date_or_never
from milepost.simulate.report.media.words import counted, label, percent, short_date
from milepost.simulate.report.page.charts.table import Cell, Table
from milepost.simulate.report.page.exceptions import Status, statuses
from milepost.simulate.report.page.section import Group, Section
from milepost.simulate.result import Result

FEW: Final = 10
"""Milestones that need no list beside the first screen."""


def every_milestone(result: Result) -> Section | None:
    """Return a list of all milestones, by owner, or where none is named by the year they are due in."""
    if len(result.milestone) <= FEW:
        return None
    owners = {one.milestone.owner for one in result.milestone.values()}
    judged = statuses(result)
    groups: defaultdict[str, list[MilestoneOutlook]] = defaultdict(list)
    for one in result.milestone.values():
        groups[_owner(one) if len(owners) > 1 else _year(one)].append(one)
    return Section(
        id="milestones",
        heading="All milestones",
        parts=[
            Group(
                heading=f"{name}: {counted(len(found), 'milestone')}",
                parts=[_table(result, found, judged)],
                is_folded=True,
            )
            for name, found in sorted(groups.items())
        ],
        search="Search milestones",
    )


def _owner(one: MilestoneOutlook) -> str:
    return label(one.milestone.owner) or "no owner"


def _year(one: MilestoneOutlook) -> str:
    if one.due is not None:
        return f"due in {one.due.year}"
    return "no due date" if one.p50.date is None else f"no due date, likely in {one.p50.date.year}"


def _table(result: Result, found: list[MilestoneOutlook], judged: Mapping[str, Status]) -> Table:
    return Table.of(
        ["Milestone", "Level", "Due", "Hit", "P50", f"{percent(result.confidence)} by", "Status"],
        (
            [
                label(one.milestone.name),
                str(one.milestone.level),
                Cell(text=short_date(one.due), value=one.due.toordinal()) if one.due else Cell(text="-"),
                Cell(text=str(one.hit), value=one.hit.value) if one.hit else Cell(text="-"),
                Cell(text=date_or_never(one.p50.date, one.p50.value), value=one.p50.value),
                Cell(text=date_or_never(one.promise.date, one.promise.value), value=one.promise.value),
                str(judged[one.milestone.id]),
            ]
            for one in found
        ),
    )
