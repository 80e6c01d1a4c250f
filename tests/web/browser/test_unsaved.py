"""Nothing that was done is lost: not by leaving, not by power, not by another program that writes the file."""

import signal
from pathlib import Path

import pytest

from tests.web.browser.page import Page
from tests.web.browser.served import Served, served

pytestmark = pytest.mark.slow


def test_unsaved_edits_come_back_after_the_server_was_killed(blank: Page, hr_app: Path) -> None:
    before = hr_app.read_bytes()
    with served(hr_app, hr_app.parent) as one:
        page = blank.open(one).show("Tasks")
        page.put("build_mvp", "high", "140").settled()
        hit = page.figure("launch", "hit")
        assert one.end(signal.SIGKILL) == -signal.SIGKILL
        page.tab.until("document.documentElement.dataset.connection === 'lost'")
    assert hr_app.read_bytes() == before
    with served(hr_app, hr_app.parent) as one:
        page.open(one)
        assert page.store("store.plan.dirty")
        assert page.store("store.plan.data.tasks.build_mvp.duration") == ["35", "50", "140"]
        assert page.figure("launch", "hit") == hit
        page.undo_all()
        assert page.store("store.plan.dirty") is False


def test_saved_edits_are_there_after_the_server_was_killed(blank: Page, hr_app: Path) -> None:
    with served(hr_app, hr_app.parent) as one:
        page = blank.open(one).show("Tasks")
        page.put("build_mvp", "high", "140")
        page.tab.press("Control+s")
        page.known("!store.plan.dirty")
        one.end(signal.SIGKILL)
    assert "duration: [35, 50, 140]" in hr_app.read_text(encoding="utf-8")


def test_ctrl_c_ends_it_with_what_is_unsaved_and_without_a_traceback(blank: Page, hr_app: Path) -> None:
    with served(hr_app, hr_app.parent) as one:
        page = blank.open(one).show("Tasks")
        page.put("build_mvp", "high", "140").settled()
        assert one.end(signal.SIGINT) in (130, -signal.SIGINT)
    said = one.said.decode()
    assert "not saved" in said
    assert "hr_app.yaml" in said
    assert "Traceback" not in said
    assert "ERROR" not in said


def test_ctrl_c_says_nothing_of_changes_where_there_are_none(tmp_path: Path, hr_app: Path) -> None:
    with served(hr_app, hr_app.parent) as one:
        assert one.end(signal.SIGINT) in (130, -signal.SIGINT)
    assert b"not saved" not in one.said


def test_leaving_with_unsaved_changes_asks(page: Page, shared: Served) -> None:
    page.show("Tasks").put("build_mvp", "high", "140").settled()
    page.tab.ask("Page.navigate", url="about:blank")
    assert page.tab.dialogs == ["beforeunload: "]
    page.open(shared)


def test_a_file_that_changed_on_disk_is_a_difference_to_choose_from(page: Page, shared: Served) -> None:
    file = shared.folder / "hr_app.yaml"
    page.show("Tasks").put("build_mvp", "high", "140").settled()
    theirs = file.read_text(encoding="utf-8").replace("probability: 0.55", "probability: 0.65  # we asked")
    file.write_text(theirs, encoding="utf-8")
    page.tab.press("Control+s")
    page.tab.named("dialog", "The file has changed")
    assert file.read_text(encoding="utf-8") == theirs
    assert "risks.hr_demand.probability" in page.says("dialog")
    page.push("Take both")
    page.settled()
    assert page.store("store.plan.data.risks.hr_demand.probability") == "0.65"
    page.save()
    expected = theirs.replace("duration: [35, 50, 90]", "duration: [35, 50, 140]")
    assert file.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize(("button", "high"), [("Keep mine", "140"), ("Take the file\u2019s", "111")])
def test_where_both_changed_the_same_either_can_be_had(page: Page, shared: Served, button: str, high: str) -> None:
    file = shared.folder / "hr_app.yaml"
    page.show("Tasks").put("build_mvp", "high", "140").settled()
    theirs = file.read_text(encoding="utf-8").replace("[35, 50, 90]", "[35, 50, 111]")
    file.write_text(theirs, encoding="utf-8")
    page.tab.press("Control+s")
    page.tab.named("dialog", "The file has changed")
    page.push(button)
    page.settled()
    if page.store("store.plan.dirty"):
        page.save()
    assert f"[35, 50, {high}]" in file.read_text(encoding="utf-8")


def test_without_a_file_a_plan_is_begun_from_a_template(blank: Page, tmp_path: Path) -> None:
    with served(None, tmp_path) as one:
        tab = blank.tab
        tab.open(one.address)
        tab.named("dialog", "Start a plan")
        assert list(tmp_path.glob("*.yaml")) == []
        blank.push("Start").settled()
        tab.press("Control+s")
        blank.known("!store.plan.dirty")
        (file,) = tmp_path.glob("*.yaml")
        assert "milestones:" in file.read_text(encoding="utf-8")
        assert tab.complaints == []
