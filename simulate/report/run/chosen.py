"""Chosen: which milestones are shown where there is no room for all."""

from typing import Final

import pandas as pd

MOST_MILESTONES: Final = 30
"""Milestones that are read in one go, in a terminal or among the tasks of a picture."""


def chosen_milestones(table: pd.DataFrame, *, most: int = MOST_MILESTONES) -> pd.DataFrame:
    """
    Return the rows of milestones to show, in the order of the file: all of them if there is room.

    Else these are the major ones and those with a due date. Where they are too many as well, major ones come in first,
    then those with a due date, the least likely to be hit before others.

    Parameters
    ----------
    table
        Rows with the columns of milestones.csv.
    most
        How many there is room for.
    """
    if len(table) <= most:
        return table
    major, dated = table["level"] == "major", table["due"] != ""
    judged = table[major | dated] if (major | dated).any() else table
    ranked = judged.assign(is_minor=~major, is_undated=~dated).sort_values(
        ["is_minor", "is_undated", "hit"], kind="stable"
    )
    return table.loc[ranked.index[:most].sort_values()]
