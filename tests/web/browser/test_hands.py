"""What is dragged follows the hand: a due date, a promise, an estimate, an order; risks are switched off and on."""

import pytest

from tests.web.browser.page import Page

pytestmark = pytest.mark.slow


def test_a_dragged_due_date_reads_the_probability_that_the_figures_then_have(page: Page) -> None:
    before = page.figure("launch", "hit")
    due = page.tab.named("slider", "Due date")
    at = page.tab.drag(due, (60, 0), held=True)
    read = page.tab.evaluate(f"{due}.getAttribute('aria-valuetext')")
    page.tab.release(at)
    page.known("store.plan.dirty")
    page.settled()
    after = page.figure("launch", "hit")
    assert after != before
    assert abs(float(after.rstrip("%")) - float(read.split(":")[-1].rstrip("%"))) <= 0.55
    assert page.store("store.plan.data.milestones.launch.due") > "2026-11-27"
    page.tab.press("Control+z")
    page.known("!store.plan.dirty")
    page.settled()
    assert page.figure("launch", "hit") == before


def test_a_due_date_is_moved_by_keys_a_day_at_a_time(page: Page) -> None:
    due = page.tab.named("slider", "Due date")
    page.tab.evaluate(f"{due}.focus()")
    page.tab.press("ArrowRight", "ArrowRight", "Enter")
    page.known("store.plan.data.milestones.launch.due === '2026-11-29'")
    page.settled()
    assert page.store("store.plan.undo") is not None
    page.tab.press("Control+z")
    page.known("!store.plan.dirty")


def test_a_promise_is_dragged_and_its_date_read(page: Page) -> None:
    promise = page.tab.named("slider", "Promise")
    text = f"{promise}.getAttribute('aria-valuetext')"
    before = page.tab.evaluate(text)
    at = page.tab.drag(promise, (0, 40), held=True)
    assert page.tab.evaluate(f"getComputedStyle({promise}).outlineStyle") == "none"
    page.tab.release(at)
    after = page.tab.evaluate(text)
    assert after != before
    assert float(after.split("%")[0]) < float(before.split("%")[0])
    assert page.store("store.plan.dirty") is False


def test_a_click_anywhere_on_a_milestone_shows_its_curve(page: Page) -> None:
    page.tab.click('#follow tr[data-id="market_fit"] [data-figure="hit"]')
    page.known("store.chosen === 'market_fit'")
    page.tab.until("document.querySelector('.curve-panel').textContent.includes('Product/market fit')")
    page.tab.click('#follow tr[data-id="launch"] .drawn')
    page.known("store.chosen === 'launch'")


def test_an_estimate_is_dragged_on_its_density(page: Page) -> None:
    page.show("Tasks")
    before = page.figure("launch", "hit")
    page.tab.click(page.cell("build_mvp", "high"))
    high = page.tab.named("slider", "High")
    page.tab.drag(high, (80, 0))
    page.known("store.plan.dirty")
    page.settled()
    low, likely, now = page.store("store.plan.data.tasks.build_mvp.duration")
    assert (low, likely) == ("35", "50")
    assert float(now) > 90
    assert page.figure("launch", "hit") != before


def test_an_order_is_dragged(page: Page) -> None:
    page.show("Order")
    before = page.store("store.plan.data.orderings.order")
    first, second = before[0], before[1]
    row = page.tab.box(f'[data-id="{second}"]')
    page.tab.drag(f'[data-id="{first}"] [data-handle]', (0, 1.2 * row["height"]))
    page.known("store.plan.dirty")
    page.settled()
    assert page.store("store.plan.data.orderings.order") == [second, first, *before[2:]]
    page.push(f"Move {page.store(f'store.plan.data.tasks.{first}.name')} up")
    page.known(f"store.plan.data.orderings.order[0] === {first!r}")


def test_a_risk_is_switched_off_and_on(page: Page) -> None:
    page.show("Risks")
    before = page.figure("launch", "hit")
    switch = '[role="grid"] [data-id="no_buyer"] [role="switch"]'
    page.tab.click(switch)
    page.known("store.plan.off.has('risks.no_buyer')")
    page.settled()
    assert page.figure("launch", "hit") != before
    assert page.tab.evaluate(f"document.querySelector({switch!r}).ariaChecked") == "false"
    assert "probability" in page.store("store.plan.data.risks.no_buyer")
    assert page.tab.evaluate(f"{page.tab.named('button', 'Compare')}.disabled") is False
    page.tab.click(switch)
    page.known("!store.plan.off.size")
    page.settled()
    assert page.figure("launch", "hit") == before
