"""What all pictures share: defaults that no user's settings change, dates as positions, and PNG files."""

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import MONTHLY, AutoDateLocator
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import Formatter
from numpy.typing import ArrayLike, NDArray

from milepost.models.calendar import WorkingDays
from milepost.simulate.report.media.colours import FAINT, GRID, INK
from milepost.simulate.report.media.fonts import FONT, advance, drawn_with, fonts_for, lacking
from milepost.simulate.report.media.words import one_line, shortened

_DPI = 110
_COMPRESSION = 2
_MOST_PIXELS = 8_000
"""How wide or tall a picture is at the most: many programs show nothing larger."""
_LONGEST_LINE = 300
LONGEST_NAME = 60
"""Letters of a name that a picture has room for where nothing else is said."""
_EPOCH = date(1970, 1, 1).toordinal()
_LAST_DATE = np.datetime64("9999-12-30")

_SETTINGS: dict[str, Any] = {
    "font.family": [FONT],
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
    """Render a figure, in a lower resolution where it is very large; the same figure gives the same bytes."""
    for text in figure.findobj(Text):
        text.set_text("\n".join(shortened(drawn(line), _LONGEST_LINE) for line in text.get_text().split("\n")))
        text.set_fontfamily(fonts_for(text.get_text()))
    stream = io.BytesIO()
    figure.savefig(
        stream,
        format="png",
        dpi=min(_DPI, _MOST_PIXELS / max(figure.get_size_inches())),
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


def drawable(text: str, *, instead: str, most: int = LONGEST_NAME) -> str:
    """
    Return a name on one line, as much of it as there is room for, or `instead` where no font can draw it.

    Parameters
    ----------
    text
        The name: of any length, and in any script.
    instead
        What stands for it, such as its id.
    most
        How many letters there is room for.
    """
    text = one_line(text)
    return shortened(drawn(instead if lacking(text) else text), most)


def drawn(text: str) -> str:
    """Return a text on one line, with a question mark for each letter that no font has."""
    return drawn_with(one_line(text))


def text_width(text: str, *, size: float = 9, bold: bool = False) -> float:
    """Return how wide a text will be [inches], without drawing it."""
    return sum(advance(character, bold) for character in drawn(text)) * size / 72


def positions(days: WorkingDays, offsets: ArrayLike) -> NDArray[np.float64]:
    """Place offsets [working days] on a date axis [days]: a whole number at the end of a whole day, NaN where never."""
    given = np.asarray(offsets, dtype=np.float64)
    time = np.where(np.isfinite(given), given, np.nan)
    dates = days.dates(time)
    known = dates <= _LAST_DATE
    midnight = np.where(known, dates.astype("datetime64[D]").astype(np.float64), np.nan)
    position: NDArray[np.float64] = midnight + (time - days.before(np.where(known, dates, np.datetime64(days.start))))
    return position


def due_position(days: WorkingDays, due: date) -> float:
    """Place a due date on a date axis [days]: where its work ends, or before the start at the end of the day itself."""
    if due < days.start:
        return due.toordinal() - _EPOCH + 1.0
    return float(positions(days, days.due_offset(due)))


def known_span(dates: NDArray[np.float64]) -> tuple[float, float]:
    """Return the first and last of some positions that are known, a day apart or more: the calendar ends in 9999."""
    known = dates[np.isfinite(dates)]
    return float(known.min()), float(max(known.max(), known.min() + 1.0))


def date_axis(ax: Axes, *, ticks: int) -> None:
    """Label the x axis with dates."""
    ax.xaxis.set_major_locator(_WholeDays(ticks))
    ax.xaxis.set_major_formatter(_DateLabels())


class _WholeDays(AutoDateLocator):
    """
    Ticks at the beginning of days, months or years.

    Parameters
    ----------
    most
        How many there are at the most.
    """

    def __init__(self, most: int) -> None:
        super().__init__(minticks=3, maxticks=most)  # type: ignore[no-untyped-call]  # matplotlib's has no hints
        self.intervald[MONTHLY] = [1, 2, 3, 4, 6, 12]  # without whole years nothing fits an axis of almost three

    def __call__(self) -> Sequence[float]:
        """Return where ticks are on the axis as it is: none at hours, which their labels would not tell."""
        ticks: Sequence[float] = super().__call__()  # type: ignore[no-untyped-call]  # nor here
        return [tick for tick in ticks if tick == math.floor(tick)]


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
