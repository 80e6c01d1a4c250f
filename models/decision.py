"""Decision: what was settled about a plan, and why."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """
    What was settled about a plan; it is remembered, and changes no figure.

    Parameters
    ----------
    date
        When, before the plan starts, while it is carried out or after it.
    what, why
        For people.
    touches
        Ids of the tasks, milestones and risks that it is about.
    """

    date: datetime.date
    what: str
    why: str = ""
    touches: tuple[str, ...] = ()
