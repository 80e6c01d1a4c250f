"""Names in scripts that the font of the pictures lacks."""

import unicodedata

import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text

from milepost.simulate.report.media import canvas
from milepost.simulate.report.media.canvas import drawable, drawing, png, text_width
from milepost.simulate.report.media.fonts import FONT, drawn_with, font_of, fonts_for, lacking
from milepost.simulate.report.run.notes import notes
from tests.plans import milestone, task
from tests.results import result_of

OTHER = "STIXGeneral"
"""A font that comes with matplotlib, and has characters which that of the pictures lacks."""

PRIVATE = "\U000f1234"
"""A character that no font has: it means nothing."""


def character_of(other: str) -> str:
    """Find a letter or a sign that only another font has."""
    usual, its = (set(get_font(findfont(FontProperties(family=[name]))).get_charmap()) for name in (FONT, other))
    return next(chr(one) for one in sorted(its - usual) if unicodedata.category(chr(one))[0] in "LS")


def test_what_the_usual_font_has_is_drawn_in_it_alone() -> None:
    assert fonts_for("Größe ◆ Ω") == [FONT]


def test_what_it_lacks_is_drawn_in_a_font_that_has_it() -> None:
    letter = character_of(OTHER)
    other = font_of(letter)
    assert other not in (None, FONT)
    assert fonts_for(f"a{letter}") == [FONT, other]
    assert not lacking(letter)
    assert drawable(f"a{letter}", instead="launch") == f"a{letter}"
    assert text_width(letter) > 0
    with drawing():
        figure = Figure()
        figure.text(0.1, 0.5, letter)
        png(figure)  # a glyph that is missing is a warning, and that an error here
        (text,) = figure.findobj(Text)
    assert text.get_fontfamily() == [FONT, other]


def test_no_other_font_is_opened_for_the_end_of_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """There may be hundreds, and none of them has it."""
    asked: list[str] = []

    def asks(text: str) -> list[str]:
        asked.append(text)
        return fonts_for(text)

    monkeypatch.setattr(canvas, "fonts_for", asks)
    with drawing():
        figure = Figure()
        figure.text(0.1, 0.5, "first\nsecond")
        png(figure)
    assert asked == ["firstsecond"]


def test_the_font_of_boxes_is_none() -> None:
    """It has every character there may be, and shows none of them."""
    assert font_of(PRIVATE) is None
    assert lacking(PRIVATE)
    assert drawn_with(f"a{PRIVATE}b") == "a?b"


@pytest.mark.parametrize("unseen", ["\u200c", "\u200d", "\ufe0f", "\U000e0100"])
def test_what_nobody_would_see_is_no_reason_for_an_id(unseen: str) -> None:
    assert not lacking(f"a{unseen}b")
    assert drawn_with(f"a{unseen}b").replace(unseen, "") == "ab"


def test_a_note_says_which_names_no_font_has() -> None:
    tasks = [(task(f"t{k}", name=f"{PRIVATE} {k}"), [0.0], [5.0]) for k in range(5)]
    (note,) = notes(result_of({milestone(): [1.0]}, tasks))
    assert f"all the letters of {PRIVATE} 0, {PRIVATE} 1, {PRIVATE} 2 and 2 more: the pictures have ids" in note
    assert notes(result_of({milestone(): [1.0]})) == []
