"""Everybody can use the page: by keyboard alone, with a screen reader, in the dark, in a locale, on a telephone."""

from pathlib import Path
from typing import Final

import pytest

from tests.chromium.axe import violations
from tests.chromium.browser import Chromium
from tests.web.browser.page import Page
from tests.web.browser.served import Served, served

pytestmark = pytest.mark.slow

_UNSEEN: Final = """(() => {
    const one = document.activeElement;
    const looks = () => [one, one.parentElement, ...one.querySelectorAll('*')].flatMap((part) =>
        [null, '::after', '::before'].map((pseudo) => {
            const style = getComputedStyle(part, pseudo);
            const { outline, boxShadow, stroke, strokeWidth, fill, borderColor } = style;
            return [outline, boxShadow, stroke, strokeWidth, fill, borderColor].join();
        })).join();
    if (one === document.body) return '';
    const focused = looks();
    one.blur();
    const blurred = looks();
    one.focus({ focusVisible: true });
    return focused === blurred ? one.outerHTML.slice(0, 200) : '';
})()"""
"""What has the focus, if it looks the same as without."""


def test_axe_finds_nothing_on_any_sheet_or_part(browser: Chromium, shared: Served) -> None:
    tab = browser.tab()
    page = Page(tab).open(shared)
    found = {}
    for tablist in range(tab.evaluate("document.querySelectorAll('[role=tablist]').length")):
        tabs = f"[...document.querySelectorAll('[role=tablist]')][{tablist}].querySelectorAll('[role=tab]')"
        for number in range(tab.evaluate(f"{tabs}.length")):
            if not tab.evaluate(f"{tabs}[{number}].checkVisibility()"):
                continue
            name = tab.evaluate(f"({tabs}[{number}].click(), {tabs}[{number}].textContent)")
            page.settled()
            tab.until("!document.querySelector('[role=tabpanel][aria-busy=true]:not([hidden])')", within=120)
            for dark in (False, True):
                tab.emulate(dark=dark)
                found[name, dark] = violations(tab)
            tab.emulate()
    tab.close()
    assert len(found) >= 20
    assert {name: told for name, told in found.items() if told} == {}


def test_axe_finds_nothing_in_a_dialog(page: Page) -> None:
    for button in ("Help", "Export", "Keep\u2026"):
        page.push(button)
        page.tab.until("document.querySelector('dialog[open]')")
        for dark in (False, True):
            page.tab.emulate(dark=dark)
            assert violations(page.tab) == [], (button, dark)
        page.tab.emulate()
        page.tab.press("Escape")
        page.tab.until("!document.querySelector('dialog[open]')")


def _press_until(page: Page, key: str, is_there: str) -> None:
    """Press a key until something holds, but not for ever."""
    for _ in range(80):
        if page.tab.value(is_there):
            return
        page.tab.press(key)
    raise AssertionError(f"{key} does not lead to {is_there}")


def test_the_keyboard_alone_edits_saves_and_reads(blank: Page, hr_app: Path) -> None:
    with served(hr_app, hr_app.parent) as one:
        page = blank.open(one)
        tab = page.tab
        focused = "document.activeElement"
        active = f"document.getElementById({focused}.getAttribute('aria-activedescendant'))"
        _press_until(page, "Tab", f"{focused}.getAttribute('role') === 'tab'")
        _press_until(page, "ArrowRight", f"{focused}.textContent === 'Tasks'")
        tab.press("Enter")
        _press_until(page, "Tab", f"{focused}.getAttribute('role') === 'grid'")
        tab.press("Control+Home")
        _press_until(page, "ArrowDown", f"{active}?.closest('[data-id]').dataset.id === 'build_mvp'")
        _press_until(page, "ArrowRight", f"{active}?.dataset.field === 'high'")
        tab.type("140")
        tab.press("Enter")
        page.settled()
        tab.press("Control+s")
        page.known("!store.plan.dirty")
        assert "duration: [35, 50, 140]" in hr_app.read_text(encoding="utf-8")
        seen = set()
        for _ in range(400):
            tab.press("Tab")
            seen.add(tab.evaluate(f"{focused}.ariaLabel || {focused}.textContent.slice(0, 40)"))
            if {"Due date", "Promise"} <= seen:
                break
        assert {"Due date", "Promise"} <= seen


def test_the_focus_is_always_seen(page: Page) -> None:
    unseen = set()
    for _ in range(30):
        page.tab.press("Tab")
        unseen.add(page.tab.evaluate(_UNSEEN))
    assert unseen == {""}


def test_changed_figures_are_told_politely(page: Page) -> None:
    page.show("Tasks").put("build_mvp", "high", "140").settled()
    live = "[...document.querySelectorAll('[aria-live=polite], [role=status]')].map((one) => one.textContent).join(' ')"
    hit = page.figure("launch", "hit")
    page.tab.until(f"{live}.includes('launch') && {live}.includes({hit.rstrip('%').split('.')[0]!r})")


def test_numbers_and_dates_are_shown_and_typed_as_germans_do(browser: Chromium, shared: Served) -> None:
    tab = browser.tab()
    tab.emulate(locale="de-DE")
    tab.ask("Emulation.setUserAgentOverride", userAgent="Mozilla/5.0", acceptLanguage="de-DE")
    page = Page(tab).open(shared).show("Tasks")
    assert "," in page.figure("launch", "hit")
    for typed, kept in (("140,5", "140.5"), ("1.140,5", "1140.5"), ("141.5", "141.5")):
        page.put("build_mvp", "high", typed).settled()
        assert page.store("store.plan.data.tasks.build_mvp.duration.at(-1)") == kept
    assert page.says(page.cell("build_mvp", "high")) == "141,5"
    page.show("Milestones").put("launch", "due", "04.12.2026").settled()
    assert page.store("store.plan.data.milestones.launch.due") == "2026-12-04"
    page.put("launch", "due", "2026-12-07").settled()
    assert page.store("store.plan.data.milestones.launch.due") == "2026-12-07"
    page.undo_all()
    tab.close()


def test_on_a_telephone_it_is_read_and_not_edited(browser: Chromium, shared: Served) -> None:
    tab = browser.tab()
    page = Page(tab).open(shared, width=375, height=800)
    assert tab.value("document.documentElement.scrollWidth") <= 375
    assert "%" in page.figure("launch", "hit")
    assert tab.evaluate(
        "[...document.querySelectorAll('[data-id=launch] [data-figure=hit]')].some((one) => one.checkVisibility())"
    )
    smallest = "Math.min(...[...document.querySelectorAll('td, th, button')].filter((one) => one.checkVisibility())"
    assert tab.evaluate(f"{smallest}.map((one) => parseFloat(getComputedStyle(one).fontSize)))") >= 10
    editors = "[...document.querySelectorAll('[role=gridcell]:not([aria-readonly=true]), [contenteditable=true]')]"
    assert tab.evaluate(f"{editors}.filter((one) => one.checkVisibility()).length") == 0
    assert violations(tab) == []
    tab.close()


def test_nothing_runs_out_of_the_window(browser: Chromium, shared: Served) -> None:
    tab = browser.tab()
    page = Page(tab).open(shared, width=1280, height=720)
    for width in (1280, 1920, 3840):
        tab.resize(width, width * 9 // 16)
        page.settled()
        assert tab.value("document.documentElement.scrollWidth") <= width
        assert tab.value("document.documentElement.scrollHeight") <= width * 9 // 16
    tab.close()
