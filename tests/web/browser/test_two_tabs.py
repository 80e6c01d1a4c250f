"""Tabs on one plan see each other's edits."""

from collections.abc import Iterator

import pytest

from tests.chromium.browser import Chromium
from tests.web.browser.page import Page
from tests.web.browser.served import Served

pytestmark = pytest.mark.slow


@pytest.fixture
def other(browser: Chromium, shared: Served) -> Iterator[Page]:
    tab = browser.tab()
    yield Page(tab).open(shared)
    tab.close()


def test_an_edit_in_one_is_seen_in_the_other_with_its_figures(page: Page, other: Page) -> None:
    page.show("Tasks").put("build_mvp", "high", "140").settled()
    other.show("Tasks")
    other.known("store.plan.data.tasks.build_mvp.duration.at(-1) === '140'")
    other.settled()
    assert other.says(other.cell("build_mvp", "high")) == "140"
    for which in ("hit", "dhit", "promise", "dpromise"):
        assert other.figure("launch", which) == page.figure("launch", which)
    other.tab.press("Control+z")
    page.known("store.plan.data.tasks.build_mvp.duration.at(-1) === '90'")


def test_in_one_cell_the_later_wins_and_the_other_is_told(page: Page, other: Page) -> None:
    page.show("Tasks").put("build_mvp", "high", "120").settled()
    other.show("Tasks").put("build_mvp", "high", "130").settled()
    page.settled()
    assert page.says(page.cell("build_mvp", "high")) == "130"
    page.tab.until("/Another tab changed what you had changed/.test(document.body.innerText)")
    assert other.store("store.told.filter(({ kind }) => kind === 'warn').length") == 0


def test_a_draft_is_seen_by_nobody_else(page: Page, other: Page) -> None:
    page.show("Tasks")
    before = other.figure("launch", "hit")
    page.tab.click(page.cell("build_mvp", "high"))
    page.tab.type("300")
    page.tab.until(f"document.querySelector('[data-id=launch] [data-figure=hit]').textContent !== {before!r}")
    assert other.settled().figure("launch", "hit") == before
    page.tab.press("Escape")
    page.settled()
    page.tab.until(f"document.querySelector('[data-id=launch] [data-figure=hit]').textContent === {before!r}")
