"""A calendar of Primavera P6 says when is worked, whatever blanks and line ends its text has."""

from datetime import date

import pytest

from milepost.models.calendar import Hours
from milepost.models.imports.p6.xer_calendar import week_and_days
from tests.xer_files import NEVER, WEEK, calendar, exception, shift

EIGHT = Hours.parse("08:00-16:00")
CHRISTMAS = 46381
"""25 December 2026, counted from 30 December 1899 as spreadsheets do."""


def test_the_week_of_a_file_begins_on_sunday_and_ours_on_monday() -> None:
    week, days = week_and_days(calendar())
    assert week == (EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, Hours(), Hours())
    assert days == {}


@pytest.mark.parametrize(
    "text",
    [
        calendar().replace("(0||", "\x7f\x7f  (0||"),  # as P6 writes line ends into its database
        calendar().replace("(0||", "\r\n\t(0||"),
        calendar().replace("s|08:00|f|16:00", "f|16:00|s|08:00"),  # as P6 8.4 does
        calendar(WEEK.replace(shift("08:00", "16:00"), shift("12:00", "16:00") + shift("08:00", "12:00"))),
    ],
)
def test_blanks_and_the_sequence_of_things_do_not_count(text: str) -> None:
    assert week_and_days(text) == week_and_days(calendar())


@pytest.mark.parametrize(
    ("shifts", "hours"),
    [
        ((), Hours()),  # a free day
        ((shift("08:00", "12:00"), shift("13:00", "17:00")), Hours.parse("08:00-12:00, 13:00-17:00")),
        ((shift("20:00", "00:00"),), Hours.parse("20:00-24:00")),  # a night shift up to midnight
        ((shift("00:00", "00:00"),), Hours.parse("00:00-24:00")),  # all day
        ((shift("8:00", "12:30"), shift("12:00", "15:00")), Hours.parse("08:00-15:00")),  # which overlap
    ],
)
def test_a_date_may_have_hours_of_its_own(shifts: tuple[str, ...], hours: Hours) -> None:
    assert week_and_days(calendar(exceptions=exception(CHRISTMAS, *shifts)))[1] == {date(2026, 12, 25): hours}


def test_a_text_that_says_nothing_of_the_week_leaves_it_to_others() -> None:
    text = f"(0||CalendarData()((0||Exceptions()({exception(CHRISTMAS)}))))"
    assert week_and_days(text) == (None, {date(2026, 12, 25): Hours()})
    assert week_and_days(NEVER)[0] == (Hours(),) * 7


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(0||CalendarData()(",  # of a file that a test of another program has
        "no calendar at all",
        calendar() * 2,
        calendar()[:-1],
        calendar() + ")",
        "(0||a()(" * 100_000,  # as deep as a hostile file likes
        calendar("(0||8()())"),  # an eighth day
        calendar("(0||x()())"),
        calendar(exceptions="(0||0(d|x)())"),
        calendar(exceptions="(0||0(d|999999999)())"),
        calendar(exceptions=exception(CHRISTMAS, shift("12:00", "08:00"))),
        calendar(exceptions=exception(CHRISTMAS, shift("25:00", "26:00"))),
        calendar(exceptions=exception(CHRISTMAS, shift("08:60", "12:00"))),
    ],
)
def test_what_is_no_calendar_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        week_and_days(text)
