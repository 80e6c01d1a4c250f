"""What all pictures share: defaults that no user's settings change, title and key, axes of dates, and PNG files."""

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import MONTHLY, AutoDateLocator, num2date
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import Formatter
from matplotlib.transforms import Bbox
from numpy.typing import ArrayLike

from milepost.simulate.report.media.colours import FAINT, GRID, INK
from milepost.simulate.report.media.fonts import FONT, advance, drawn_with, fonts_for, lacking
from milepost.simulate.report.media.pictures import frame
from milepost.simulate.report.media.positions import LAST_POSITION, day_at
from milepost.simulate.report.media.words import one_line, short_date, shortened

_COMPRESSION = 2
_MOST_PIXELS = 8_000
"""How wide or tall a picture is at the most: many programs show nothing larger."""
_LONGEST_LINE = 300
_LONGEST_TITLE = 200
_MARGIN = 0.18
"""Where title and key begin [inches]."""
_HEAD = 13
"""Size of a title [points]."""
_FOOT = 7
"""Size of a footer [points]."""
LONGEST_NAME = 60
"""Letters of a name that a picture has room for where nothing else is said."""

_SETTINGS: dict[str, Any] = {
    "font.family": [FONT],
    "font.size": 9,
    "text.hinting": "none",
    "svg.hashsalt": "milepost",  # the same figure gives the same bytes
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
    """
    Render a figure, in a lower resolution where it is very large; the same figure gives the same bytes.

    It is PNG unless pictures are asked for as SVG, and has what figures rest on below it where that is told.
    """
    for text in figure.findobj(Text):
        lines = [shortened(drawn(line), _LONGEST_LINE) for line in text.get_text().split("\n")]
        text.set_text("\n".join(lines))
        text.set_fontfamily(fonts_for("".join(lines)))
    asked, stream = frame(), io.BytesIO()
    width, height = figure.get_size_inches()
    low = _write_footer(figure, asked.footer) if asked.footer else 0.0
    area = Bbox.from_extents(0.0, -low, width, height) if low else None
    if asked.is_svg:
        figure.savefig(stream, format="svg", bbox_inches=area, metadata={"Date": None, "Creator": None})
    else:
        figure.savefig(
            stream,
            format="png",
            bbox_inches=area,
            dpi=min(asked.dpi, _MOST_PIXELS / max(width, height + low)),
            metadata={"Software": None},
            pil_kwargs={"compress_level": _COMPRESSION},
        )
    return stream.getvalue()


def _write_footer(figure: Figure, footer: str) -> float:
    """Write below a figure, and return how much lower it ends by that [inches]."""
    width, height = figure.get_size_inches()
    footer = fitted(footer, width - 2 * _MARGIN, size=_FOOT)
    figure.text(_MARGIN / width, -0.02 / height, footer, fontsize=_FOOT, va="top", color=FAINT)
    return 0.2


def write_title(figure: Figure, head: str, below: str = "", *, instead: str | None = None) -> None:
    """
    Write at the top of a figure what it is of and below it what it shows, as much of each line as fits.

    Parameters
    ----------
    figure
        Of its final size.
    head
        What it is of: of any length, and in any script.
    below
        What it shows, in a line or more.
    instead
        What stands for `head` where no font can draw it; itself unless given.
    """
    width, height = figure.get_size_inches()
    room = width - 2 * _MARGIN
    head = drawable(head, instead=head if instead is None else instead, most=_LONGEST_TITLE)
    head = fitted(head, room, size=_HEAD, bold=True)
    figure.text(_MARGIN / width, 1 - 0.12 / height, head, fontsize=_HEAD, fontweight="bold", va="top")
    if below:
        below = "\n".join(fitted(line, room) for line in below.split("\n"))
        figure.text(_MARGIN / width, 1 - 0.42 / height, below, va="top")


def write_above(ax: Axes, text: str, points: float, **style: Any) -> None:
    """Write above a chart, from its left edge and so far above it [points]."""
    ax.annotate(text, (0, 1), (0, points), xycoords="axes fraction", textcoords="offset points", **style)


def write_head(ax: Axes, name: str, lines: Sequence[tuple[str, str]]) -> None:
    """Write above a chart its name and, each in its colour, lines of what it shows, as much of each as fits."""
    room = ax.bbox.width / ax.figure.dpi
    for k, (text, colour) in enumerate(reversed(lines)):
        write_above(ax, fitted(text, room), 13 * k + 5, color=colour)
    write_above(ax, fitted(name, room, size=11, bold=True), 13 * len(lines) + 6, fontsize=11, fontweight="bold")


def write_beside(ax: Axes, x: float, y: float, text: str, **style: Any) -> None:
    """Write at a row of a chart, x in widths of the axes, as plain text: ticks with labels take longer to draw."""
    ax.text(x, y, text, transform=ax.get_yaxis_transform(), va="center", **style)


def write_key(figure: Figure, marks: Sequence[Artist], *, down: float = 0.68) -> None:
    """Write in a line what marks mean, some way down the figure [inches]."""
    width, height = figure.get_size_inches()
    figure.legend(
        handles=list(marks),
        loc="upper left",
        bbox_to_anchor=(_MARGIN / width, 1 - down / height),
        ncols=len(marks),
        frameon=False,
        fontsize=8,
        borderaxespad=0,
        borderpad=0,
    )


def key_width(marks: Sequence[Artist]) -> float:
    """Return how wide a figure must be for a key in a line [inches]."""
    return 2 * _MARGIN + sum(text_width(str(mark.get_label()), size=8) + 0.54 for mark in marks)


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


def category_words(category: str, *, instead: str = "own category", most: int = LONGEST_NAME) -> str:
    """Return what a category of risks is called, as `drawable`; risks may have none."""
    return drawable(category, instead=instead, most=most) or "no category"


def unit_of(currency: str) -> str:
    """Return what stands behind a heading of what is in a currency; nothing where that has no name."""
    name = drawable(currency, instead="")
    return f" [{name}]" if name else ""


def drawn(text: str) -> str:
    """Return a text on one line, with a question mark for each letter that no font has."""
    return drawn_with(one_line(text))


def text_width(text: str, *, size: float = 9, bold: bool = False) -> float:
    """Return how wide a text will be [inches], without drawing it."""
    return sum(advance(character, bold) for character in drawn(text)) * size / 72


def fitted(text: str, room: float, *, size: float = 9, bold: bool = False) -> str:
    """Cut a text to what fits into the room [inches]."""
    text = shortened(drawn(text), _LONGEST_TITLE)
    length = len(text)
    while text_width(shortened(text, length), size=size, bold=bold) > room:
        length -= 1
    return shortened(text, length)


def wrapped(text: str, room: float, *, size: float = 9, bold: bool = False) -> list[str]:
    """Break a text into lines that fit into the room [inches]."""
    lines = [""]
    for word in drawn(text).split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size=size, bold=bold) > room:
            lines.append(fitted(word, room, size=size, bold=bold))
        else:
            lines[-1] = fitted(longer, room, size=size, bold=bold)
    return [line for line in lines if line]


def room_for(labels: Iterable[str], bold: Iterable[bool]) -> float:
    """Return how much room names need to the left of the axes [inches]."""
    return 0.3 + max((text_width(label, bold=one) for label, one in zip(labels, bold, strict=True)), default=0)


def date_axis(ax: Axes, *, ticks: int) -> None:
    """Label the x axis with dates."""
    ax.xaxis.set_major_locator(_WholeDays(ticks))
    ax.xaxis.set_major_formatter(_DateLabels())


def upright_date_axis(ax: Axes, *, ticks: int) -> None:
    """Label the y axis with dates, between its limits as they are now."""
    ax.yaxis.set_major_locator(_WholeDays(ticks))
    days = [*ax.yaxis.get_majorticklocs()]
    ax.set_yticks(days, [short_date(day_at(day)) for day in days])


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
        """Return where ticks are on the axis as it is: none at hours, nor after 9999, which labels could not tell."""
        assert self.axis is not None
        ends = np.minimum(np.sort(self.axis.get_view_interval()), LAST_POSITION)
        ticks: Sequence[float] = self.tick_values(*num2date(ends, self.tz))  # type: ignore[no-untyped-call]  # nor here
        return [tick for tick in ticks if tick == math.floor(tick)]


class _DateLabels(Formatter):
    """Days or months, and below them the month and the year where they begin."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        return day_at(x).isoformat()

    def format_ticks(self, values: ArrayLike) -> list[str]:
        days = [day_at(value) for value in np.asarray(values)]
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
