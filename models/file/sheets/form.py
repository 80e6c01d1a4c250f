"""Form: how a cell is written."""

from enum import StrEnum
from typing import Final


class Form(StrEnum):
    """How what stands in a cell is read; what begins with `[` or `{` is YAML, in all but texts."""

    TEXT = "a text"
    ID = "an id"
    NUMBER = "a number"
    DAYS = "working days, as 12, 3d, 2w or 16h"
    MONEY = "an amount"
    FACTOR = "a factor"
    SHARE = "a share of 1, as 0.3 or 30%"
    DATE = "a date"
    TRUTH = "true or false"
    LINKS = "links, with ; between them"
    IDS = "ids, with ; between them"
    ITEMS = "texts, with ; between them"
    DAY_RANGES = "dates, and ranges of them as 2026-08-03..2026-08-14, with ; between them"
    AMOUNTS = "ids, each with a number behind it, with ; between them"
    SHARES = "ids, each with a share behind it, with ; between them"
    KEYS = "YAML between { and }"
    ANY = "YAML on one line"


BETWEEN: Final = "; "
"""What stands between the items of a cell."""
