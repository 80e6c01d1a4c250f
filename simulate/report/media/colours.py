"""
The colours of every picture; each means one thing wherever it is used.

They are told apart by the colour-blind too [1]_, [2]_.

References
----------
.. [1] Okabe, Ito (2008), Color Universal Design.
.. [2] Tol (2021), Colour Schemes, SRON/EPS/TN/09-002, the scheme "muted".
"""

from collections.abc import Iterable, Mapping
from itertools import cycle

INK = "#222222"
"""Text and axes."""

FAINT = "#8c8c8c"
"""What is there to be looked past: grids, second lines of text."""

GRID = "#dddddd"
"""Lines to read a value by."""

TASK = "#0072B2"
"""Work at its median times."""

SPREAD = "#D6E3EC"
"""Where work may fall, between its percentiles."""

CRITICALITY = ("#9FB8C9", "#56A0D3", "#0072B2", "#0B4675", "#061A33")
"""How often work drives a milestone, seldom to nearly always: ever darker blues, so that lightness alone tells."""

KNOCK_ON = ("#FBF1E9", "#F7D3B5", "#EFA36B", "#BB520D", "#7A2E00")
"""How much more often a milestone is missed where an earlier one is: ever darker oranges, the colour of due dates."""

MAJOR = "#000000"
"""A major milestone."""

MINOR = "#8c8c8c"
"""A minor milestone."""

DUE = "#D55E00"
"""A due date, and the probability of keeping it."""

PROMISE = "#00785A"
"""A date that could be promised instead: Okabe and Ito's bluish green, darkened so that thin text can be read."""

MONEY = "#8A3B7E"
"""Money: Okabe and Ito's reddish purple, darkened so that thin lines can be seen."""

MONEY_SPREAD = "#DDBFD8"
"""Where money may be, between its percentiles."""

PROGRESS_SPREAD = "#CFCFCF"
"""Where the milestones reached may be, between their percentiles; their own colour is that of a major one."""

WORST = "#FBE3D3"
"""The stretch to look at first."""

SERIES = ("#332288", "#CC6677", "#117733", "#88CCEE", "#882255", "#DDCC77", "#44AA99", "#999999")
"""Lines of one picture that only their order sets apart."""

_CATEGORIES = {
    "market": "#CC6677",
    "technology": "#332288",
    "relationship": "#AA4499",
    "dependency": "#999933",
    "operational": "#44AA99",
    "support": "#DDCC77",
}

_OWN_CATEGORY = "#7A7A7A"

_WHITE = 0.62
"""How much white goes into a colour that is made paler [-]."""


def category_colour(category: str) -> str:
    """Return the colour of a category of risks; those of the planner's own making share a grey."""
    return _CATEGORIES.get(category, _OWN_CATEGORY)


def category_colours(categories: Iterable[str]) -> Mapping[str, str]:
    """
    Return the colours of categories drawn in one picture: those of the planner's own making are told apart, too.

    Examples
    --------
    >>> category_colours(["market", "permits", "weather"])
    {'market': '#CC6677', 'permits': '#117733', 'weather': '#88CCEE'}
    """
    names, usual = list(categories), _CATEGORIES.values()
    taken = {_CATEGORIES.get(name) for name in names} | {SERIES[-1]}  # which looks like what has no category
    free = (colour for colour in dict.fromkeys((*SERIES, *usual)) if colour not in taken)
    own = cycle(sorted(free, key=lambda colour: colour in usual))
    return {name: _CATEGORIES.get(name) or (next(own) if name else FAINT) for name in names}


def paler(colour: str) -> str:
    """
    Mix white into a colour: opaque, so that no line behind it shows.

    Examples
    --------
    >>> paler("#000000")
    '#9e9e9e'
    """
    parts = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return "#" + "".join(f"{round(part * (1 - _WHITE) + 255 * _WHITE):02x}" for part in parts)
