"""
Plans of other programs, as large as is asked for: the same plan in each of three formats, and as a scenario.

Run `python -m tests.foreign_plans 4000 FOLDER`.
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from milepost.models.file.layers import Layers
from milepost.models.file.plan_text import PlanText
from tests import mspdi_files, pmxml_files, xer_files
from tests.mspdi_files import element

_START: Final = date(2026, 1, 5)
_WORDS: Final = {"FS": "Finish to Start", "SS": "Start to Start", "FF": "Finish to Finish"}
_NUMBERS: Final = {"FF": 0, "FS": 1, "SS": 3}
_PACKAGE: Final = 20
"""Tasks of a package of work."""
_FREE: Final = 60
"""Dates off."""
_UNREAD: Final = {f"Unread{number}": "0" for number in range(45)}
"""What such files say of every task beside what is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """
    One task.

    Parameters
    ----------
    number
        From 1 on, which is its id.
    hours
        How long it takes.
    after
        By the number of a task before it, the kind of link and the lag [hours].
    """

    number: int
    hours: int
    after: Mapping[int, tuple[str, int]]


def write(count: int, folder: Path, *, seed: int = 1) -> tuple[Path, ...]:
    """
    Write the plan in each format.

    Parameters
    ----------
    count
        How many tasks it has.
    folder
        Where the files go.
    seed
        For what is drawn.

    Returns
    -------
    tuple of Path
        The export of Primavera P6, its plan in XML, that of Microsoft Project, and the scenario.
    """
    plan = _plan(count, np.random.default_rng(seed))
    files = {"plan.xer": _xer(plan), "plan.p6.xml": _pmxml(plan), "plan.msp.xml": _mspdi(plan)}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    scenario = folder / "plan.yaml"
    scenario.write_text(PlanText.of("plan.xer", Layers(folder / "plan.xer").data, "plan").text, encoding="utf-8")
    return *(folder / name for name in files), scenario


def _plan(count: int, rng: np.random.Generator) -> list[_Work]:
    return [
        _Work(
            number=number,
            hours=8 * int(rng.integers(1, 20)),
            after={
                max(1, number - int(back)): (
                    str(rng.choice(["FS", "FS", "FS", "SS", "FF"])),
                    8 * int(rng.integers(0, 3)),
                )
                for back in rng.integers(1, 30, int(rng.integers(1, 4)))
                if number > 1
            },
        )
        for number in range(1, count + 1)
    ]


def _free_days() -> list[date]:
    return [_START + timedelta(days=11 * number) for number in range(_FREE)]


def _xer(plan: list[_Work]) -> bytes:
    free = "".join(xer_files.exception((day - date(1899, 12, 30)).days) for day in _free_days())
    hours = xer_files.calendar(exceptions=free)
    packages = range(1 + len(plan) // _PACKAGE)
    wbs = {"wbs_id": "10", "proj_id": "1", "proj_node_flag": "Y", "wbs_short_name": "SITE", "wbs_name": "The site"}
    names = [{"wbs_short_name": f"P{number}", "wbs_name": f"Package {number}"} for number in packages]
    below = [{"wbs_id": f"w{at}", "proj_id": "1", "parent_wbs_id": "10", **name} for at, name in enumerate(names)]
    return xer_files.xer(
        {
            **xer_files.project(),
            "CALENDAR": [{"clndr_id": "5", "clndr_name": "Five days", "day_hr_cnt": 8, "clndr_data": hours}],
            "PROJWBS": [wbs, *below],
            "TASK": [
                {**xer_files.task(str(one.number), one.hours), "wbs_id": f"w{one.number // _PACKAGE}", **_UNREAD}
                for one in plan
            ],
            "TASKPRED": [
                {**xer_files.link(str(before), str(one.number), f"PR_{kind}", lag), "taskpred_id": "1", "comments": ""}
                for one in plan
                for before, (kind, lag) in one.after.items()
            ],
        }
    )


def _pmxml(plan: list[_Work]) -> bytes:
    hours = pmxml_files.calendar(*(pmxml_files.exception(str(day)) for day in _free_days()))
    wbs = [
        element("WBS", ObjectId=f"w{number}", Code=f"P{number}", Name=f"Package {number}")
        for number in range(1 + len(plan) // _PACKAGE)
    ]
    work = [
        pmxml_files.activity(str(one.number), one.hours, WBSObjectId=f"w{one.number // _PACKAGE}", **_UNREAD)
        for one in plan
    ]
    links = [
        pmxml_files.link(str(before), str(one.number), _WORDS[kind], lag)
        for one in plan
        for before, (kind, lag) in one.after.items()
    ]
    return pmxml_files.pmxml(hours, pmxml_files.project(*wbs, *work, *links))


def _mspdi(plan: list[_Work]) -> bytes:
    free = element("Exceptions", *(mspdi_files.exception(str(day), str(day)) for day in _free_days()))
    week = mspdi_files.calendar("1", free)
    tasks = []
    for one in plan:
        if one.number % _PACKAGE == 1 or one.number == 1:
            tasks.append(mspdi_files.task(len(plan) + one.number, level=1))
        links = [mspdi_files.link(before, _NUMBERS[kind], 600 * lag) for before, (kind, lag) in one.after.items()]
        worked = [element("TimephasedData", Type=1, UID=1, Unit=2, Value="PT8H0M0S") for _ in range(4)]
        tasks.append(mspdi_files.task(one.number, one.hours, *links, *worked, level=2, **_UNREAD))
    return mspdi_files.mspdi(*tasks, calendars=[week])


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("count", type=int)
    asked.add_argument("folder", type=Path)
    given = asked.parse_args()
    write(given.count, given.folder)
