"""Outline: which rows of a list of tasks are summaries of others."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from milepost.models.file.sheets.columns import TASKS
from milepost.models.file.sheets.entry import truth_of, words_of
from milepost.models.file.sheets.headings import OUTLINE, SUMMARY
from milepost.models.file.sheets.rows import Rows

DEEPEST: Final = 100
"""Levels beyond which rows count as of that one."""

_NAME: Final = next(one for one in TASKS.columns if one.heading == "name")
_WBS: Final = next(one for one in TASKS.columns if one.heading == "wbs")
_CODE: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*\.?")


class Outline:
    """
    The rows of a list as they lie within one another.

    Parameters
    ----------
    rows
        All of them, in the order of the list.
    by_code
        Whether their codes in a breakdown of work tell it, where nothing else does.

    Attributes
    ----------
    above
        By row, the rows of the summaries that it lies in, from the top.
    within
        By the row of a summary, the rows in it that are none.
    """

    def __init__(self, rows: Rows, *, by_code: bool) -> None:
        self.above: list[tuple[int, ...]] = []
        self.within: dict[int, list[int]] = {}
        levels = [min(level, DEEPEST) for level in _levels(rows, by_code=by_code)]
        chain: list[tuple[int, int]] = []
        for at, level in enumerate(levels):
            while chain and chain[-1][0] >= level:
                chain.pop()
            self.above.append(tuple(summary for _, summary in chain))
            flag = truth_of(rows.rows[at].cell(SUMMARY))
            deeper = at + 1 < len(levels) and levels[at + 1] > level
            if deeper or flag:
                chain.append((level, at))
                self.within[at] = []
            else:
                for _, summary in chain:
                    self.within[summary].append(at)


def _levels(rows: Rows, *, by_code: bool) -> Sequence[int]:
    """Return how deep each row lies: by its level, the blanks before its name, or its place in the numbering."""
    if rows.has(OUTLINE):
        return [_number(words_of(row.cell(OUTLINE))) for row in rows.rows]
    names = [str(row.cell(_NAME) or "") for row in rows.rows]
    indents = [len(name) - len(name.lstrip()) for name in names]
    if any(indents):
        return indents
    codes = [words_of(row.cell(_WBS)).strip() for row in rows.rows]
    if by_code and len(set(codes)) == len(codes) and _is_numbering(codes):
        return [len(code.rstrip(".").split(".")) for code in codes]
    return [0] * len(rows.rows)


def _is_numbering(codes: Iterable[str]) -> bool:
    """Return whether codes number rows as they lie within one another: 1, 1.1, 1.2, 2."""
    seen = {""}
    for code in codes:
        if not _CODE.fullmatch(code):
            return False
        bare = code.rstrip(".")
        above = bare.rpartition(".")[0]
        if above and above not in seen:
            return False
        seen.add(bare)
    return len(seen) > 1


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1
