"""Palette: the colours of every picture as classes of a style sheet, in light and in dark."""

import math
from collections.abc import Iterator
from typing import Final

from milepost.simulate.report.media.colours import (
    CRITICALITY,
    DUE,
    FAINT,
    GRID,
    INK,
    KNOCK_ON,
    MONEY,
    PROMISE,
    SERIES,
    SPREAD,
    TASK,
    WORST,
    category_colour,
)

_CATEGORIES: Final = ("market", "technology", "relationship", "dependency", "operational", "support", "own")

COLOURS: Final[dict[str, str]] = {
    **{"ink": INK, "faint": FAINT, "grid": GRID, "task": TASK, "spread": SPREAD, "due": DUE, "promise": PROMISE},
    **{"money": MONEY, "worst": WORST},
    **{name: category_colour(name) for name in _CATEGORIES},
    **{f"series-{k}": colour for k, colour in enumerate(SERIES)},
    **{f"criticality-{k}": colour for k, colour in enumerate(CRITICALITY)},
    **{f"heat-{k}": colour for k, colour in enumerate(KNOCK_ON)},
}
"""By the name of a class, without its `k-`."""

_DARK: Final[dict[str, str]] = {
    **{"ink": "#e8e8e8", "grid": "#3a3f47", "spread": "#2f4858", "worst": "#4a3223"},
    **{f"criticality-{k}": one for k, one in enumerate(("#3d5566", "#2f7fb8", "#56a8e0", "#9fd0f2", "#e6f4ff"))},
    **{f"heat-{k}": one for k, one in enumerate(("#3b2a1e", "#5e3a1d", "#8f4f1b", "#d0691c", "#ffa35c"))},
}
"""Colours that are not made lighter where the ground is dark, but chosen: what recedes, and scales."""

_NAMES: Final = {colour: name for name, colour in reversed(COLOURS.items())}
_LIGHTEST: Final = 0.32
"""Luminance that a colour has at least on a dark ground [-]."""


def token(colour: str) -> str:
    """
    Return the name under which a colour of a picture is known to the style sheet.

    Examples
    --------
    >>> token("#D55E00"), token("#000000")
    ('due', 'ink')
    """
    return _NAMES.get(colour, "ink")


def palette_css() -> str:
    """Return the classes `k-NAME`, each of which sets the colour `--k`."""
    light = "".join(f".k-{name}{{--k:{colour}}}" for name, colour in COLOURS.items())
    dark = "".join(f".k-{name}{{--k:{_DARK.get(name) or _lighter(colour)}}}" for name, colour in COLOURS.items())
    return f"{light}@media screen and (prefers-color-scheme:dark){{{dark}}}"


def _lighter(colour: str) -> str:
    """Mix in as much white as a colour needs to be seen on a dark ground."""
    return next(mixed for mixed in _mixtures(colour) if _luminance(mixed) >= _LIGHTEST)


def _mixtures(colour: str) -> Iterator[str]:
    parts = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    for tenths in range(21):
        yield "#" + "".join(f"{round(part + (255 - part) * tenths / 20):02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (math.pow(int(colour[k : k + 2], 16) / 255, 2.2) for k in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
