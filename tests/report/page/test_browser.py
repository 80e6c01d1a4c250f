"""The page in a real browser: nothing goes wrong in it, and what it offers works."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from milepost.simulate import run
from milepost.simulate.report.page.page import report_page
from tests.chromium.browser import BINARY, Chromium
from tests.chromium.tab import Tab
from tests.plans import milestone, plan, task
from tests.report.page.hostile import ARABIC, QUOTES, SCRIPT, hostile

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BINARY is None, reason="no chromium is installed: the page is not tried in a browser"),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_bytes(report_page(run(hostile(), iterations=4_096, drivers=True)))
    return path


@pytest.fixture(scope="module")
def tab(browser: Chromium) -> Iterator[Tab]:
    tab = browser.tab()
    yield tab
    tab.close()


@pytest.fixture
def page(tab: Tab, file: Path) -> Tab:
    tab.open(file)
    return tab


def test_nothing_goes_wrong_and_nothing_is_fetched(page: Tab, file: Path) -> None:
    assert page.complaints == []
    assert page.requests == [file.resolve().as_uri()]


def test_names_are_shown_as_they_are_written(page: Tab) -> None:
    assert page.value("document.querySelector('h1').textContent") == SCRIPT
    assert page.value("document.title") == SCRIPT
    assert QUOTES in page.value("document.querySelector('.first small').textContent")
    assert ARABIC in page.value("document.body.textContent")
    assert page.value("document.scripts.length") == 1


def test_pointing_at_a_date_reads_the_values_there(page: Tab) -> None:
    page.point_at(".field", across=0.99)
    reading = page.value("document.querySelector('.reading output').textContent")
    assert re.fullmatch(r"\d+ [A-Z][a-z]{2} 20\d\d \u00b7 reached in \d+\.\d%", reading)
    page.point_at("h1")
    assert "Point at" in page.value("document.querySelector('.reading output').textContent")


def test_the_keyboard_reads_values_and_zooms(page: Tab) -> None:
    page.value("document.querySelector('.field').focus()")
    for key in ("End", "+"):
        page.press(key)
    narrow = page.value("document.querySelector('.plot').viewBox.baseVal.width")
    page.press("ArrowLeft")
    assert "reached in" in page.value("document.querySelector('.reading output').textContent")
    page.press("Escape")
    assert page.value("document.querySelector('.plot').viewBox.baseVal.width") > 1.5 * narrow


def test_a_date_read_off_a_curve_is_the_one_in_its_table(page: Tab) -> None:
    """The last row of the table is the end of the curve, or of the axis, where nothing more is reached."""
    page.value("document.querySelector('.field').focus()")
    page.press("End")
    read = page.value("document.querySelector('.reading output').textContent").split("reached in ")[1]
    last = page.value("document.querySelector('.chart .data tbody tr:last-child td').textContent")
    assert read == last


def test_tables_are_sorted_by_the_columns_that_are_pressed(page: Tab) -> None:
    hits = "[...document.querySelectorAll('.first tbody tr')].map((row) => Number(row.cells[3].dataset.value))"
    press = "document.querySelector('.first thead th:nth-child(4) button').click()"
    page.value(press)
    assert page.value(hits) == sorted(page.value(hits))
    page.value(press)
    assert page.value(hits) == sorted(page.value(hits), reverse=True)
    assert page.value("document.querySelector('.first thead th:nth-child(4)').ariaSort") == "descending"


def test_searching_opens_the_groups_that_have_what_is_asked_for(tab: Tab, tmp_path: Path) -> None:
    owned = [milestone(f"m{k}", "work", name=f"gate {k}", owner="ann" if k % 2 else "bob") for k in range(12)]
    path = tmp_path / "report.html"
    path.write_bytes(report_page(run(plan([task("work", 3)], owned), iterations=256)))
    tab.open(path)
    tab.value("document.querySelector('[data-search] input').focus()")
    for key in "gate 7":
        tab.press(key)
    shown = "[...document.querySelectorAll('#milestones tbody tr')].filter((row) => row.checkVisibility())"
    assert tab.value(f"{shown}.map((row) => row.cells[0].textContent)") == ["gate 7"]
    assert tab.complaints == []


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_runs_out_of_the_window(tab: Tab, file: Path, width: int) -> None:
    tab.open(file, width=width, dark=width == 360)
    assert tab.value("document.documentElement.scrollWidth") == width


def test_dark_and_light_have_grounds_of_their_own(tab: Tab, file: Path) -> None:
    grounds = []
    for dark in (False, True):
        tab.open(file, dark=dark)
        grounds.append(tab.value("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(255, 255, 255)", "rgb(21, 24, 28)"]
