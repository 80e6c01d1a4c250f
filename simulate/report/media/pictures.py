"""Pictures: how all of them are written, and what stands small below each."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from milepost.simulate.report.media.words import counted, percent, short_date

DPI: Final = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """
    How pictures are wanted.

    Parameters
    ----------
    dpi
        Resolution of PNG files [pixels per inch].
    svg
        Whether each picture is written as SVG as well.
    """

    dpi: int = DPI
    svg: bool = False


PLAIN_LOOK: Final = Look()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """
    What a picture that is being written is written as.

    Parameters
    ----------
    dpi
        Its resolution [pixels per inch].
    footer
        What stands below it; nothing where that is empty.
    is_svg
        Whether it is written as SVG, else as PNG.
    """

    dpi: int = DPI
    footer: str = ""
    is_svg: bool = False


def frame() -> Frame:
    """Return what the picture that is being written is written as."""
    return _FRAME.get()


def written(draw: Callable[[], Mapping[str, bytes]], *, look: Look, footer: str) -> dict[str, bytes]:
    """
    Draw pictures, and draw them again as SVG if that is asked for.

    Parameters
    ----------
    draw
        What draws them: PNG files by name.
    look
        How they are wanted.
    footer
        What stands below each of them.
    """
    asked = Frame(dpi=look.dpi, footer=footer)
    with _framed(asked):
        pictures = dict(draw())
    if look.svg:
        with _framed(replace(asked, is_svg=True)):
            pictures |= {svg_name(name): content for name, content in draw().items()}
    return pictures


def svg_name(name: str) -> str:
    """
    Return what the file of a picture is called where it is SVG.

    Examples
    --------
    >>> svg_name("gantt.png")
    'gantt.svg'
    """
    return f"{name.removesuffix('.png')}.svg"


def basis_words(*, iterations: int, seed: int, confidence: float, as_of: date | None = None) -> str:
    """
    Write what figures rest on.

    Examples
    --------
    >>> basis_words(iterations=100_000, seed=0, confidence=0.8, as_of=date(2026, 3, 2))
    'As of 2 Mar 26, 100,000 cases, seed 0, confidence 80%'
    """
    day = "" if as_of is None else f"As of {short_date(as_of)}, "
    return f"{day}{counted(iterations, 'case')}, seed {seed}, confidence {percent(confidence)}"


_USUAL: Final = Frame()
_FRAME: Final = ContextVar("frame", default=_USUAL)


@contextmanager
def _framed(asked: Frame) -> Iterator[None]:
    token = _FRAME.set(asked)
    try:
        yield
    finally:
        _FRAME.reset(token)
