"""States are kept, switched between, compared and written back, and the present one is exported."""

import zipfile
from pathlib import Path

import pytest

from milepost.models import read_scenario
from tests.chromium.browser import Chromium
from tests.web.browser.page import Page
from tests.web.browser.served import served

pytestmark = pytest.mark.slow


def keep(page: Page, name: str) -> None:
    """Keep the present state under a name."""
    page.push("Keep\u2026")
    page.tab.until("document.querySelector('dialog[open] input')")
    page.tab.click("dialog[open] input")
    page.tab.type(name)
    page.tab.press("Enter")
    page.known(f"store.plan.kept.some((one) => one.name === {name!r})")


def test_states_are_kept_switched_compared_and_written(blank: Page, hr_app: Path) -> None:
    with served(hr_app, hr_app.parent) as one:
        page = blank.open(one).show("Tasks")
        saved = page.figure("launch", "hit")
        page.put("build_mvp", "high", "140").settled()
        slow = page.figure("launch", "hit")
        keep(page, "Slow build")
        page.tab.click(page.tab.named("radio", "As saved"))
        page.known("store.plan.data.tasks.build_mvp.duration.at(-1) === '90'")
        assert page.settled().figure("launch", "hit") == saved
        page.tab.click(page.tab.named("radio", "Slow build"))
        page.known("store.plan.data.tasks.build_mvp.duration.at(-1) === '140'")
        assert page.settled().figure("launch", "hit") == slow
        page.put("build_mvp", "high", "150").settled()
        page.tab.resize(1100, 900)
        keep(page, "A plan that the board has not seen")
        box = "document.querySelector('.kept {}').getBoundingClientRect()"
        page.tab.until(f"{box.format('[aria-checked=true]')}.right <= {box.format('.group')}.right + 1")
        page.tab.resize(1440, 900)
        page.tab.press("Control+z")
        page.settled()
        page.push("Compare")
        page.known("store.compared?.rows?.length")
        assert saved in page.tab.text
        assert slow in page.tab.text
        page.push("Back to the plan")
        page.push("States\u2026")
        page.push("Write Slow build as an overlay")
        page.tab.until("document.body.innerText.includes('is written beside the plan')")
        (overlay,) = set(hr_app.parent.glob("*.yaml")) - {hr_app}
        assert "plan: hr_app.yaml" in overlay.read_text(encoding="utf-8")
        assert read_scenario(overlay).tasks["build_mvp"] != read_scenario(hr_app).tasks["build_mvp"]
        assert page.tab.complaints == []


def test_an_order_that_was_kept_becomes_an_entry_of_the_file(blank: Page, hr_app: Path) -> None:
    with served(hr_app, hr_app.parent) as one:
        page = blank.open(one).show("Order")
        first = page.store("store.plan.data.orderings.order[0]")
        page.push(f"Move {page.store(f'store.plan.data.tasks.{first}.name')} down")
        page.known("store.plan.dirty")
        keep(page, "Prototype first")
        page.push("States\u2026")
        page.push("Write Prototype first as an ordering")
        page.known("store.plan.data.orderings.compare['Prototype first']")
        page.tab.press("Escape")
        page.tab.press("Control+s")
        page.known("!store.plan.dirty")
    assert "Prototype first" in hr_app.read_text(encoding="utf-8")
    assert read_scenario(hr_app).name == "HR assessment app"


def test_the_present_state_is_exported(browser: Chromium, blank: Page, hr_app: Path, tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    browser.download_into(folder)
    with served(hr_app, hr_app.parent) as one:
        page = blank.open(one).show("Tasks")
        page.put("build_mvp", "high", "140").settled()
        hit = page.figure("launch", "hit")
        for button, begin in (("Report", b"<!"), ("Pictures", b"PK"), ("Tables", b"PK"), ("Workbook", b"PK")):
            page.push("Export")
            page.push(button)
            file = folder / browser.downloaded()
            content = file.read_bytes()
            assert content.startswith(begin)
            if button == "Report":
                assert hit in content.decode()
            else:
                assert zipfile.ZipFile(file).testzip() is None
        assert "[35, 50, 90]" in hr_app.read_text(encoding="utf-8")
