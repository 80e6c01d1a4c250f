"""Notices: what of a plan of another program could not be taken as it is, and what was done instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Matter(StrEnum):
    """What a notice is about; those by which dates may be wrong come first."""

    CUT_SHORT = "cut short"
    CALENDAR_UNREADABLE = "calendar unreadable"
    LINK_OUTSIDE = "link outside"
    LINK_OF_SUMMARY = "link of summary"
    LINK_DROPPED = "link dropped"
    LINK_DOUBLE = "link double"
    MANDATORY = "mandatory"
    START_ON = "start on"
    FINISH_ON = "finish on"
    ALAP = "as late as possible"
    EXPECTED_FINISH = "expected finish"
    EXTERNAL_DATE = "external date"
    FACT_AHEAD = "fact ahead"
    STATUS_IN_DAY = "status in a day"
    LOGIC = "logic"
    SUSPENDED = "suspended"
    BY_RESOURCE = "by resource"
    BY_SEVERAL = "by several resources"
    SPLIT = "split"
    LEVELLED = "levelled"
    MANUAL = "manual"
    LEVEL_OF_EFFORT = "level of effort"
    BEHIND = "behind"
    SUMMARY_COST = "summary cost"
    SUMMARY_WORK = "summary work"
    INACTIVE = "inactive"
    DATES_FOR_LINKS = "dates for links"
    DURATION_BY_DATES = "duration by dates"
    PROGRESS_WITHOUT_DATES = "progress without dates"
    RECURRING = "recurring"
    START_BEFORE = "start before"
    FINISH_BEFORE = "finish before"
    DAY_LENGTH = "day length"
    WORK_DRIVEN = "work driven"
    RESOURCES = "resources"
    UNITS_ROUNDED = "units rounded"
    END_ADDED = "end added"
    COLUMNS = "columns"
    NAME_CHANGED = "name changed"


SENTENCES: Final[Mapping[Matter, str]] = {
    Matter.CUT_SHORT: "the file does not end as such files do, and may be cut short: export it again",
    Matter.CALENDAR_UNREADABLE: "worked by a calendar that cannot be read, for which Monday to Friday stands in",
    Matter.LINK_OUTSIDE: "linked to other projects, which is left out",
    Matter.LINK_OF_SUMMARY: "linked by a summary, which is taken for links of all in it",
    Matter.LINK_DROPPED: "linked to what drives nothing, which is left out",
    Matter.LINK_DOUBLE: "linked twice in the same way, of which the longest lag is kept",
    Matter.MANDATORY: "held to a date whatever comes before: the date pushes, and holds nothing back",
    Matter.START_ON: "to start on a date: the date pushes, and holds nothing back",
    Matter.FINISH_ON: "to finish on a date: the date pushes, and holds nothing back",
    Matter.ALAP: "to be as late as possible, and played as soon as possible",
    Matter.EXPECTED_FINISH: "with an expected finish, which is left out: what is left counts",
    Matter.EXTERNAL_DATE: "held by a date from other projects, which is taken for one of its own",
    Matter.FACT_AHEAD: "with facts after the day of the status, which are taken for facts of the day before it",
    Matter.STATUS_IN_DAY: "the status is of a time within a day, and is taken for that of its beginning",
    Matter.LOGIC: "under way, and played by retained logic though the file goes by actual dates",
    Matter.SUSPENDED: "suspended and resumed, as one stretch of work",
    Matter.BY_RESOURCE: "worked by the calendars of their resources, and played by their own",
    Matter.BY_SEVERAL: "worked by the calendars of several resources, and played by all of their hours together",
    Matter.SPLIT: "split, and played as one stretch of work",
    Matter.LEVELLED: "delayed by levelling: their dates push, and hold nothing back",
    Matter.MANUAL: "scheduled by hand: their dates push, and hold nothing back",
    Matter.LEVEL_OF_EFFORT: "levels of effort, which drive nothing and are left out",
    Matter.BEHIND: "behind the day of the status by their dates: what is left of them goes on from there",
    Matter.SUMMARY_COST: "summaries with costs of their own, which are left out",
    Matter.SUMMARY_WORK: "summaries of a work breakdown structure, which drive nothing and are left out",
    Matter.INACTIVE: "inactive, and left out",
    Matter.DATES_FOR_LINKS: "linked to nothing, as no task of the list is: none begins before its date in the list",
    Matter.DURATION_BY_DATES: "without a duration: it is taken from their dates, Monday to Friday",
    Matter.PROGRESS_WITHOUT_DATES: "begun, and played as if not: the list does not say when",
    Matter.RECURRING: "of something that comes back, each of which is a task of its own",
    Matter.START_BEFORE: "to start by a date, which is taken for a latest start, or the due date of a milestone",
    Matter.FINISH_BEFORE: "to finish by a date, which is taken for a due date",
    Matter.DAY_LENGTH: "worked by a calendar that gives no length of a day: that of most of its days is taken",
    Matter.WORK_DRIVEN: "as long as their work takes those who do it, and played as long as the file has them",
    Matter.RESOURCES: "with resources, which hold nothing up until a scenario gives these a capacity under resources",
    Matter.UNITS_ROUNDED: "with parts of resources, rounded up to quarters, of very many units to halves or whole ones",
    Matter.END_ADDED: "no milestone stands at the end of the plan: one is added, after all that nothing waits for",
    Matter.COLUMNS: "some columns are not known, and are kept as fields of the tasks",
    Matter.NAME_CHANGED: "with a slash in the names of their groups, for which a dash stands in",
}
"""What is said of each; where it is about tasks, of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """
    What could not be taken as it is.

    Parameters
    ----------
    matter
        What it is about.
    ids
        Of the tasks that it concerns, in the order of the file; none where it concerns the file.
    example
        What stands at the first of them, or in the file.
    """

    matter: Matter
    ids: tuple[str, ...] = ()
    example: str = ""

    @property
    def sentence(self) -> str:
        """Return it in words, with the number of tasks."""
        said = SENTENCES[self.matter]
        if not self.ids:
            return f"{said}{f' ({self.example})' if self.example else ''}"
        named = ", ".join(self.ids[:3]) + (", ..." if len(self.ids) > 3 else "")
        tasks = "1 task" if len(self.ids) == 1 else f"{len(self.ids):,} tasks"
        return f"{tasks} {said} ({named}{f': {self.example}' if self.example else ''})"
