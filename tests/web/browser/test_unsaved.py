"""Nothing that was done is lost: not by leaving, not by power, not by another program that writes the file."""

import signal
from pathlib import Path

import pytest

from tests.web.browser.page import Page
from tests.web.browser.served import FEW, Served, served, served_by_process

pytestmark = pytest.mark.slow


def test_after_the_server_was_killed_what_was_saved_is_in_the_file_and_the_rest_comes_back(
    blank: Page, hr_app: Path
) -> None:
    with served_by_process(hr_app, hr_app.parent, "--iterations", str(FEW)) as one:
        page = blank.open(one).show("Tasks")
        page.put("build_mvp", "high", "120").save()
        saved = hr_app.read_bytes()
        page.put("build_mvp", "high", "140").settled()
        hit = page.figure("launch", "hit")
        assert one.end(signal.SIGKILL) == -signal.SIGKILL
        page.tab.until("document.documentElement.dataset.connection === 'lost'")
    assert b"duration: [35, 50, 120]" in saved
    assert hr_app.read_bytes() == saved
    with served(hr_app, hr_app.parent) as again:
        page.open(again)
        assert page.store("store.plan.dirty")
        assert page.store("store.plan.data.tasks.build_mvp.duration") == ["35", "50", "140"]
        assert page.figure("launch", "hit") == hit
        page.undo_all()
        assert page.store("store.plan.dirty") is False


def test_ctrl_c_says_nothing_of_changes_where_there_are_none(hr_app: Path) -> None:
    with served_by_process(hr_app, hr_app.parent, "--iterations", str(FEW)) as one:
        assert one.end(signal.SIGINT) in (130, -signal.SIGINT)
    assert b"not saved" not in one.said
    assert b"ERROR" not in one.said


def test_leaving_with_unsaved_changes_asks(page: Page, shared: Served) -> None:
    page.show("Tasks").put("build_mvp", "high", "140").settled()
    page.tab.ask("Page.navigate", url="about:blank")
    assert page.tab.dialogs == ["beforeunload: "]
    page.open(shared)


def test_a_file_that_changed_on_disk_is_a_difference_to_choose_from(blank: Page, hr_app: Path) -> None:
    with served(hr_app, hr_app.parent) as one:
        page = blank.open(one).show("Tasks").put("build_mvp", "high", "140").settled()
        theirs = hr_app.read_text(encoding="utf-8").replace("probability: 0.55", "probability: 0.65  # we asked")
        hr_app.write_text(theirs, encoding="utf-8")
        page.tab.press("Control+s")
        page.tab.named("dialog", "The file has changed")
        assert hr_app.read_text(encoding="utf-8") == theirs
        assert "risks.hr_demand.probability" in page.says("dialog")
        page.push("Take both")
        page.settled()
        assert page.store("store.plan.data.risks.hr_demand.probability") == "0.65"
        page.save()
        expected = theirs.replace("duration: [35, 50, 90]", "duration: [35, 50, 140]")
        assert hr_app.read_text(encoding="utf-8") == expected


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
