"""Task links: what stands under predecessors, in the ways of people and of other programs."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from milepost.models.file.sheets.entry import english
from milepost.models.link import LinkKind
from milepost.models.numeral import elapsed_days, numeral, working_days

_KINDS: Final[Mapping[str, LinkKind]] = {
    **{str(kind): kind for kind in LinkKind},
    **{"EA": LinkKind.FINISH_TO_START, "AA": LinkKind.START_TO_START, "EE": LinkKind.FINISH_TO_FINISH},  # German
    **{"AE": LinkKind.START_TO_FINISH, "EB": LinkKind.FINISH_TO_START, "BB": LinkKind.START_TO_START},  # Dutch
    **{"BE": LinkKind.START_TO_FINISH, "FD": LinkKind.FINISH_TO_START, "DD": LinkKind.START_TO_START},  # French
    **{"DF": LinkKind.START_TO_FINISH, "FC": LinkKind.FINISH_TO_START, "CC": LinkKind.START_TO_START},  # Spanish
    **{"CF": LinkKind.START_TO_FINISH, "FI": LinkKind.FINISH_TO_START, "II": LinkKind.START_TO_START},  # Italian
    "IF": LinkKind.START_TO_FINISH,
}
_REST: Final = re.compile(
    rf"\s*:?\s*(?P<kind>{'|'.join(_KINDS)})?\s*(?:(?P<sign>[+-])?\s*(?P<number>[0-9]+(?:[.,][0-9]+)?)\s*"
    r"(?P<unit>%|[^\W\d_][^\d;,]*)?\.?\??)?\s*",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"[;\n]")
_COMMA: Final = re.compile(r",(?!\d+\s*(?:%|[^\W\d_]{1,8}\.?\s*)?(?:[;,\n]|$))|,(?=\s)")
"""A comma between links, and none within a number."""


class TaskLinks:
    """
    Reads the links of a list of tasks.

    Parameters
    ----------
    known
        By what a list may call a task, its id.
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self._longest = max(map(len, known), default=0)

    def read(self, text: str) -> list[str]:
        """Return the links that a cell holds, as a scenario file writes them; what is none stays as it is."""
        found: list[str] = []
        for part in filter(None, map(str.strip, _BETWEEN.split(text))):
            whole = self._link(part)
            found += [whole] if whole else self._listed(part)
        return found

    def _listed(self, text: str) -> list[str]:
        """Return the links between commas."""
        parts = [part.strip() for part in text.split(",") if part.strip()]
        links = [self._link(part) for part in parts]
        if all(links):
            return [*filter(None, links)]
        parts = [part.strip() for part in _COMMA.split(text) if part and part.strip()]
        return [self._link(part) or part for part in parts]

    def _link(self, text: str) -> str | None:
        """Return one link; none where nothing that is known stands before its kind and lag."""
        folded = text.casefold()
        for length in range(min(len(text), self._longest), 0, -1):
            id = self._known.get(text[:length]) or self._known.get(folded[:length])
            found = _REST.fullmatch(text, length) if id is not None else None
            if id is not None and found is not None and (link := self._made(id, found, text, length)):
                return link
        return None

    def _made(self, id: str, found: re.Match[str], text: str, length: int) -> str | None:
        if not found["kind"] and found["number"] and not found["sign"]:
            return None  # the rest of another id, or a number without a meaning
        kind = _KINDS[found["kind"].upper()] if found["kind"] else LinkKind.FINISH_TO_START
        if not found["number"] or not Decimal(found["number"].replace(",", ".")):
            return id if kind is LinkKind.FINISH_TO_START else f"{id} {kind}"
        number, unit = Decimal(found["number"].replace(",", ".")), (found["unit"] or "d").strip()
        sign = found["sign"] or "+"
        if unit == "%":
            return f"{id} {kind}{sign}{numeral(number)}%"
        elapsed = elapsed_days(number, english(unit))
        if elapsed is not None:
            return f"{id} {kind}{sign}{numeral(elapsed)}ed"
        days = working_days(number, english(unit))
        return None if days is None else f"{id} {kind}{sign}{numeral(days[0])}"
