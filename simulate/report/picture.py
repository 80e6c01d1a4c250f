"""What all pictures share: defaults that no user's settings change, dates as positions, and PNG files."""

import io
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.ticker import Formatter
from numpy.typing import ArrayLike, NDArray

from milepost.models.calendar import WorkingDays
from milepost.simulate.report.colours import FAINT, GRID, INK
from milepost.simulate.report.words import one_line

_FONT = "DejaVu Sans"
_DPI = 110
_COMPRESSION = 2
_EPOCH = date(1970, 1, 1).toordinal()
_LAST_DATE = np.datetime64("9999-12-30")

_SETTINGS: dict[str, Any] = {
    "font.family": [_FONT],
    "font.size": 9,
    "text.hinting": "none",
    "text.parse_math": False,  # a name may hold a dollar sign
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "xtick.color": INK,
    "ytick.color": INK,
}


@contextmanager
def drawing() -> Iterator[None]:
    """Draw with the program's settings, whatever a user's matplotlibrc says."""
    settings: Any = {key: mpl.rcParamsDefault[key] for key in mpl.rcParams if not key.startswith("backend")} | _SETTINGS
    with mpl.rc_context(settings):
        yield


def png(figure: Figure) -> bytes:
    """Render a figure; the same figure gives the same bytes."""
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(
            stream,
            format="png",
            dpi=_DPI,
            metadata={"Software": None},
            pil_kwargs={"compress_level": _COMPRESSION},
        )
    return stream.getvalue()


def write_key(figure: Figure, marks: Sequence[Artist], *, down: float) -> None:
    """Write in a line what marks mean, some way down the figure [inches]."""
    width, height = figure.get_size_inches()
    figure.legend(
        handles=list(marks),
        loc="upper left",
        bbox_to_anchor=(0.18 / width, 1 - down / height),
        ncols=len(marks),
        frameon=False,
        fontsize=8,
        borderaxespad=0,
        borderpad=0,
    )


def drawable(text: str, *, instead: str) -> str:
    """Give a name on one line, or `instead` where the font cannot draw it."""
    text = one_line(text)
    return text if _glyphs().issuperset(map(ord, text)) else instead


def text_width(text: str, *, size: float = 9, bold: bool = False) -> float:
    """Say how wide a text will be [inches], without drawing it."""
    return sum(_advance(character, bold) for character in text) * size / 72


def positions(days: WorkingDays, offsets: ArrayLike) -> NDArray[np.float64]:
    """Place offsets [working days] on a date axis [days]: a whole number at the end of its day, NaN where never."""
    given = np.asarray(offsets, dtype=np.float64)
    time = np.where(np.isfinite(given), given, np.nan)
    day = np.maximum(np.ceil(time), 1.0)
    dates = days.dates(day)
    known = dates <= _LAST_DATE
    midnight = np.where(known, dates.astype("datetime64[D]").astype(np.float64), np.nan)
    position: NDArray[np.float64] = midnight + 1.0 - (day - time)
    return position


def known_span(dates: NDArray[np.float64]) -> tuple[float, float]:
    """Give the first and the last of some positions that are known, a day apart or more: the calendar ends in 9999."""
    known = dates[np.isfinite(dates)]
    return float(known.min()), float(max(known.max(), known.min() + 1.0))


def date_axis(ax: Axes, *, ticks: int) -> None:
    """Label the x axis with dates."""
    ax.xaxis.set_major_locator(AutoDateLocator(minticks=3, maxticks=ticks))  # type: ignore[no-untyped-call]  # matplotlib's has no hints
    ax.xaxis.set_major_formatter(_DateLabels())


class _DateLabels(Formatter):
    """Days or months, and below them the month and the year where they begin."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return _day(x).isoformat()

    def format_ticks(self, values: ArrayLike) -> list[str]:
        days = [_day(value) for value in np.asarray(values)]
        if all(day.month == 1 and day.day == 1 for day in days):
            return [str(day.year) for day in days]
        pattern = ("%b", "%Y") if all(day.day == 1 for day in days) else ("%d", "%b %Y")
        labels = []
        shown = ""
        for day in days:
            above, below = (day.strftime(part) for part in pattern)
            labels.append(f"{above.lstrip('0')}\n{below if below != shown else ''}")
            shown = below
        return labels


def _day(position: float) -> date:
    return date.fromordinal(_EPOCH + math.floor(position))


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(get_font(findfont(_FONT)).get_charmap())


@cache
def _advance(character: str, bold: bool) -> float:
    """Give by how much a character moves the next one [font sizes]."""
    font = get_font(findfont(FontProperties(family=[_FONT], weight="bold" if bold else "normal")))
    advance: int = font.load_char(ord(character), flags=LoadFlags.NO_SCALE).horiAdvance
    return advance / font.units_per_EM
