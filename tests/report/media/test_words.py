from datetime import date

import pytest

from milepost.simulate.report.media.words import amount, one_line, percent, rough_percent, short_date, shortened


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\tb", "a b"),  # white space of any kind
        ("\x1b]0;title\x07", "?]0;title?"),  # what would steer a terminal
        ("left\u202eright", "left?right"),  # what would turn the direction of text
        ("日本 [bold]", "日本 [bold]"),
        ("a\x00b\x7fc\x9bd", "a?b?c?d"),  # NUL, delete, and the escape of eight bits
        ("a\u2028b\u2066c\u200fd", "a b?c?d"),
        ("caf\udce9.yaml", "caf?.yaml"),  # a byte that is not UTF-8
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),  # Persian
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),  # Hindi
        ("\U0001f469\u200d\U0001f4bb \u2764\ufe0f", "\U0001f469\u200d\U0001f4bb \u2764\ufe0f"),  # emoji
    ],
)
def test_a_name_is_printed_on_one_line_and_steers_nothing(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "length", "cut"), [("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("ab cd", 4, "ab…")]
)
def test_a_long_name_says_that_it_was_cut(text: str, length: int, cut: str) -> None:
    assert shortened(text, length) == cut


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 12, 31), "31 Dec 26"),
        (date(1999, 2, 1), "1 Feb 1999"),
        (date(2100, 1, 1), "1 Jan 2100"),
        (None, "never"),
    ],
)
def test_a_date_is_short_where_its_century_is_plain(day: date | None, text: str) -> None:
    assert short_date(day) == text


@pytest.mark.parametrize(("share", "text"), [(0.8, "80%"), (0.57, "57%"), (0.999, "99.9%"), (1 / 3, "33.33333333%")])
def test_a_confidence_is_written_as_it_was_asked_for(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (900_000.0, "EUR", "900,000 EUR"),
        (1_234_567.8, "EUR", "1,234,568 EUR"),
        (-205_590.4, "EUR", "-205,590 EUR"),
        (0.0, "EUR", "0 EUR"),
        (-0.0, "EUR", "0 EUR"),
        (0.8537, "MEUR", "0.854 MEUR"),  # a plan in millions
        (99.96, "kEUR", "100 kEUR"),
        (1500.0, "", "1,500"),
        (1500.0, "E\x1bR", "1,500 E?R"),  # steers nothing
    ],
)
def test_an_amount_is_written_in_whole_units_with_what_it_is_in(value: float, currency: str, text: str) -> None:
    assert amount(value, currency) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0%"), (0.0004, "<0.1%"), (0.5, "50.0%"), (0.9996, ">99.9%"), (1.0, "100%")],
)
def test_a_share_is_not_rounded_to_never_or_always(share: float, text: str) -> None:
    assert rough_percent(share) == text
