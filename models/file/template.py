"""Templates: the text of a plan to start from, made the text of a plan of one's own."""

import re
from datetime import date, timedelta
from typing import Final

from milepost.models.calendar import WorkingDays
from milepost.models.file.plan_text import PlanText
from milepost.models.file.reader import read_scenario
from milepost.models.file.scalar import as_yaml, date_of

_HEADER: Final = re.compile(r"# yaml-language-server: \$schema=\S+\n((?:#\n)*)")
_NAME: Final = re.compile(r"^name: .*$", re.MULTILINE)
_DATE: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_FIXED: Final = re.compile(r"\s*(?:holidays|days):")
"""A line whose dates do not move with the start."""


def made_own(text: str, *, name: str, start: date, schema: str) -> str:
    """
    Return the text of a scenario with another name, start and schema.

    All its dates but those of calendars move with the start, which is moved by whole weeks: each stays as many working
    days of the plan away from it as it was, so that the plan is as likely to be kept as before.

    Parameters
    ----------
    text
        The scenario; it has a name, and the holidays and days of a calendar each stand on a line.
    name
        What the plan is called.
    start
        The earliest day on which it may begin; it does on the same day of the week as before.
    schema
        Where editors find the schema, as seen from the file; empty where there is none.

    Raises
    ------
    ValueError
        When a date would be one that no plan needs.
    """
    scenario = read_scenario(PlanText(file="template", text=text))
    begins = scenario.start + timedelta(days=-(-(start - scenario.start).days // 7) * 7)
    days, moved = (WorkingDays(scenario.calendar, day) for day in (scenario.start, begins))

    def another(found: re.Match[str]) -> str:
        day = date_of(found[0])
        then = begins if day <= scenario.start else moved.date_of(float(days.due_offset(day)))
        if then is None:
            raise ValueError(f"{start} is too late to start on")
        return date_of(then.isoformat()).isoformat()

    lines = (line if _FIXED.match(line) else _DATE.sub(another, line) for line in text.split("\n"))
    header = f"# yaml-language-server: $schema={schema}\n"
    text = _HEADER.sub(lambda found: header + found[1] if schema else "", "\n".join(lines), count=1)
    return _NAME.sub(lambda _: f"name: {as_yaml(name)}", text, count=1)
