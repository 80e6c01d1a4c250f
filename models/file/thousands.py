"""Thousands: amounts of money in which a point may have been meant to part thousands."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from milepost.models.file.source import Plain
from milepost.models.problem import KeyPath, Remark

MONEY: Final = frozenset({"cost", "daily", "total", "burn", "amount", "per_day_late", "at_most", "spent"})
"""Keys of amounts of money."""
_PARTED: Final = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def advise_on_thousands(data: Any, path: KeyPath = ()) -> Iterator[Remark]:
    """
    Point at amounts of money with three digits behind a point, in the plain data of a file.

    20.000 is twenty; where a point parts thousands it is meant to be twenty thousand, and nothing else would tell.
    """
    if isinstance(data, dict | list):
        for key, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from advise_on_thousands(part, (*path, key))
    elif type(data) is Plain and not MONEY.isdisjoint(path) and _PARTED.fullmatch(data):
        amount = Decimal(data)
        kept = f"{amount:.2f}" if amount == round(amount, 2) else f"{amount:.4f}"
        message = f"{data} is read as {amount.normalize():f}: write `{data.replace('.', '')}` if thousands are meant"
        yield Remark(path=path, message=f"{message}, else `{kept}`")
