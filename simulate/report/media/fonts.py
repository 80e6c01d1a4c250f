"""Fonts: which one has each character of a name, of those that are installed."""

import unicodedata
from functools import cache
from typing import Final

from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.ft2font import LoadFlags

FONT: Final = "DejaVu Sans"
"""The font of all pictures, which comes with matplotlib: others only have what it lacks."""

_STAND_IN: Final = "Last Resort"
"""A font of boxes that say of which script a character is."""

_PREFERRED: Final = ("Noto Sans", "Noto")


def fonts_for(text: str) -> list[str]:
    """Name the fonts that a text needs, the one of all pictures first."""
    others = (font_of(character) for character in dict.fromkeys(text))
    return list(dict.fromkeys([FONT, *(font for font in others if font is not None)]))


@cache
def font_of(character: str) -> str | None:
    """Name the font that a character is drawn in, or none where no installed one has it."""
    return next((font for font in _installed() if ord(character) in _characters(font)), None)


def lacking(text: str) -> bool:
    """Return whether a text has a character that no installed font has, unless nobody would see it."""
    return any(font_of(character) is None and not _is_unseen(character) for character in set(text))


def drawn_with(text: str) -> str:
    """Return a text with a question mark for each character that no font has, and without those nobody would see."""
    return "".join(_as_drawn(character) for character in text)


@cache
def advance(character: str, bold: bool) -> float:
    """Return by how much a character moves the next one [font sizes]."""
    family = [font_of(character) or FONT]
    font = get_font(findfont(FontProperties(family=family, weight="bold" if bold else "normal")))
    moved: int = font.load_char(ord(character), flags=LoadFlags.NO_SCALE).horiAdvance
    return moved / font.units_per_EM


def _as_drawn(character: str) -> str:
    if font_of(character) is not None:
        return character
    return "" if _is_unseen(character) else "?"


def _is_unseen(character: str) -> bool:
    """Return whether a character only says how its neighbours are to look: a joiner, or what picks a variant."""
    return unicodedata.category(character) == "Cf" or "VARIATION SELECTOR" in unicodedata.name(character, "")


@cache
def _installed() -> tuple[str, ...]:
    """Name the fonts that are installed, the one of all pictures first and then those made for many scripts."""
    names = {entry.name for entry in fontManager.ttflist if entry.name != FONT and _STAND_IN not in entry.name}
    return FONT, *sorted(names, key=_preference)


def _preference(name: str) -> tuple[int, str]:
    return next((index for index, one in enumerate(_PREFERRED) if name.startswith(one)), len(_PREFERRED)), name


@cache
def _characters(name: str) -> frozenset[int]:
    """Return what a font has in its usual cut; one of pictures in fixed sizes cannot be drawn."""
    try:
        font = get_font(findfont(FontProperties(family=[name]), fallback_to_default=False))
    except (OSError, RuntimeError, ValueError):  # it has gone since it was listed, or is damaged
        return frozenset()
    return frozenset(font.get_charmap()) if font.scalable else frozenset()
