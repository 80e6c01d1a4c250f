"""Outline: which tasks of a Microsoft Project plan are summaries."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from milepost.models.imports.findings import Findings
from milepost.models.imports.markup import Element

DEEPEST: Final = 1_000
"""Levels of an outline beyond which a plan is refused."""


class Outline:
    """
    The tasks of a plan as they lie within one another.

    Parameters
    ----------
    tasks
        All rows, in the order of the file.
    findings
        Where what is wrong is taken down.

    Attributes
    ----------
    above
        By the key of a task, the keys of the summaries that it lies in, from the top; without that of the project.
    within
        By the key of a summary, the keys of the tasks in it that are none.
    """

    def __init__(self, tasks: Iterable[Element], findings: Findings) -> None:
        self.above: dict[str, tuple[str, ...]] = {}
        self.within: defaultdict[str, list[str]] = defaultdict(list)
        chain: list[tuple[int, str]] = []
        rows = [(row, int(row.number("OutlineLevel", 1.0))) for row in tasks]
        next_levels = [*(level for _, level in rows[1:]), 0]
        for (row, level), next_level in zip(rows, next_levels, strict=False):
            key = row.key("UID")
            while chain and chain[-1][0] >= level:
                chain.pop()
            if len(chain) > DEEPEST:
                findings.fail(row.place, f"it lies more than {DEEPEST:,} levels deep: export the plan again")
            self.above[key] = tuple(summary for _, summary in chain)
            if level <= 0:
                self.within[key] = []  # the row of the plan itself, of which nobody makes links
            elif next_level > level:
                chain.append((level, key))
                self.within[key] = []
            else:
                for summary in self.above[key]:
                    self.within[summary].append(key)
