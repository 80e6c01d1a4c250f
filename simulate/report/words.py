"""Numbers, dates and names as people read them."""

from datetime import date


def one_line(text: str) -> str:
    r"""
    Make a name fit to print: white space becomes single blanks, and what would steer a terminal a question mark.

    Examples
    --------
    >>> one_line("Launch\n  party\x1b[31m")
    'Launch party?[31m'
    """
    return "".join(character if character.isprintable() else "?" for character in " ".join(text.split()))


def shortened(text: str, length: int) -> str:
    """
    Cut a name to at most `length` characters, saying that it was cut.

    Examples
    --------
    >>> shortened("Development and market launch", 16)
    'Development and…'
    """
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def short_date(iso: str) -> str:
    """
    Write an ISO date as people do, the year in two digits while nobody could mistake the century.

    Examples
    --------
    >>> short_date("2026-03-01"), short_date("2126-03-01"), short_date("")
    ('1 Mar 26', '1 Mar 2126', 'never')
    """
    if not iso:
        return "never"
    day = date.fromisoformat(iso)
    year = f"{day.year % 100:02}" if 2000 <= day.year < 2100 else str(day.year)
    return f"{day.day} {_MONTHS[day.month - 1]} {year}"


def percent(share: float) -> str:
    """
    Write a confidence as the percentage that was asked for.

    Examples
    --------
    >>> percent(0.8), percent(0.975)
    ('80%', '97.5%')
    """
    return f"{100 * share:.10g}%"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
