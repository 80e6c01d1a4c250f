"""Links: the precedence relations between tasks and milestones."""

import re
from collections.abc import Collection, Set
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from milepost.models.numeral import elapsed_days, numeral, working_days

LONGEST_LAG: Final = 100_000.0
"""Lag beyond which a link is refused [working days]."""
LARGEST_SHARE: Final = 10.0
"""Share of a predecessor's duration beyond which a lag is refused [-]."""
LONGEST_ID: Final = 100
"""Length of the id of a task, a milestone or a risk [characters]."""
ID: Final = f"[A-Za-z0-9_-]{{1,{LONGEST_ID}}}"
"""What an id is, as a regular expression."""
NOWHERE: Final = ""
"""The predecessor of a link that could not be read; while the rest of its file is checked it stands for any id."""

LAG: Final = r"[+-]\s*[0-9]+(?:\.[0-9]+)?(?:%|ed)?"
"""A lag as a regular expression: working days, with `%` a share of the predecessor's duration, `ed` elapsed days."""

_TEXT: Final = re.compile(rf"(?P<id>{ID})(?:\s+(?P<kind>FS|SS|FF|SF)\s*(?P<lag>{LAG})?)?")

_KNOWN: Final = re.compile(rf"(?P<id>.+?)\s+(?P<kind>FS|SS|FF|SF)\s*(?P<lag>{LAG})?")
"""A link of an id that may be any text, which has its kind behind it."""

_Time = TypeVar("_Time", float, NDArray[np.float64])

_LOOSE_LAG: Final = r"(?:(?P<sign>[+-]?)\s*(?P<number>[0-9]+(?:[.,][0-9]+)?)\s*(?P<unit>%|[A-Za-z ]*)\.?\??)?"
_SPACED: Final = re.compile(rf"(?P<id>[A-Za-z0-9_-]+)(?:\s+(?P<kind>FS|SS|FF|SF))?\s*{_LOOSE_LAG}", re.IGNORECASE)
_GLUED: Final = re.compile(rf"(?P<id>[A-Za-z0-9_-]+?)(?P<kind>FS|SS|FF|SF)\s*{_LOOSE_LAG}")
_LEAD: Final = re.compile(rf"(?P<id>[A-Za-z0-9_-]+?)(?P<kind>){_LOOSE_LAG}")
_LONGEST: Final = 200
"""Length of a text beyond which nobody meant links by it [characters]."""


class LinkError(ValueError):
    """
    A text that is not a link.

    Parameters
    ----------
    text
        What stands there.
    what
        What it is, for people; the text itself unless given.
    """

    def __init__(self, text: str, what: str = "") -> None:
        self.text = text
        self.what = what or repr(text[:60])
        super().__init__(f"{self.what} is not a link: {_FORM}")


_FORM: Final = (
    "give an id, or an id with FS, SS, FF or SF and a lag in working days, in % of the predecessor's duration or in "
    "elapsed days (ed), such as 'design SS+5'"
)


class LagCalendar(StrEnum):
    """By which calendar lags are counted that do not say so themselves."""

    PROJECT = "project"
    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    EVERY_DAY = "every_day"


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

    def __init__(self, ends: str) -> None:
        self.reads_start = ends.startswith("S")
        """Whether it waits for the predecessor's start, and not for its finish."""
        self.holds_finish = ends.endswith("F")
        """Whether it holds the successor's finish: it then pushes work that could start, and decides nothing."""


def head_of(text: str) -> str:
    """
    Return what stands before the kind and the lag of a link, whatever its id is made of.

    Examples
    --------
    >>> head_of("CIV 100 SS+5"), head_of("CIV 100")
    ('CIV 100', 'CIV 100')
    """
    match = _KNOWN.fullmatch(text.strip())
    return match["id"] if match else text.strip()


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
    share
        What is added to that, as a share of the predecessor's duration [-]; negative is a lead.
    elapsed
        What is added to that by the clock, whoever works [days]; negative is a lead.
    """

    predecessor: str
    kind: LinkKind = LinkKind.FINISH_TO_START
    lag: float = 0.0
    share: float = 0.0
    elapsed: float = 0.0

    def __post_init__(self) -> None:
        if not abs(self.lag) <= LONGEST_LAG:
            raise ValueError(
                f"a lag of {self.lag:g} is outside -{LONGEST_LAG:,.0f} to {LONGEST_LAG:,.0f} working days: shorten it"
            )
        if not abs(self.share) <= LARGEST_SHARE:
            raise ValueError(
                f"a lag of {self.share:.0%} is outside -{LARGEST_SHARE:.0%} to {LARGEST_SHARE:.0%} of the "
                "predecessor's duration: shorten it"
            )
        if not abs(self.elapsed) <= LONGEST_LAG:
            raise ValueError(
                f"a lag of {self.elapsed:g}ed is outside -{LONGEST_LAG:,.0f} to {LONGEST_LAG:,.0f} elapsed days: "
                "shorten it"
            )

    @property
    def leads(self) -> bool:
        """Return whether it can be met before what it waits for."""
        return self.lag < 0.0 or self.share < 0.0 or self.elapsed < 0.0

    @property
    def may_not_lag(self) -> bool:
        """Return whether it can be met as soon as what it waits for is there, or before."""
        return self.lag + self.elapsed <= 0.0 or self.share != 0.0

    def asked(self, start: _Time, finish: _Time) -> _Time:
        """
        Return what it asks for on an axis of one calendar, by the start and the finish of the predecessor.

        Where there are several, `milepost.models.timing` knows.
        """
        time = start if self.kind.reads_start else finish
        time = time + self.share * (finish - start) + self.lag if self.share else time + self.lag
        return time + self.elapsed if self.elapsed else time

    @classmethod
    def parse(cls, text: str, known: Set[str] | None = None) -> Self:
        """
        Read a link as MS Project writes it: `ID` or `ID FS|SS|FF|SF [+|-NUMBER[%|ed]]`.

        Parameters
        ----------
        text
            What stands in the file.
        known
            Ids of the plan, where they may be any text: the longest that begins the link counts. None where they are
            made of letters, digits, _ and -.

        Raises
        ------
        LinkError
            When the text is not of that form.

        Examples
        --------
        >>> Link.parse("design SS+5")
        Link(predecessor='design', kind=<LinkKind.START_TO_START: 'SS'>, lag=5.0, share=0.0, elapsed=0.0)
        """
        text = text.strip()
        match = (_TEXT if known is None else _KNOWN).fullmatch(text)
        if known is not None and (text in known or (match is None and text.isprintable() and text)):
            return cls(predecessor=text)
        if match is None:
            raise LinkError(text)
        lag, kind = "".join((match["lag"] or "0").split()), LinkKind(match["kind"] or "FS")
        if lag.endswith("%"):
            return cls(predecessor=match["id"], kind=kind, share=float(Decimal(lag[:-1]) / 100))
        if lag.endswith("ed"):
            return cls(predecessor=match["id"], kind=kind, elapsed=float(lag[:-2]))
        return cls(predecessor=match["id"], kind=kind, lag=float(lag))


def links_meant(text: str, known: Collection[str]) -> tuple[str, ...]:
    """
    Return the links that somebody meant by a text, as a file writes them; none where that cannot be known.

    Parameters
    ----------
    text
        Links in the way of another program or of people: `a FS+2w`, `3FS+1 day; 4`, `a+3`.
    known
        The ids of tasks and milestones.
    """
    return tuple(link for link, _ in _all_meant(text, known))


def link_cure(text: str, known: Collection[str]) -> str:
    """Return what to write for a text that is not a link: in backquotes what can be put in its place."""
    meant = _all_meant(text, known)
    if len(meant) > 1:
        return f"list each by itself, {' and '.join(f'`{link}`' for link, _ in meant)}"
    if meant:
        return f"write `{meant[0][0]}`{meant[0][1]}"
    return _FORM


def _all_meant(text: str, known: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return the links that a text means, each with words for how its lag is counted."""
    if len(text) <= _LONGEST:
        for parts in ([text], re.split("[;,]", text)):
            meant = [_meant(part.strip(), known) for part in parts]
            if None not in meant:
                return tuple(filter(None, meant))
    return ()


def _meant(text: str, known: Collection[str]) -> tuple[str, str] | None:
    """Return the one link that a text can mean; None where there is none, or more."""
    if _TEXT.fullmatch(text) and text.split()[0] in known:
        return " ".join(text.split()), ""
    found = set()
    for form in (_SPACED, _GLUED, _LEAD):
        match = form.fullmatch(text)
        if match and match["id"] in known and (match["kind"] or match["sign"]):
            link = f"{match['id']} {(match['kind'] or 'FS').upper()}"
            if not match["number"]:
                found.add((link, ""))
                continue
            number = Decimal(match["number"].replace(",", "."))
            if match["unit"] == "%":
                if number <= 100 * Decimal(LARGEST_SHARE):
                    found.add((f"{link}{match['sign'] or '+'}{numeral(number)}%", ", with the share of its duration"))
                continue
            elapsed = elapsed_days(number, match["unit"])
            if elapsed is not None:
                if elapsed <= LONGEST_LAG:
                    found.add((f"{link}{match['sign'] or '+'}{numeral(elapsed)}ed", ", with the lag in elapsed days"))
                continue
            length = working_days(number, match["unit"] or "d")
            if length is not None and length[0] <= LONGEST_LAG:
                days, counted = length
                said = "in working days" + (f" ({counted})" if counted else "")
                found.add((f"{link}{match['sign'] or '+'}{numeral(days)}", f", with the lag {said}"))
    return found.pop() if len(found) == 1 else None
