"""Links: the precedence relations between tasks and milestones."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

LONGEST_LAG: Final = 100_000.0
"""Lag beyond which a link is refused [working days]."""
LONGEST_ID: Final = 100
"""Length of the id of a task, a milestone or a risk [characters]."""
NOWHERE: Final = ""
"""The predecessor of a link that could not be read; while the rest of its file is checked it stands for any id."""

_LAG: Final = r"[+-]\s*[0-9]+(?:\.[0-9]+)?"
_TEXT: Final = re.compile(rf"(?P<id>[A-Za-z0-9_-]{{1,{LONGEST_ID}}})(?:\s+(?P<kind>FS|SS|FF|SF)\s*(?P<lag>{_LAG})?)?")


class LinkKind(StrEnum):
    """
    Which end of the predecessor holds which end of the successor.

    The names and meanings are those of the precedence diagramming method [1]_.

    References
    ----------
    .. [1] PMI (2021), A Guide to the Project Management Body of Knowledge, 7th ed., glossary: logical relationship.
    """

    FINISH_TO_START = "FS"
    START_TO_START = "SS"
    FINISH_TO_FINISH = "FF"
    START_TO_FINISH = "SF"

    @property
    def holds_finish(self) -> bool:
        """Tell whether it holds the successor's finish: it then pushes work that could start, and decides nothing."""
        return self in (LinkKind.FINISH_TO_FINISH, LinkKind.START_TO_FINISH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """
    One precedence relation, as seen from the successor.

    Parameters
    ----------
    predecessor
        Id of a task or milestone.
    kind
        Which ends are tied.
    lag
        Time between the tied ends [working days]; negative is a lead.
    """

    predecessor: str
    kind: LinkKind = LinkKind.FINISH_TO_START
    lag: float = 0.0

    def __post_init__(self) -> None:
        if not abs(self.lag) <= LONGEST_LAG:
            raise ValueError(
                f"a lag of {self.lag:g} is outside -{LONGEST_LAG:,.0f} to {LONGEST_LAG:,.0f} working days: shorten it"
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Read a link as MS Project writes it: `ID` or `ID FS|SS|FF|SF [+|-NUMBER]`.

        Raises
        ------
        ValueError
            When the text is not of that form.

        Examples
        --------
        >>> Link.parse("design SS+5")
        Link(predecessor='design', kind=<LinkKind.START_TO_START: 'SS'>, lag=5.0)
        """
        match = _TEXT.fullmatch(text.strip())
        if match is None:
            raise ValueError(
                f"{text[:60]!r} is not a link; write an id, or an id with FS, SS, FF or SF and a lag, as 'design SS+5'"
            )
        lag = "".join((match["lag"] or "0").split())
        return cls(predecessor=match["id"], kind=LinkKind(match["kind"] or "FS"), lag=float(lag))
